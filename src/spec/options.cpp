// SPDX-License-Identifier: Apache-2.0
#include "spec/options.h"

#include <fmt/format.h>

#include "base/nearest.h"
#include "setting/dimension.h"
#include "spec/known_names.h"
#include "spec/set_dimension.h"

namespace dnntune::spec {
namespace {

// Setters of one member. `read` reads it, `member` is where it goes.
#define DNNTUNE_SET(expression, reading)         \
  [](Target t, const Value& v) -> Result<void> { \
    (void)t;                                     \
    ASSIGN_OR_RETURN(expression, reading);       \
    return {};                                   \
  }

Result<void> SetShape(Target t, const Value& value) {
  return AddShapes(value, t.spec.model.input_shapes);
}

Result<void> SetTransport(Target t, const Value& value) {
  ASSIGN_OR_RETURN(const auto usable, UsableNames(value, NameKind::kTransport, t.spec.unavailable));
  t.device->transport = usable.empty() ? "local" : usable.front();
  return {};
}

Option OptionOf(const setting::Dimension& dimension) {
  return {.part = Part::kDevice,
          .key = dimension.key,
          .type = dimension.type,
          .standard = dimension.standard,
          .help = dimension.help,
          .set = nullptr,
          .alias = dimension.flag,
          .dimension = &dimension};
}

// The devices that the front of "mobile_CPU" or "cloud_CPU" names; both where there is none.
Result<std::vector<Role>> RolesOf(const std::string& front, const std::string& name, const Value& value) {
  if (front.empty()) return std::vector{Role::kDevice, Role::kCloud};
  if (front == "mobile" || front == "device") return std::vector{Role::kDevice};
  if (front == "cloud" || front == "server") return std::vector{Role::kCloud};
  return Fail(value.Wrong(fmt::format("'{}' is no processing unit; write mobile_CPU, cloud_CPU or CPU", name)));
}

Result<void> SetProcessingUnits(Target t, const Value& value) {
  ASSIGN_OR_RETURN(const auto names, ReadList(value));
  t.spec.units.clear();
  for (const std::string& name : names) {
    const std::size_t underscore = name.find('_');
    ASSIGN_OR_RETURN(const auto roles,
                     RolesOf(underscore == std::string::npos ? "" : Lower(name.substr(0, underscore)), name, value));
    Value unit = value;
    unit.kind = Value::Kind::kText;
    unit.text = underscore == std::string::npos ? name : name.substr(underscore + 1);
    ASSIGN_OR_RETURN(const auto usable, UsableNames(unit, NameKind::kUnit, t.spec.unavailable));
    if (usable.empty()) continue;
    for (const Role role : roles) {
      const std::string& used = t.spec.units.emplace(role, usable.front()).first->second;
      if (used == usable.front()) continue;
      t.spec.unavailable.push_back({value.key, name, "one unit of a device is measured in a run", fmt::format("{} is used", used)});
    }
  }
  return {};
}

Result<void> NameTools(Target t, const Value& value) {
  TRY(UsableNames(value, NameKind::kTool, t.spec.unavailable));
  return {};
}

Result<void> NameEvents(Target t, const Value& value) {
  TRY(UsableNames(value, NameKind::kEvent, t.spec.unavailable));
  return {};
}

Result<void> SetPower(Target t, const Value& value) {
  if (value.kind != Value::Kind::kMap) return Fail(value.Wrong("must be a map such as {idle: 0.9 W, cpu: {1: 2.3 W}}"));
  for (const auto& [name, member] : value.members) {
    if (Lower(name) == "idle") {
      ASSIGN_OR_RETURN(t.device->power.idle, ReadWatts(member, Range::kNotNegative));
      continue;
    }
    if (Lower(name) != "cpu" && Lower(name) != "gpu" && Lower(name) != "npu") {
      return Fail(member.Wrong("unknown key; power has idle, cpu, gpu and npu"));
    }
    if (member.kind != Value::Kind::kMap) return Fail(member.Wrong("must give watts by threads, such as {1: 2.3 W, 2: 3.4 W}"));
    for (const auto& [threads, watts] : member.members) {
      Value count = watts;
      count.kind = Value::Kind::kText;
      count.text = threads;
      ASSIGN_OR_RETURN(const auto number, ReadWhole(count, 1, 1024));
      ASSIGN_OR_RETURN(t.device->power.active[Lower(name)][static_cast<int>(number)], ReadWatts(watts, Range::kPositive));
    }
  }
  return {};
}

Result<void> SetRadio(Target t, const Value& value) {
  if (value.kind != Value::Kind::kMap)
    return Fail(value.Wrong("must be a map such as {per_up_mbps: 0.28 W, per_down_mbps: 0.14 W, base: 0.13 W}"));
  RadioSpec radio;
  const std::pair<const char*, double*> watts[] = {{"per_up_mbps", &radio.per_up_mbps_w},
                                                   {"per_down_mbps", &radio.per_down_mbps_w},
                                                   {"base", &radio.base_w},
                                                   {"promotion_power", &radio.promotion_w},
                                                   {"tail_power", &radio.tail_w}};
  const std::pair<const char*, double*> times[] = {{"promotion_time", &radio.promotion_s}, {"tail_time", &radio.tail_s}};
  std::vector<std::string> names;
  for (const auto& row : watts) names.emplace_back(row.first);
  for (const auto& row : times) names.emplace_back(row.first);
  for (const auto& [name, member] : value.members) {
    bool known = false;
    for (const auto& [key, place] : watts) {
      if (Lower(name) != key) continue;
      known = true;
      ASSIGN_OR_RETURN(const Watts amount, ReadWatts(member, Range::kNotNegative));
      *place = amount.value();
    }
    for (const auto& [key, place] : times) {
      if (Lower(name) != key) continue;
      known = true;
      ASSIGN_OR_RETURN(const Seconds amount, ReadSeconds(member, Range::kNotNegative));
      *place = amount.count();
    }
    if (!known) return Fail(member.Wrong("unknown key" + DidYouMean(name, names)));
  }
  t.link->radio = radio;
  return {};
}

Result<void> SetObjective(Target t, const Value& value) {
  ASSIGN_OR_RETURN(const std::string name, ReadChoice(value, {"latency-first", "energy-first", "latency", "energy", "weighted"}));
  t.spec.objective = name == "weighted" ? Objective::kWeighted : name[0] == 'e' ? Objective::kEnergy : Objective::kLatency;
  return {};
}

Result<Role> ReadRole(const Value& value) {
  ASSIGN_OR_RETURN(const std::string role, ReadChoice(value, {"device", "cloud"}));
  return role == "device" ? Role::kDevice : Role::kCloud;
}

Result<void> SetPins(Target t, const Value& value) {
  if (value.kind == Value::Kind::kMap) {
    for (const auto& [layer, place] : value.members) {
      ASSIGN_OR_RETURN(t.spec.limits.pin[layer], ReadRole(place));
    }
    return {};
  }
  ASSIGN_OR_RETURN(const auto pairs, ReadList(value));
  for (const std::string& pair : pairs) {
    const std::size_t mark = pair.rfind(':') != std::string::npos ? pair.rfind(':') : pair.rfind('=');
    if (mark == std::string::npos) return Fail(value.Wrong("'" + pair + "' pins nothing; write LAYER:device or LAYER:cloud"));
    Value place = FromFlag(value.key, pair.substr(mark + 1), value.where);
    ASSIGN_OR_RETURN(t.spec.limits.pin[pair.substr(0, mark)], ReadRole(place));
  }
  return {};
}

Result<void> SetFiles(Target t, const Value& value) {
  std::vector<std::string> files;
  if (value.kind == Value::Kind::kList) {
    ASSIGN_OR_RETURN(files, ReadList(value));
  } else {  // a path may have any letters in it
    ASSIGN_OR_RETURN(files.emplace_back(), ReadText(value));
  }
  if (files.empty()) return Fail(value.Wrong("names no file"));
  t.spec.model.file = files.front();
  t.spec.model.other_files.assign(files.begin() + 1, files.end());
  return {};
}

Result<void> SetFormats(Target t, const Value& value) {
  ASSIGN_OR_RETURN(const auto names, ReadList(value));
  t.spec.output.formats.clear();
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(std::string format, ReadChoice(FromFlag(value.key, name, value.where), {"json", "html", "csv", "text"}));
    t.spec.output.formats.push_back(std::move(format));
  }
  return {};
}

Result<void> SetWhole(int& target, const Value& value, std::int64_t most) {
  ASSIGN_OR_RETURN(const std::int64_t number, ReadWhole(value, 1, most));
  target = static_cast<int>(number);
  return {};
}

constexpr Range kPositive = Range::kPositive;
constexpr Range kNotNegative = Range::kNotNegative;

// clang-format off
const Option kRows[] = {
    {Part::kModel, "name", "text", "", "A model of 'dnntune zoo list', or what a file's model is to be called", DNNTUNE_SET(t.spec.model.name, ReadText(v))},
    {Part::kModel, "file", "text or list", "", "Model file; relative to the config's folder. Several are one model in different formats: an engine runs the first that it reads", &SetFiles},
    {Part::kModel, "signature", "text", "the file's first graph", "Signature of a .tflite file to run, by its name; for files that have several", DNNTUNE_SET(t.spec.model.signature, ReadText(v)), "--signature"},
    {Part::kModel, "input_name", "list", "the file's", "Tensors to use as inputs", DNNTUNE_SET(t.spec.model.inputs, ReadList(v))},
    {Part::kModel, "input_shape", "list of whole numbers", "the file's", "Shape of the input: [1, 3, 224, 224], [] for a scalar, or NAME: shape for several", &SetShape, "--input-shape"},
    {Part::kModel, "output_name", "list", "the file's", "Tensors to use as outputs", DNNTUNE_SET(t.spec.model.outputs, ReadList(v))},
    {Part::kModel, "data_type", "text", "the file's", "Element type that the model's inputs must have: float, float16, int8, uint8, int64 ...", DNNTUNE_SET(t.spec.model.data_type, ReadDType(v)), "--data-type"},

    {Part::kProcessing, "processing_unit", "list", "mobile_CPU, cloud_CPU", "Units of the device and of the cloud", &SetProcessingUnits},
    {Part::kProcessing, "profiling_tools", "list", "", "External tools; named where this machine does not have them", &NameTools},
    {Part::kProcessing, "energy_profiling", "true or false", "true", "Measure or compute energy", DNNTUNE_SET(t.spec.profiling.energy, ReadFlag(v))},
    {Part::kProcessing, "profiling_events", "list", "", "Counters; named where this machine does not have them", &NameEvents},

    {Part::kDevice, "name", "text", "device or cloud", "Name of the device in every output", DNNTUNE_SET(t.device->name, ReadText(v))},
    {Part::kDevice, "role", "device or cloud", "", "Whether heads or tails run here", DNNTUNE_SET(t.device->role, ReadRole(v))},
    {Part::kDevice, "transport", "local", "local", "How the device is reached", &SetTransport},
    {Part::kDevice, "power", "map of powers", "", "Declared power: {idle: 0.9 W, cpu: {1: 2.3 W}}, by unit and threads", &SetPower},

    {Part::kObjective, "objective", "text", "latency-first", "latency-first, energy-first or weighted", &SetObjective, "--objective"},
    {Part::kObjective, "energy_weight", "number from 0 to 1", "0.5", "weighted: the share of energy, each relative to its best", DNNTUNE_SET(t.spec.energy_weight, ReadNumber(v, 0, 1))},
    {Part::kObjective, "allow_software_gpu", "true or false", "false", "Decide with times of a GPU that software stands in for, which tell nothing of a GPU's speed", DNNTUNE_SET(t.spec.allow_software_gpu, ReadFlag(v)), "--allow-software-gpu"},
    {Part::kObjective, "allow_unproved", "true or false", "false", "Recommend a deployment though its proof run failed or its outputs differ from the whole model's", DNNTUNE_SET(t.spec.allow_unproved, ReadFlag(v)), "--allow-unproved"},
    {Part::kObjective, "count_round_trip", "true or false", "true", "Count the link's round trip", DNNTUNE_SET(t.spec.counting.round_trip, ReadFlag(v))},
    {Part::kObjective, "count_download", "true or false", "true", "Count the download of the result", DNNTUNE_SET(t.spec.counting.download, ReadFlag(v))},
    {Part::kObjective, "count_promotion", "true or false", "false", "Count the energy of the radio waking up", DNNTUNE_SET(t.spec.counting.promotion, ReadFlag(v))},
    {Part::kObjective, "count_tail", "true or false", "false", "Count the energy of the radio's tail", DNNTUNE_SET(t.spec.counting.tail, ReadFlag(v))},

    {Part::kLink, "name", "text", "", "3g, 4g, wifi or ethernet, whose figures are then the defaults, or a name of your own", DNNTUNE_SET(t.link->name, ReadText(v))},
    {Part::kLink, "up_mbps", "rate", "the preset's", "Uplink in Mbit/s", DNNTUNE_SET(t.link->up_mbps, ReadMbps(v, kPositive))},
    {Part::kLink, "down_mbps", "rate", "the preset's", "Downlink in Mbit/s", DNNTUNE_SET(t.link->down_mbps, ReadMbps(v, kPositive))},
    {Part::kLink, "round_trip_ms", "time", "the preset's", "Round trip in ms", DNNTUNE_SET(t.link->round_trip_ms, ReadMilliseconds(v, kNotNegative))},
    {Part::kLink, "radio", "map of powers", "the preset's", "Power of the radio: {per_up_mbps, per_down_mbps, base, promotion_power, promotion_time, tail_power, tail_time}", &SetRadio},

    {Part::kLimits, "max_upload", "bytes", "", "Most bytes to send up", DNNTUNE_SET(t.spec.limits.max_upload, ReadBytes(v, kNotNegative)), "--max-upload"},
    {Part::kLimits, "max_latency", "time", "", "Longest time of one inference", DNNTUNE_SET(t.spec.limits.max_latency, ReadSeconds(v, kPositive)), "--max-latency"},
    {Part::kLimits, "max_energy", "energy", "", "Most energy of one inference", DNNTUNE_SET(t.spec.limits.max_energy, ReadJoules(v, kPositive)), "--max-energy"},
    {Part::kLimits, "max_device_memory", "bytes", "", "Most memory of the head: its weights and its largest layer's tensors", DNNTUNE_SET(t.spec.limits.max_device_memory, ReadBytes(v, kPositive)), "--max-device-memory"},
    {Part::kLimits, "keep_input_on_device", "true or false", "false", "Never send the model's input", DNNTUNE_SET(t.spec.limits.keep_input_on_device, ReadFlag(v)), "--keep-input-on-device"},
    {Part::kLimits, "pin", "map of places", "", "Layers that must run on the device or in the cloud: {conv1: device}", &SetPins, "--pin"},

    {Part::kProfiling, "budget", "time", "20 s", "Measuring time for each device; where tune compares engines, a quarter of it more for each of them", DNNTUNE_SET(t.spec.profiling.budget, ReadSeconds(v, kPositive)), "--budget"},
    {Part::kProfiling, "precision", "number", "0.02", "Stop when half of the 95 % interval of the median is below this share of it", DNNTUNE_SET(t.spec.profiling.precision, ReadNumber(v, 1e-4, 1)), "--precision"},
    {Part::kProfiling, "min_samples", "whole number", "10", "Fewest samples of a layer", [](Target t, const Value& v) { return SetWhole(t.spec.profiling.min_samples, v, 1'000'000); }},
    {Part::kProfiling, "max_samples", "whole number", "2000", "Most samples of a layer", [](Target t, const Value& v) { return SetWhole(t.spec.profiling.max_samples, v, 1'000'000); }},
    {Part::kProfiling, "trace", "true or false", "true", "Take the engine's own trace", DNNTUNE_SET(t.spec.profiling.trace, ReadFlag(v))},
    {Part::kProfiling, "order", "text", "round-robin", "round-robin, or back-to-back for coarse meters", DNNTUNE_SET(t.spec.profiling.order, ReadChoice(v, {"round-robin", "back-to-back"}))},
    {Part::kProfiling, "timeout", "time", "60 s", "A worker that is silent for this long past its budget is taken for hung", DNNTUNE_SET(t.spec.profiling.timeout, ReadSeconds(v, kPositive)), "--timeout"},

    {Part::kOutput, "folder", "text", "runs/<time>-<name>", "Where records and reports go", DNNTUNE_SET(t.spec.output.folder, ReadText(v)), "--output"},
    {Part::kOutput, "formats", "list", "json, html", "Reports to write: json, html, csv, text", &SetFormats},
};
// clang-format on

#undef DNNTUNE_SET

// The dimensions of a setting stand among the keys of a device, before the power that belongs to the setting.
std::vector<Option> AllOptions() {
  std::vector<Option> options;
  for (const Option& row : kRows) {
    if (row.part == Part::kDevice && row.key == std::string_view("power")) {
      for (const setting::Dimension& dimension : setting::Dimensions()) options.push_back(OptionOf(dimension));
    }
    options.push_back(row);
  }
  return options;
}

}  // namespace

