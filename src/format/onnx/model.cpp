// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/nearest.h"
#include "format/onnx/read.h"

namespace dnntune::format::onnx {

Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  return Parse(bytes, path, options);
}

Result<std::unique_ptr<Model>> Parse(const std::string& bytes, const std::filesystem::path& path, const ReadOptions& options) {
  ASSIGN_OR_RETURN(ModelProto proto, ParseFile(bytes, path));
  return ModelFile::Make(std::move(proto), path, options);
}

Result<std::unique_ptr<Model>> ModelFile::Make(ModelProto proto, const std::filesystem::path& path, const ReadOptions& options) {
  std::unique_ptr<ModelFile> model(new ModelFile());
  model->proto_ = std::move(proto);
  const auto& graph = model->proto_.graph();
  model->files_ = {path};
  ASSIGN_OR_RETURN(const auto external, ExternalFiles(model->proto_, path));
  model->files_.insert(model->files_.end(), external.begin(), external.end());
  for (int i = 0; i < graph.node_size(); ++i) {
    for (const std::string& output : graph.node(i).output()) model->producers_.try_emplace(output, i);
  }
  const auto context = [&](Error error) { return Fail(std::move(error).Context("model " + path.string())); };
  auto facts = InferFacts(model->proto_, options);
  if (!facts) return context(std::move(facts).error());
  model->facts_ = *std::move(facts);
  model->inputs_ = options.inputs.empty() ? TrueInputs(graph) : options.inputs;
  model->outputs_ = options.outputs;
  if (options.outputs.empty()) {
    for (const auto& output : graph.output()) model->outputs_.push_back(output.name());
  }
  model->constants_ = FindConstants(graph, model->inputs_);
  if (auto ok = model->CheckTensors(model->inputs_, "input"); !ok) return context(std::move(ok).error());
  if (auto ok = model->CheckTensors(model->outputs_, "output"); !ok) return context(std::move(ok).error());
  if (!options.allow_free_dimensions) {
    if (auto ok = model->CheckInputsAreFixed(); !ok) return context(std::move(ok).error());
  }
  auto built = model->BuildGraph();
  if (!built) return context(std::move(built).error());
  model->graph_ = *std::move(built);
  return model;
}

Result<void> ModelFile::CheckTensors(const std::vector<std::string>& names, std::string_view role) const {
  const auto& declared = role == "input" ? proto_.graph().input() : proto_.graph().output();
  for (const std::string& name : names) {
    const bool is_input = std::any_of(proto_.graph().input().begin(), proto_.graph().input().end(),
                                      [&](const auto& input) { return input.name() == name; });
    if (is_input || producers_.contains(name) || constants_.contains(name)) continue;
    std::vector<std::string> own;
    for (const auto& value : declared) own.push_back(value.name());
    std::vector<std::string> all = own;
    for (const auto& [tensor, node] : producers_) all.push_back(tensor);
    std::sort(all.begin(), all.end());
    return Fail(ErrorCode::kBadInput, fmt::format("there is no tensor '{}' to be an {}{}; the file's own {}s are {}", name, role,
                                                  DidYouMean(name, all), role, fmt::join(own, ", ")));
  }
  return {};
}

Result<void> ModelFile::CheckInputsAreFixed() const {
  for (const std::string& name : inputs_) {
    const auto known = facts_.find(name);
    if (known != facts_.end() && known->second.shape) continue;
    const auto& inputs = proto_.graph().input();
    const auto declared = std::find_if(inputs.begin(), inputs.end(), [&](const auto& input) { return input.name() == name; });
    if (declared == inputs.end() || !declared->type().tensor_type().has_shape()) {
      if (declared != inputs.end() && !declared->type().has_tensor_type()) continue;  // a sequence or map has no shape
      return Fail(ErrorCode::kBadInput, fmt::format("the shape of input '{}' is not known; set model.input_shape", name));
    }
    std::vector<std::string> free;
    const auto& dims = declared->type().tensor_type().shape().dim();
    for (int i = 0; i < dims.size(); ++i) {
      if (dims[i].has_dim_value() && dims[i].dim_value() >= 0) continue;
      free.push_back(dims[i].dim_param().empty() ? fmt::format("{}", i) : fmt::format("{} ('{}')", i, dims[i].dim_param()));
    }
    return Fail(ErrorCode::kBadInput, fmt::format("input '{}' of rank {} leaves dimension {} free; set model.input_shape", name,
                                                  dims.size(), fmt::join(free, ", ")));
  }
  return {};
}

Result<graph::Graph> ModelFile::BuildGraph() const {
  graph::GraphBuilder builder;
  for (const std::string& input : inputs_) builder.AddInput(input);
  for (const std::string& output : outputs_) builder.AddOutput(output);
  ASSIGN_OR_RETURN(const std::vector<int> nodes, Between(inputs_, outputs_));
  std::set<std::string> counted;  // weights
  for (const int index : nodes) {
    const auto& node = proto_.graph().node(index);
    const bool is_folded = std::all_of(node.output().begin(), node.output().end(), [&](const std::string& output) {
      return output.empty() ||
             (constants_.contains(output) && std::find(outputs_.begin(), outputs_.end(), output) == outputs_.end());
    });
    if (is_folded) continue;
    graph::OperatorSpec spec;
    spec.name = node.name();
    spec.type = OperatorType(node);
    spec.macs = CountMacs(node, facts_);
    for (const std::string& name : ReadsOf(node)) {
      if (const auto weights = constants_.find(name); weights != constants_.end()) {
        if (!counted.insert(name).second) continue;
        spec.parameters += weights->second.elements;
        spec.parameter_bytes += Bytes(weights->second.bytes);
      } else {
        spec.inputs.push_back(name);
      }
    }
    for (const std::string& output : node.output()) {
      // An intermediate tensor that is used as an input is no longer made here.
      if (std::find(inputs_.begin(), inputs_.end(), output) == inputs_.end()) spec.outputs.push_back(output);
    }
    builder.AddOperator(std::move(spec));
  }
  for (const auto& [name, known] : facts_) builder.AddTensor(name, known.dtype, known.shape);
  for (const auto& [name, quantization] : FindQuantizations(proto_.graph())) {
    const auto known = facts_.find(name);
    const bool fits = known != facts_.end() && known->second.dtype && graph::Fits(quantization, *known->second.dtype);
    if (fits) builder.AddQuantization(name, quantization);
  }
  return std::move(builder).Build();
}

}  // namespace dnntune::format::onnx
