// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/nearest.h"
#include "format/tflite/read.h"

namespace dnntune::format::tflite {
namespace {

// The one layer of a model whose operators hand values on beside its tensors.
constexpr const char* kUncutLayer = "model";

bool Holds(const std::vector<int>& list, int tensor) {
  return std::find(list.begin(), list.end(), tensor) != list.end();
}

}  // namespace

Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options) {
  ASSIGN_OR_RETURN(std::string bytes, ReadFile(path));
  return Parse(std::move(bytes), path, options);
}

Result<std::unique_ptr<Model>> Parse(std::string bytes, const std::filesystem::path& path, const ReadOptions& options) {
  return ModelFile::Make(std::move(bytes), path, options);
}

Result<std::unique_ptr<Model>> ModelFile::Make(std::string bytes, const std::filesystem::path& path, const ReadOptions& options) {
  std::unique_ptr<ModelFile> model(new ModelFile(std::move(bytes)));
  ASSIGN_OR_RETURN(model->file_, ParseFile(model->bytes_, path));
  model->files_ = {path};
  if (auto read = model->Analyse(options); !read) return Fail(std::move(read).error().Context("model " + path.string()));
  return model;
}

Result<void> ModelFile::Analyse(const ReadOptions& options) {
  names_ = TensorNames(main());
  operator_names_ = OperatorNames(*file_, names_);
  for (std::size_t i = 0; i < names_.size(); ++i) by_name_.emplace(names_[i], static_cast<int>(i));
  const int operators = static_cast<int>(main().operators()->size());
  for (int op = 0; op < operators; ++op) {
    for (const int output : Indices(OperatorAt(op).outputs())) producers_.try_emplace(output, op);
  }
  inputs_ = Indices(main().inputs());
  outputs_ = Indices(main().outputs());
  if (!options.inputs.empty()) {
    ASSIGN_OR_RETURN(inputs_, Find(options.inputs, "input"));
  }
  if (!options.outputs.empty()) {
    ASSIGN_OR_RETURN(outputs_, Find(options.outputs, "output"));
  }
  ASSIGN_OR_RETURN(facts_, InferFacts(main(), names_, options));
  constants_ = FindConstants(*file_, inputs_);
  if (!options.allow_free_dimensions) TRY(CheckInputsAreFixed());
  ASSIGN_OR_RETURN(graph_, BuildGraph());
  return {};
}

Result<ModelFile::Tensors> ModelFile::Find(std::span<const std::string> names, std::string_view role) const {
  Tensors tensors;
  for (const std::string& name : names) {
    if (const auto found = by_name_.find(name); found != by_name_.end()) {
      tensors.push_back(found->second);
      continue;
    }
    std::vector<std::string> own, all = names_;
    for (const int tensor : Indices(role == "input" ? main().inputs() : main().outputs())) own.push_back(NameOf(tensor));
    std::sort(all.begin(), all.end());
    return Fail(ErrorCode::kBadInput, fmt::format("there is no tensor '{}' to be an {}{}; the file's own {}s are {}", name, role,
                                                  DidYouMean(name, all), role, fmt::join(own, ", ")));
  }
  return tensors;
}

Result<std::vector<int>> ModelFile::Between(const Tensors& inputs, const Tensors& outputs) const {
  std::set<int> reached(inputs.begin(), inputs.end());
  Tensors open;
  const auto reach = [&](int tensor) {
    if (tensor >= 0 && reached.insert(tensor).second) open.push_back(tensor);
  };
  std::for_each(outputs.begin(), outputs.end(), reach);
  std::set<int> operators;
  while (!open.empty()) {
    const int tensor = open.back();
    open.pop_back();
    if (const auto producer = producers_.find(tensor); producer != producers_.end()) {
      if (!operators.insert(producer->second).second) continue;
      const Tensors reads = Indices(OperatorAt(producer->second).inputs());
      std::for_each(reads.begin(), reads.end(), reach);
    } else if (!IsHeld(tensor)) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("the outputs need tensor '{}', which is not among the inputs; add it to the inputs", NameOf(tensor)));
    }
  }
  return std::vector<int>(operators.begin(), operators.end());
}

Result<void> ModelFile::CheckInputsAreFixed() const {
  for (const int input : inputs_) {
    if (facts_[static_cast<std::size_t>(input)].shape) continue;
    const std::vector<int> free = FreeDimensions(TensorAt(input));
    if (free.empty()) {
      return Fail(ErrorCode::kBadInput, fmt::format("the shape of input '{}' is not known; set model.input_shape", NameOf(input)));
    }
    return Fail(ErrorCode::kBadInput,
                fmt::format("input '{}' of rank {} leaves dimension {} free; set model.input_shape", NameOf(input),
                            Indices(TensorAt(input).shape_signature()).size(), fmt::join(free, ", ")));
  }
  return {};
}

bool ModelFile::IsFolded(int op) const {
  const Tensors made = Indices(OperatorAt(op).outputs());
  return !made.empty() && std::all_of(made.begin(), made.end(), [&](int tensor) {
    return constants_[static_cast<std::size_t>(tensor)] && !Holds(outputs_, tensor);
  });
}

graph::OperatorSpec ModelFile::Describe(int index, std::set<int>& counted) const {
  const schema::Operator& op = OperatorAt(index);
  graph::OperatorSpec spec;
  spec.name = operator_names_[static_cast<std::size_t>(index)];
  spec.type = TypeOf(*file_, op);
  spec.macs = CountMacs(*file_, op, facts_);
  for (const int tensor : Indices(op.inputs())) {
    if (tensor < 0) continue;
    if (const auto& weights = constants_[static_cast<std::size_t>(tensor)]) {
      if (!counted.insert(tensor).second) continue;
      spec.parameters += weights->elements;
      spec.parameter_bytes += Bytes(weights->bytes);
    } else if (!IsHeld(tensor)) {
      spec.inputs.push_back(NameOf(tensor));
    }
  }
  for (const int tensor : Indices(op.outputs())) {
    // An intermediate tensor that is used as an input is no longer made here.
    if (!Holds(inputs_, tensor)) spec.outputs.push_back(NameOf(tensor));
  }
  return spec;
}

Result<graph::Graph> ModelFile::BuildGraph() const {
  graph::GraphBuilder builder;
  for (const int input : inputs_) builder.AddInput(NameOf(input));
  for (const int output : outputs_) builder.AddOutput(NameOf(output));
  ASSIGN_OR_RETURN(const std::vector<int> operators, Between(inputs_, outputs_));
  const bool is_stateful =
      std::any_of(operators.begin(), operators.end(), [&](int op) { return IsStateful(CodeOf(*file_, OperatorAt(op))); });
  std::set<int> counted;
  for (const int op : operators) {
    if (IsFolded(op)) continue;
    graph::OperatorSpec spec = Describe(op, counted);
    if (is_stateful) spec.layer = kUncutLayer;
    builder.AddOperator(std::move(spec));
  }
  for (std::size_t i = 0; i < names_.size(); ++i) {
    builder.AddTensor(names_[i], facts_[i].dtype, facts_[i].shape);
    if (const auto& quantization = facts_[i].quantization) builder.AddQuantization(names_[i], *quantization);
  }
  return std::move(builder).Build();
}

}  // namespace dnntune::format::tflite
