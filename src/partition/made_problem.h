// SPDX-License-Identifier: Apache-2.0
// Problems for the tests of this folder: made by hand, row by row, and by chance, small enough that all their cuts can be listed.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include <rapidcheck.h>
#include "partition/problem.h"

namespace dnntune::partition {

struct Row {
  std::string name;
  std::vector<std::string> reads;  // tensors
  double device_s = 0;
  double cloud_s = 0;
  double bytes = 1;  // of its only output, named as the layer in lower case
  double parameter_bytes = 0;
};

// Layers "A", "B", ... with outputs "a", "b", ...; the input is "in".
inline record::Profile ProfileOf(const std::vector<Row>& rows, bool cloud, double input_bytes = 1000,
                                 const std::vector<std::string>& outputs = {}) {
  std::string tensors = fmt::format(R"({{"name": "in", "bytes": {}}})", input_bytes);
  std::string operators;
  for (const Row& row : rows) {
    const std::string output(1, static_cast<char>(row.name[0] - 'A' + 'a'));
    tensors += fmt::format(R"(, {{"name": "{}", "bytes": {}}})", output, row.bytes);
    std::string reads;
    for (const std::string& read : row.reads) reads += (reads.empty() ? "\"" : ", \"") + read + "\"";
    operators += fmt::format(
        R"({}{{"name": "{}", "inputs": [{}], "outputs": ["{}"], "parameter_bytes": {}, "cost": {{"seconds": {}, "joules": {}}}}})",
        operators.empty() ? "" : ", ", row.name, reads, output, row.parameter_bytes, cloud ? row.cloud_s : row.device_s,
        2 * row.device_s);
  }
  std::string named;
  for (const std::string& output : outputs) named += (named.empty() ? "\"" : ", \"") + output + "\"";
  const std::string outputs_key = outputs.empty() ? "" : R"(, "outputs": [)" + named + "]";
  return record::ParseProfile(
             fmt::format(R"({{"schema": "dnntune-profile-1", "inputs": ["in"], "tensors": [{}], "operators": [{}]{}}})", tensors,
                         operators, outputs_key))
      .value();
}

inline link::Link LinkOf(double up_bytes_per_s, double round_trip = 0) {
  link::Link link;
  link.name = "test";
  link.up = BitRate(8 * up_bytes_per_s);
  link.down = BitRate(16 * up_bytes_per_s);
  link.round_trip = Seconds(round_trip);
  link.radio = link::Radio{
      .per_up_mbps = Watts(0), .per_down_mbps = Watts(0), .base = Watts(1), .promotion = {Watts(1), Seconds(1)}, .tail = {}};
  return link;
}

// A random graph: every layer reads some tensors made before it.
inline std::vector<Row> RandomRows() {
  const int size = *rc::gen::inRange(1, 11);
  std::vector<Row> rows;
  for (int i = 0; i < size; ++i) {
    Row row{std::string(1, static_cast<char>('A' + i)), {}, 0, 0, 1};
    for (int j = -1; j < i; ++j) {
      const bool must = j == i - 1 && row.reads.empty();
      if (must || *rc::gen::inRange(0, 3) == 0) row.reads.push_back(j < 0 ? "in" : std::string(1, static_cast<char>('a' + j)));
    }
    row.device_s = *rc::gen::inRange(0, 50);
    row.cloud_s = *rc::gen::inRange(0, 20);
    row.bytes = *rc::gen::inRange(1, 100);
    row.parameter_bytes = *rc::gen::inRange(0, 50);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Makes the cloud run a file of its own, where tensors must be converted and some cannot be.
inline void ConvertByChance(record::Profile& device, record::Profile& cloud) {
  device.model.format = "tflite";
  cloud.model.format = "onnx";
  const auto time = [] { return metric::Quantity<Seconds>::Of(Seconds(*rc::gen::inRange(0, 20)), metric::Source::kMeasured); };
  record::Conversions conversions;
  for (const graph::Tensor& tensor : device.graph.tensors()) {
    record::TensorConversion one{.tensor = tensor.name, .how = {}, .arrival = time(), .back = time()};
    if (*rc::gen::inRange(0, 5) == 0) one.barred = "tensor '" + tensor.name + "' has other values there";
    conversions.tensors.push_back(std::move(one));
  }
  cloud.conversions = std::move(conversions);
}

struct Random {
  record::Profile device;
  record::Profile cloud;
};

inline Random RandomProblem() {
  const std::vector<Row> rows = RandomRows();
  const double input = *rc::gen::inRange(1, 200);
  // A middle tensor may be an output as well.
  std::vector<std::string> outputs = {std::string(1, static_cast<char>('a' + rows.size() - 1))};
  if (rows.size() > 2 && *rc::gen::inRange(0, 2) == 0) outputs.insert(outputs.begin(), "a");
  Random random{ProfileOf(rows, false, input, outputs), ProfileOf(rows, true, input, outputs)};
  if (*rc::gen::inRange(0, 3) == 0) ConvertByChance(random.device, random.cloud);
  return random;
}

inline Problem ProblemOf(const Random& random) {
  Problem problem{.device = random.device,
                  .cloud = random.cloud,
                  .link = LinkOf(*rc::gen::inRange(1, 50), *rc::gen::inRange(0, 10)),
                  .counting = {},
                  .limits = {}};
  problem.counting.promotion = *rc::gen::inRange(0, 2) == 0;
  problem.counting.download = *rc::gen::inRange(0, 2) == 0;
  problem.limits.keep_input_on_device = *rc::gen::inRange(0, 4) == 0;
  return problem;
}

}  // namespace dnntune::partition
