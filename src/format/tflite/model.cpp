// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/file.h"
#include "format/skeleton/free_dimensions.h"
#include "format/tflite/read.h"

namespace dnntune::format::tflite {

Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options) {
  ASSIGN_OR_RETURN(std::string bytes, ReadFile(path));
  return Parse(std::move(bytes), path, options);
}

Result<std::unique_ptr<Model>> Parse(std::string bytes, const std::filesystem::path& path, const ReadOptions& options) {
  return ModelFile::Make(std::move(bytes), path, options);
}

Result<std::unique_ptr<ModelFile>> ModelFile::Make(std::string bytes, const std::filesystem::path& path, const ReadOptions& options,
                                                   const std::string& signature) {
  std::unique_ptr<ModelFile> model(new ModelFile(std::move(bytes)));
  ASSIGN_OR_RETURN(model->file_, ParseFile(model->bytes_, path));
  model->files_ = {path};
  auto read = model->Choose(signature);
  if (read) read = model->Analyse(options);
  if (!read) return Fail(std::move(read).error().Context("model " + path.string()));
  return model;
}

Result<void> ModelFile::Choose(const std::string& signature) {
  if (signature.empty()) return {};
  ASSIGN_OR_RETURN(signature_, SignatureNamed(*file_, signature));
  main_ = static_cast<int>(signature_->subgraph_index());
  if (main().operators() != nullptr && main().operators()->size() > 0) return {};
  return Fail(ErrorCode::kBadInput, fmt::format("the graph of its signature '{}' has no operator", signature));
}

Result<void> ModelFile::Analyse(const ReadOptions& options) {
  names_ = TensorNames(main());
  operator_names_ = OperatorNames(*file_, main(), names_);
  for (std::size_t i = 0; i < names_.size(); ++i) by_name_.emplace(names_[i], static_cast<int>(i));
  const int operators = static_cast<int>(main().operators()->size());
  for (int op = 0; op < operators; ++op) {
    for (const int output : Indices(OperatorAt(op).outputs())) producers_.try_emplace(output, op);
  }
  TRY(NameEdges(options));
  ASSIGN_OR_RETURN(facts_, InferFacts(main(), names_, options));
  constants_ = FindConstants(*file_, main(), inputs_);
  if (!options.allow_free_dimensions) TRY(CheckInputsAreFixed());
  ASSIGN_OR_RETURN(graph_, BuildGraph());
  return {};
}

Result<void> ModelFile::NameEdges(const ReadOptions& options) {
  inputs_ = Indices(main().inputs());
  outputs_ = Indices(main().outputs());
  if (!options.inputs.empty()) {
    ASSIGN_OR_RETURN(inputs_, Find(options.inputs, skeleton::Role::kInput));
  }
  if (!options.outputs.empty()) {
    ASSIGN_OR_RETURN(outputs_, Find(options.outputs, skeleton::Role::kOutput));
  }
  return {};
}

Result<ModelFile::Tensors> ModelFile::Find(std::span<const std::string> names, skeleton::Role role) const {
  Tensors tensors;
  for (const std::string& name : names) {
    if (const auto found = by_name_.find(name); found != by_name_.end()) {
      tensors.push_back(found->second);
      continue;
    }
    std::vector<std::string> own;
    for (const int tensor : Indices(role == skeleton::Role::kInput ? main().inputs() : main().outputs())) {
      own.push_back(NameOf(tensor));
    }
    return Fail(skeleton::IsUnknown({name, role, fmt::format("{}", fmt::join(own, ", ")), names_}));
  }
  return tensors;
}

skeleton::Reached<int> ModelFile::Reach(const Tensors& inputs, const Tensors& outputs) const {
  const auto maker_of = [&](int tensor) {
    const auto producer = producers_.find(tensor);
    return producer == producers_.end() ? std::nullopt : std::optional(producer->second);
  };
  const auto reads_of = [&](int op) {
    Tensors reads = Indices(OperatorAt(op).inputs());
    std::erase(reads, -1);  // an input that is left out
    return reads;
  };
  return skeleton::Reach<int>(inputs, outputs,
                              {.maker_of = maker_of, .reads_of = reads_of, .is_held = [&](int tensor) { return IsHeld(tensor); }});
}

Result<ModelFile::Part> ModelFile::Between(Tensors inputs, Tensors outputs) const {
  skeleton::Reached<int> reached = Reach(inputs, outputs);
  if (!reached.missing.empty()) return Fail(skeleton::IsMissing(NameOf(reached.missing.front())));
  Part part{std::move(inputs), std::move(outputs), std::move(reached.operators)};
  TRY(AddVariables(part));
  return part;
}

Result<void> ModelFile::AddVariables(Part& part) const {
  const auto touches = [&](int op) { return TouchesVariables(*file_, OperatorAt(op)); };
  if (!std::any_of(part.operators.begin(), part.operators.end(), touches)) return {};
  const int count = static_cast<int>(main().operators()->size());
  for (int op = 0; op < count; ++op) {
    const schema::Operator& one = OperatorAt(op);
    if (CodeOf(*file_, one) == schema::BuiltinOperator::CALL_ONCE) part.operators.insert(op);
    if (!ChangesVariables(*file_, one) || !part.operators.insert(op).second) continue;
    Tensors reads = Indices(one.inputs());
    std::erase(reads, -1);
    const skeleton::Reached<int> reached = Reach(part.inputs, reads);
    if (!reached.missing.empty()) {
      return Fail(
          ErrorCode::kBadInput,
          fmt::format("operator {} ({}) changes a variable that this part of the model uses, and needs '{}', which the part "
                      "is not given: operators that share a variable are run together; cut before or behind all of them",
                      op, TypeOf(*file_, one), NameOf(reached.missing.front())));
    }
    part.operators.insert(reached.operators.begin(), reached.operators.end());
  }
  return {};
}

Result<void> ModelFile::CheckInputsAreFixed() const {
  for (const int input : inputs_) {
    if (facts_[static_cast<std::size_t>(input)].shape) continue;
    skeleton::OpenInput open{NameOf(input), "", {}};
    for (const int dimension : FreeDimensions(TensorAt(input))) open.free.push_back(std::to_string(dimension));
    if (!open.free.empty()) open.told = fmt::format("rank {}", Indices(TensorAt(input).shape_signature()).size());
    return Fail(skeleton::IsOpen(open));
  }
  return {};
}

}  // namespace dnntune::format::tflite
