// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {
namespace {

// Shapes, axes and flags are constants of the file but no weights of the network; TensorFlow has them as int32. Nor are single
// numbers: bounds, slopes, what a border is filled with.
bool IsWeight(DataType type) {
  return type != DT_INT32 && type != DT_INT64 && type != DT_BOOL && type != DT_STRING;
}

skeleton::Weights WeightsOf(const Tensor& tensor) {
  const auto dtype = ToDType(tensor.dtype());
  const auto shape = FixedShape(tensor.tensor_shape());
  if (!dtype || !shape || shape->empty() || !IsWeight(tensor.dtype())) return {};
  return skeleton::WeightsOf(*dtype, *shape);
}

}  // namespace

Constants FindConstants(const Wiring& wiring, const std::set<int>& given, const std::vector<int>& regions) {
  Constants constants;
  for (const int index : wiring.order) {
    const NodeDef& node = wiring.node(index);
    const auto at = static_cast<std::size_t>(index);
    if (given.contains(index) || regions[at] >= 0 || IsRandom(node)) continue;
    if (node.op() == "Const") {
      const auto value = node.attr().find("value");
      constants.emplace(index, value == node.attr().end() ? skeleton::Weights() : WeightsOf(value->second.tensor()));
      continue;
    }
    const auto& reads = wiring.reads[at];
    const auto is_constant = [&](const Source& source) { return constants.contains(source.node); };
    if (reads.empty() || !std::all_of(reads.begin(), reads.end(), is_constant)) continue;
    skeleton::Weights weights;
    for (const Source& source : reads) weights += constants.at(source.node);
    constants.emplace(index, weights);
  }
  return constants;
}

}  // namespace dnntune::format::tensorflow