Result<void> Option::Set(Target target, const Value& value) const {
  return dimension == nullptr ? set(target, value) : SetDimension(*dimension, target, value);
}

const char* ObjectiveName(Objective objective) {
  switch (objective) {
    case Objective::kLatency:
      return "latency";
    case Objective::kEnergy:
      return "energy";
    case Objective::kWeighted:
      return "weighted";
  }
  return "latency";
}

std::span<const Option> Options() {
  static const std::vector<Option> options = AllOptions();
  return options;
}

const char* PartName(Part part) {
  switch (part) {
    case Part::kModel:
      return "model";
    case Part::kProcessing:
      return "processing";
    case Part::kObjective:
      return "objective";
    case Part::kDevice:
      return "devices[]";
    case Part::kLink:
      return "links[]";
    case Part::kLimits:
      return "limits";
    case Part::kProfiling:
      return "profiling";
    case Part::kOutput:
      return "output";
  }
  return "";
}

std::string FullKey(std::string_view dimension) {
  return std::string(PartName(Part::kProcessing)) + "." + setting::FindDimension(dimension)->key;
}

Result<const Option*> FindOption(Part part, const Value& member, const std::string& name) {
  std::vector<std::string> known;
  for (const Option& option : Options()) {
    if (option.part != part) continue;
    if (Lower(name) == option.key) return &option;
    known.emplace_back(option.key);
  }
  return Fail(member.Wrong("unknown key" + DidYouMean(name, known) + "; see docs/config.md"));
}

}  // namespace dnntune::spec
