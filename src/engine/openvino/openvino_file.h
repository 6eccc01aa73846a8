// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/frontend/frontend.hpp>
#include <openvino/frontend/manager.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/source/model_source.h"

namespace dnntune::engine {

// What OpenVINO has for one format of files.
struct OpenVinoFormat;

// A tensor at a model's edge: as the file calls it, and as OpenVINO does.
struct OpenVinoEdge {
  std::string tensor;
  std::string place;
};

// A model file, or a slice of one, as OpenVINO's front end for its format reads it. Members throw as OpenVINO does.
class OpenVinoFile {
 public:
  // Throws as OpenVINO does. kBadInput where the content is not sound: the front ends take some of it on trust.
  [[nodiscard]] static Result<OpenVinoFile> Make(ov::frontend::FrontEndManager& front_ends, ModelSource source);

  // The file's path, for messages; of a slice that of the model it is of.
  [[nodiscard]] const std::string& path() const { return source_.file; }
  // Of the model that a slice is of; else null.
  [[nodiscard]] const graph::Graph* whole() const { return source_.whole; }
  [[nodiscard]] const std::vector<OpenVinoEdge>& inputs() const { return inputs_; }
  [[nodiscard]] const std::vector<OpenVinoEdge>& outputs() const { return outputs_; }
  // Whether operators keep the file's names when they are converted.
  [[nodiscard]] bool keeps_names() const;

  // Not converted yet, with the inputs and outputs above.
  [[nodiscard]] ov::frontend::InputModel::Ptr Load() const;
  [[nodiscard]] std::shared_ptr<ov::Model> Convert(const ov::frontend::InputModel::Ptr& model) const {
    return front_end_->convert(model);
  }
  // The operators and tensors of what this is, slice or whole.
  [[nodiscard]] Result<std::unique_ptr<format::Model>> Read() const;
  // What OpenVINO calls a tensor of the file.
  [[nodiscard]] std::string PlaceOf(const std::string& tensor) const;

 private:
  OpenVinoFile(const OpenVinoFormat& format, ov::frontend::FrontEnd::Ptr front_end, ModelSource source)
      : format_(&format), front_end_(std::move(front_end)), source_(std::move(source)) {}
  Result<void> Check();
  [[nodiscard]] ov::frontend::InputModel::Ptr LoadAsItIs() const;

  const OpenVinoFormat* format_;
  ov::frontend::FrontEnd::Ptr front_end_;
  ModelSource source_;
  std::vector<OpenVinoEdge> inputs_;
  std::vector<OpenVinoEdge> outputs_;
};

}  // namespace dnntune::engine
