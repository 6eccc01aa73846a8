// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "format/onnx/contents.h"

namespace dnntune::format::onnx {
namespace {

constexpr std::array<std::string_view, 7> kRandomOperators = {
    "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli", "Dropout"};

// Shapes, axes and flags are constants of the file but no weights of the network, nor are single numbers: bounds, scales.
bool IsWeight(int type) {
  return type != TensorProto::INT64 && type != TensorProto::BOOL && type != TensorProto::STRING;
}

skeleton::Weights WeightsOf(const TensorProto& tensor) {
  const auto dtype = ToDType(tensor.data_type());
  if (!dtype || !IsWeight(tensor.data_type()) || tensor.dims().empty()) return {};
  return skeleton::WeightsOf(*dtype, {tensor.dims().data(), static_cast<std::size_t>(tensor.dims_size())});
}

bool IsRandom(const NodeProto& node) {
  return std::find(kRandomOperators.begin(), kRandomOperators.end(), node.op_type()) != kRandomOperators.end();
}

}  // namespace

Constants FindConstants(const GraphProto& graph, const std::vector<std::string>& inputs) {
  Constants constants;
  for (const auto& weight : graph.initializer()) constants.emplace(weight.name(), WeightsOf(weight));
  for (const auto& weight : graph.sparse_initializer()) constants.emplace(weight.values().name(), WeightsOf(weight.values()));
  for (const std::string& input : inputs) constants.erase(input);
  // The standard asks for topological order, so one pass reaches everything that such a file holds.
  for (const auto& node : graph.node()) {
    const std::vector<std::string> reads = ReadsOf(node);
    const bool depends =
        std::any_of(reads.begin(), reads.end(), [&](const std::string& name) { return !constants.contains(name); });
    if (depends || IsRandom(node)) continue;
    skeleton::Weights weights;
    for (const std::string& name : reads) weights += constants.at(name);
    for (const auto& attribute : node.attribute()) {
      if (attribute.name() == "value" && attribute.has_t()) weights = WeightsOf(attribute.t());
    }
    for (const std::string& output : node.output()) {
      if (std::find(inputs.begin(), inputs.end(), output) == inputs.end()) constants.emplace(output, weights);
    }
  }
  return constants;
}

}  // namespace dnntune::format::onnx
