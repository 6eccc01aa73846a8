// SPDX-License-Identifier: Apache-2.0
#include "spec/known_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "setting/engines.h"
#include "transport/transport.h"

namespace dnntune::spec {
namespace {

struct NameRow {
  NameKind kind;
  const char* name;    // as this program spells it
  const char* reason;  // why it cannot be used; empty: it can
  const char* instead = "";
};

constexpr const char* kPhoneEngine = "runs on phones, which this version does not reach";
constexpr const char* kOther = "another engine is used instead";
constexpr const char* kNoCounters = "counters are not read in this version; see 'dnntune doctor' for what this machine offers";
constexpr const char* kPhoneTool = "is a tool for phones, which this version does not reach; declare the device's power instead";

constexpr NameRow kNames[] = {
    {NameKind::kFramework, "MACE", kPhoneEngine, kOther},
    {NameKind::kFramework, "SNPE", kPhoneEngine, kOther},
    {NameKind::kFramework, "NCNN", kPhoneEngine, kOther},
    {NameKind::kFramework, "MNN", kPhoneEngine, kOther},
    {NameKind::kFramework, "QNN", kPhoneEngine, kOther},
    {NameKind::kFramework, "CoreML", "runs on Apple's devices only", kOther},
    {NameKind::kFramework, "NNPACK", "is a library of kernels and no engine of its own, and in the package of none", kOther},
    {NameKind::kLibrary, "NNPACK", "is not in the package of any engine here", "the engine's own kernels are used instead"},
    {NameKind::kUnit, "npu", "no engine of this version runs on an NPU", "the CPU is used instead"},
    {NameKind::kUnit, "dsp", "no engine of this version runs on a DSP", "the CPU is used instead"},
    {NameKind::kTool, "Snapdragon_profiler", kPhoneTool},
    {NameKind::kTool, "Simpleperf", kPhoneTool},
    {NameKind::kTool, "perf", kNoCounters},
    {NameKind::kTool, "rapl", ""},
    {NameKind::kEvent, "CPUUtilization", kNoCounters},
    {NameKind::kEvent, "Mem_footprint", ""},
    {NameKind::kEvent, "LLCmiss", kNoCounters},
    {NameKind::kEvent, "cache_references", kNoCounters},
    {NameKind::kEvent, "cache_misses", kNoCounters},
    {NameKind::kTransport, "ssh", "is not part of this version", "the device is taken to be this machine"},
    {NameKind::kTransport, "adb", "is not part of this version", "the device is taken to be this machine"},
};

// What there is, which other tables know.
std::vector<std::string_view> NamesInTables(NameKind kind) {
  std::vector<std::string_view> names;
  if (kind == NameKind::kUnit) return setting::NamesOf("unit");
  if (kind == NameKind::kLibrary) return setting::NamesOf("library");
  if (kind == NameKind::kTransport) {
    for (const transport::Transport& transport : transport::Transports()) names.push_back(transport.name);
  }
  if (kind == NameKind::kFramework) {
    for (const setting::EngineRow& engine : setting::Engines()) names.push_back(engine.name);
  }
  return names;
}

// "Core ML" is "CoreML".
std::string Plain(const std::string& name) {
  std::string plain = Lower(name);
  std::erase(plain, ' ');
  return plain;
}

}  // namespace

std::vector<KnownName> NamesOf(NameKind kind) {
  std::vector<KnownName> names;
  for (const std::string_view name : NamesInTables(kind)) names.push_back({std::string(name), ""});
  for (const NameRow& row : kNames) {
    if (row.kind == kind) names.push_back({row.name, row.reason, row.instead});
  }
  return names;
}

Result<std::vector<std::string>> UsableNames(const Value& value, NameKind kind, std::vector<Unavailable>& unavailable) {
  ASSIGN_OR_RETURN(const auto names, ReadList(value));
  const std::vector<KnownName> rows = NamesOf(kind);
  std::vector<std::string> usable;
  for (const std::string& name : names) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const KnownName& row) { return Plain(row.name) == Plain(name); });
    if (found == rows.end()) {
      std::vector<std::string> known;
      for (const KnownName& row : rows) known.push_back(row.name);
      return Fail(
          value.Wrong(fmt::format("'{}' is not known{}; known are {}", name, DidYouMean(name, known), fmt::join(known, ", "))));
    }
    if (found->reason.empty()) {
      usable.push_back(found->name);
    } else {
      const Unavailable wanted{value.key, found->name, found->reason, found->instead};
      const bool is_known = std::find(unavailable.begin(), unavailable.end(), wanted) != unavailable.end();  // of another device
      if (!is_known) unavailable.push_back(wanted);
    }
  }
  return usable;
}

}  // namespace dnntune::spec
