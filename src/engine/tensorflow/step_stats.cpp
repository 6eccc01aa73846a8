// SPDX-License-Identifier: Apache-2.0
#include "engine/tensorflow/step_stats.h"

#include <algorithm>
#include <array>

#include "engine/tensorflow/messages.pb.h"

namespace dnntune::engine {
namespace {

constexpr std::array<std::string_view, 6> kNoWork = {"Const", "HostConst", "Placeholder", "_Arg", "_Retval", "NoOp"};

// "Conv2D" of "name = Conv2D(input, weight)".
std::string TypeOf(const std::string& label) {
  const std::size_t equals = label.find(" = ");
  if (equals == std::string::npos) return "";
  const std::size_t begin = equals + 3;
  return label.substr(begin, label.find('(', begin) - begin);
}

}  // namespace

Result<void> StepStats::Add(std::string_view metadata) {
  tensorflow::RunMetadata run;
  if (!run.ParseFromArray(metadata.data(), static_cast<int>(metadata.size())) || run.step_stats().dev_stats_size() == 0) {
    return Fail(ErrorCode::kMeasurement, "the engine's trace is not what TensorFlow writes");
  }
  ++runs_;
  for (const auto& device : run.step_stats().dev_stats()) {
    for (const auto& node : device.node_stats()) {
      std::string type = TypeOf(node.timeline_label());
      if (type.empty() || std::find(kNoWork.begin(), kNoWork.end(), type) != kNoWork.end()) continue;
      const auto [found, is_new] = index_.emplace(node.node_name(), events_.size());
      if (is_new) events_.push_back({node.node_name(), std::move(type), {}});
      auto& samples = events_[found->second].samples;
      samples.resize(runs_, Nanoseconds(0));
      samples.back() += Nanoseconds(node.op_end_rel_nanos() - node.op_start_rel_nanos());
    }
  }
  // What did not run this time took no time.
  for (TraceEvent& event : events_) event.samples.resize(runs_, Nanoseconds(0));
  return {};
}

}  // namespace dnntune::engine
