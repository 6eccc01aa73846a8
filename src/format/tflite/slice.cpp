// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "format/tflite/model.h"
#include "format/tflite/slicer.h"

namespace dnntune::format::tflite {
namespace {

// What an interpreter keeps to itself.
bool IsBound(schema::TensorType type) {
  return type == schema::TensorType::RESOURCE || type == schema::TensorType::VARIANT;
}

}  // namespace

Result<void> ModelFile::CheckCopies(const Part& part) const {
  for (const int op : part.operators) {
    const std::string type = TypeOf(*file_, OperatorAt(op));
    if (!type.starts_with("BUILTIN_")) continue;
    return Fail(ErrorCode::kUnavailable, fmt::format("operator '{}' of kind {} is younger than the schema that this version "
                                                     "knows, so it cannot be copied into a part of the model",
                                                     operator_names_[static_cast<std::size_t>(op)], type));
  }
  for (const Tensors* edges : {&part.inputs, &part.outputs}) {
    for (const int tensor : *edges) {
      if (!IsBound(TensorAt(tensor).type())) continue;
      return Fail(
          ErrorCode::kBadInput,
          fmt::format("'{}' is a {}, which lives inside of one interpreter and cannot cross a cut; cut before or behind the "
                      "operators that use it",
                      NameOf(tensor), schema::EnumNameTensorType(TensorAt(tensor).type())));
    }
  }
  return {};
}

std::set<int> ModelFile::TensorsOf(const Part& part) const {
  std::set<int> used(part.inputs.begin(), part.inputs.end());
  used.insert(part.outputs.begin(), part.outputs.end());
  for (const int op : part.operators) {
    for (const auto* list : {OperatorAt(op).inputs(), OperatorAt(op).outputs(), OperatorAt(op).intermediates()}) {
      for (const int tensor : Indices(list)) used.insert(tensor);
    }
  }
  used.erase(-1);
  // Scales are no tensors of an operator, and may have scales of their own.
  std::vector<int> open(used.begin(), used.end());
  while (!open.empty()) {
    const int tensor = open.back();
    open.pop_back();
    for (const int named : TensorsOfScale(TensorAt(tensor))) {
      if (used.insert(named).second) open.push_back(named);
    }
  }
  return used;
}

Result<std::string> ModelFile::CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                      const KnownTensors& /*known*/) const {
  Tensors from = inputs_, to = outputs_;
  if (!inputs.empty()) {
    ASSIGN_OR_RETURN(from, Find(inputs, skeleton::Role::kInput));
  }
  if (!outputs.empty()) {
    ASSIGN_OR_RETURN(to, Find(outputs, skeleton::Role::kOutput));
  }
  ASSIGN_OR_RETURN(const Part part, Between(std::move(from), std::move(to)));
  TRY(CheckCopies(part));
  std::set<int> called;
  for (const int op : part.operators) called.merge(SubgraphsOf(*file_, OperatorAt(op)));

  Slicer slicer(*file_, main_, called);
  slicer.AddTensors(TensorsOf(part), names_);
  schema::SubGraphT& graph = slicer.main();
  for (const int tensor : part.inputs) {
    graph.inputs.push_back(slicer.PlaceOf(tensor));
    graph.tensors[static_cast<std::size_t>(slicer.PlaceOf(tensor))]->buffer = 0;
  }
  for (const int tensor : part.outputs) graph.outputs.push_back(slicer.PlaceOf(tensor));
  std::string lines;
  for (const int op : part.operators) {
    schema::OperatorT& copy = slicer.AddOperator(op);
    for (int& made : copy.outputs) {
      // A tensor that is now an input may not be made here as well.
      const auto given = std::find_if(part.inputs.begin(), part.inputs.end(), [&](int one) { return slicer.PlaceOf(one) == made; });
      if (given != part.inputs.end()) made = slicer.AddAgain(*given, NameOf(*given) + "/unused");
    }
    lines += operator_names_[static_cast<std::size_t>(op)] + "\n";
  }
  slicer.AddOperatorNames(lines);
  if (signature_ != nullptr && part.inputs == inputs_ && part.outputs == outputs_) slicer.AddSignature(*signature_);
  return slicer.Bytes();
}

}  // namespace dnntune::format::tflite
