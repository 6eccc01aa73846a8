// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "format/tensorflow/contents.h"
#include "format/tensorflow/shape_rules.h"

namespace dnntune::format::tensorflow {
namespace {

using graph::DType;

// Attributes that give an output's type, in the order in which they are asked.
constexpr std::array<const char*, 11> kTypeAttributes = {"DstT",    "out_type",     "output_type", "dtype",   "T",   "Tparams",
                                                         "Tvalues", "output_dtype", "Tout",        "Toutput", "type"};
constexpr std::array<std::string_view, 13> kYieldBools = {"Less",     "LessEqual",  "Greater",   "GreaterEqual", "Equal",
                                                          "NotEqual", "LogicalAnd", "LogicalOr", "LogicalNot",   "IsNan",
                                                          "IsFinite", "All",        "Any"};

std::optional<DType> TypeFor(const Asked& asked, int output) {
  const std::string& op = asked.node().op();
  const bool is_later = output > 0;
  if (std::find(kYieldBools.begin(), kYieldBools.end(), op) != kYieldBools.end()) return DType::kBool;
  if (op == "Where") return DType::kInt64;
  if (op == "NonMaxSuppression" || op == "NonMaxSuppressionV2" || op == "NonMaxSuppressionV3") return DType::kInt32;
  if ((op == "TopKV2" || op == "TopK") && is_later) return DType::kInt32;
  if ((op == "Shape" || op == "Size" || op == "Rank") && !TypeOf(asked.node(), "out_type")) return DType::kInt32;
  if ((op == "ArgMax" || op == "ArgMin") && !TypeOf(asked.node(), "output_type")) return DType::kInt64;
  if (is_later && (op == "FusedBatchNormV2" || op == "FusedBatchNormV3")) return TypeOf(asked.node(), "U");
  if (HandlesLists(asked.node())) return std::nullopt;
  for (const char* attribute : kTypeAttributes) {
    const auto value = asked.node().attr().find(attribute);
    if (value == asked.node().attr().end()) continue;
    // One type, which may be none of ours, or one for each output.
    if (value->second.value_case() == AttrValue::kType) return ToDType(value->second.type());
    const auto& types = value->second.list().type();
    if (types.size() > output) return ToDType(static_cast<DataType>(types[output]));
  }
  // Most operators hand their first input's type on.
  const TensorFacts* first = asked.FactsOf(0);
  return first == nullptr ? std::nullopt : first->dtype;
}

// The outputs of each node that somebody reads, the first included.
std::vector<std::set<int>> OutputsInUse(const Wiring& wiring) {
  std::vector<std::set<int>> outputs(wiring.reads.size(), {0});
  for (const auto& reads : wiring.reads) {
    for (const Source& source : reads) outputs[static_cast<std::size_t>(source.node)].insert(source.output);
  }
  return outputs;
}

}  // namespace

Facts InferFacts(const Wiring& wiring, const Facts& given) {
  Facts facts;
  const auto outputs = OutputsInUse(wiring);
  for (const int index : wiring.order) {
    const Asked asked(wiring, index, facts);
    const bool is_split = asked.node().op() == "Split";
    for (const int output : outputs[static_cast<std::size_t>(index)]) {
      const std::string name = wiring.Name({index, output});
      const auto known = given.find(name);
      TensorFacts found{TypeFor(asked, output), std::nullopt};
      if (known != given.end() && known->second.dtype) found.dtype = known->second.dtype;
      if (known != given.end() && known->second.shape) {
        found.shape = known->second.shape;
      } else if (is_split) {
        found.shape = ShapeOfSplit(asked);
      } else if (output == 0) {
        found.shape = ShapeFor(asked);
      }
      facts.insert_or_assign(name, std::move(found));
    }
  }
  return facts;
}

}  // namespace dnntune::format::tensorflow
