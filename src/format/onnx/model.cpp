// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/file.h"
#include "format/onnx/read.h"
#include "format/skeleton/free_dimensions.h"
#include "format/skeleton/reach.h"

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
  model->files_ = {path};
  ASSIGN_OR_RETURN(const auto external, ExternalFiles(model->proto_, path));
  model->files_.insert(model->files_.end(), external.begin(), external.end());
  if (auto ok = model->Analyse(options); !ok) return Fail(std::move(ok).error().Context("model " + path.string()));
  return model;
}

Result<void> ModelFile::Analyse(const ReadOptions& options) {
  const GraphProto& graph = proto_.graph();
  for (int i = 0; i < graph.node_size(); ++i) {
    for (const std::string& output : graph.node(i).output()) producers_.try_emplace(output, i);
  }
  ASSIGN_OR_RETURN(Inferred inferred, InferFacts(proto_, options));
  facts_ = std::move(inferred.facts);
  inference_failure_ = std::move(inferred.failure);
  inputs_ = options.inputs.empty() ? TrueInputs(graph) : options.inputs;
  outputs_ = options.outputs;
  if (options.outputs.empty()) {
    for (const auto& output : graph.output()) outputs_.push_back(output.name());
  }
  constants_ = FindConstants(graph, inputs_);
  TRY(CheckTensors(inputs_, skeleton::Role::kInput));
  TRY(CheckTensors(outputs_, skeleton::Role::kOutput));
  if (!options.allow_free_dimensions) TRY(CheckInputsAreFixed());
  ASSIGN_OR_RETURN(graph_, BuildGraph());
  return {};
}

Result<void> ModelFile::CheckTensors(const std::vector<std::string>& names, skeleton::Role role) const {
  const auto& inputs = proto_.graph().input();
  for (const std::string& name : names) {
    const bool is_input = std::any_of(inputs.begin(), inputs.end(), [&](const auto& input) { return input.name() == name; });
    if (is_input || producers_.contains(name) || constants_.contains(name)) continue;
    std::vector<std::string> own;
    for (const auto& value : role == skeleton::Role::kInput ? inputs : proto_.graph().output()) own.push_back(value.name());
    std::vector<std::string> all = own;
    for (const auto& [tensor, node] : producers_) all.push_back(tensor);
    return Fail(skeleton::IsUnknown({name, role, fmt::format("{}", fmt::join(own, ", ")), std::move(all)}));
  }
  return {};
}

Result<std::set<int>> ModelFile::Between(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs) const {
  const auto maker_of = [&](const std::string& name) {
    const auto producer = producers_.find(name);
    return producer == producers_.end() ? std::nullopt : std::optional(producer->second);
  };
  skeleton::Reached<std::string> reached =
      skeleton::Reach<std::string>(inputs, outputs,
                                   {.maker_of = maker_of,
                                    .reads_of = [&](int node) { return ReadsOf(proto_.graph().node(node)); },
                                    .is_held = [&](const std::string& name) { return constants_.contains(name); }});
  if (!reached.missing.empty()) return Fail(skeleton::IsMissing(reached.missing.front()));
  return std::move(reached.operators);
}

Result<void> ModelFile::CheckInputsAreFixed() const {
  const auto& inputs = proto_.graph().input();
  for (const std::string& name : inputs_) {
    const auto known = facts_.find(name);
    if (known != facts_.end() && known->second.shape) continue;
    const auto declared = std::find_if(inputs.begin(), inputs.end(), [&](const auto& input) { return input.name() == name; });
    if (declared != inputs.end() && !declared->type().has_tensor_type()) continue;  // a sequence or map has no shape
    skeleton::OpenInput open{name, "", {}};
    if (declared != inputs.end() && declared->type().tensor_type().has_shape()) {
      const auto& dims = declared->type().tensor_type().shape().dim();
      open.told = fmt::format("rank {}", dims.size());
      for (int i = 0; i < dims.size(); ++i) {
        if (dims[i].has_dim_value() && dims[i].dim_value() >= 0) continue;
        open.free.push_back(dims[i].dim_param().empty() ? std::to_string(i) : fmt::format("{} ('{}')", i, dims[i].dim_param()));
      }
    }
    return Fail(skeleton::IsOpen(open));
  }
  return {};
}

}  // namespace dnntune::format::onnx
