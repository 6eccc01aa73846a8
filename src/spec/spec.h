// SPDX-License-Identifier: Apache-2.0
// The config as typed values, after YAML and flags have been merged and checked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "graph/dtype.h"
#include "link/link.h"
#include "setting/setting.h"

namespace dnntune::spec {

struct Model {
  std::string name{};                                // "mobilenet-v2"; a zoo model where `file` is empty
  std::filesystem::path file{};                      // as given, relative to the config's folder when read from a config
  std::vector<std::filesystem::path> other_files{};  // the same model in other formats, for engines that do not read `file`
  std::string signature{};                           // entry point of a file that has several; empty: its first graph
  std::vector<std::string> inputs{};                 // input_name
  std::vector<std::string> outputs{};                // output_name
  std::map<std::string, std::vector<std::int64_t>> input_shapes{};  // key "": the only input
  std::optional<graph::DType> data_type{};                          // of the inputs; none: as the file has it
};

// Power of a device in watts: idle, and while a unit computes with a number of threads. From a data sheet or a meter of the user's.
struct DeclaredPower {
  std::optional<Watts> idle;
  std::map<std::string, std::map<int, Watts>> active;  // unit -> threads -> watts
};

enum class Role : std::uint8_t { kDevice, kCloud };

// A machine to measure on, with the setting to measure with. Processing keys of the config are the defaults of these.
struct Device {
  std::string name{};
  Role role = Role::kDevice;
  std::string transport = "local";
  std::vector<std::string> frameworks{};  // engines to use, the first that is installed; empty: the setting's
  setting::Setting setting{};             // as asked for, with the first of the engines and without the numbers of cores
  DeclaredPower power{};
};

enum class Objective : std::uint8_t { kLatency, kEnergy, kWeighted };
[[nodiscard]] const char* ObjectiveName(Objective objective);  // "latency", ...

struct RadioSpec {  // watts, see link::Radio
  double per_up_mbps_w = 0, per_down_mbps_w = 0, base_w = 0;
  double promotion_w = 0, promotion_s = 0, tail_w = 0, tail_s = 0;
};

struct LinkSpec {
  std::string name;  // a preset where no rate is given
  std::optional<double> up_mbps, down_mbps, round_trip_ms;
  std::optional<RadioSpec> radio;
};

struct Limits {
  std::optional<Bytes> max_upload;
  std::optional<Seconds> max_latency;
  std::optional<Joules> max_energy;
  std::optional<Bytes> max_device_memory;
  bool keep_input_on_device = false;
  std::map<std::string, Role> pin;  // layer -> where it must run
};

struct Profiling {
  Seconds budget{20};       // per device, for all layers together
  double precision = 0.02;  // half width of the 95 % interval of the median, relative
  int min_samples = 10;
  int max_samples = 2000;
  bool layers = true;  // every layer as a slice
  bool trace = true;   // the engine's own profile
  bool energy = true;
  std::string order = "round-robin";  // or "back-to-back"
  Seconds timeout{60};                // a worker that is silent for longer than this past its budget is hung
};

struct Output {
  std::filesystem::path folder;  // empty: runs/<time>-<name>
  std::vector<std::string> formats = {"json", "html"};
};

// Something that the config asks for and this installation or machine does not have. The run goes on without it.
struct Unavailable {
  std::string key;        // "processing.framework"
  std::string name;       // "MACE"
  std::string reason;     // and the next step
  std::string instead{};  // what happens then: "the CPU is used instead"; empty: the reason says it all
  bool operator==(const Unavailable&) const = default;
};

struct Spec {
  Model model;
  std::vector<Device> devices;        // at least one with each role after defaults are applied
  std::map<Role, std::string> units;  // of processing_unit; already those of devices that name none
  Objective objective = Objective::kLatency;
  bool allow_software_gpu = false;  // decide even where software stands in for a GPU
  bool allow_unproved = false;      // recommend even what the proof run did not confirm
  double energy_weight = 0.5;       // kWeighted: weight of energy in [0, 1], each objective divided by its best value
  std::vector<LinkSpec> links;      // default: 3g, 4g, wifi
  link::Counting counting;
  Limits limits;
  Profiling profiling;
  Output output;
  std::vector<Unavailable> unavailable;
};

}  // namespace dnntune::spec
