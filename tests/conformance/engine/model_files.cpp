// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/model_files.h"

#include "format/onnx/read.h"
#include "format/onnx/write_network.h"
#include "format/tensorflow/read.h"
#include "format/tensorflow/write_network.h"
#include "format/tflite/read.h"
#include "format/tflite/write_network.h"
#include "record/profile.h"

namespace dnntune::conformance {

Result<std::string> WriteOnnxPart(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(std::string bytes, format::BytesOf(network, &format::onnx::WriteNetwork));
  if (inputs.empty() && outputs.empty()) return bytes;
  ASSIGN_OR_RETURN(const auto model, format::onnx::Parse(bytes, network.name, {}));
  return model->Slice(inputs, outputs);
}

Result<std::string> WriteTensorFlowPart(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(std::string bytes, format::BytesOf(network, &format::tensorflow::WriteNetwork));
  if (inputs.empty() && outputs.empty()) return bytes;
  ASSIGN_OR_RETURN(const auto model, format::tensorflow::Parse(bytes, network.name, {}));
  return model->Slice(inputs, outputs);
}

Result<std::string> WriteTflitePart(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(std::string bytes, format::BytesOf(network, &format::tflite::WriteNetwork));
  if (inputs.empty() && outputs.empty()) return bytes;
  ASSIGN_OR_RETURN(const auto model, format::tflite::Parse(std::move(bytes), network.name, {}));
  return model->Slice(inputs, outputs);
}

Result<graph::Graph> GraphOf(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(const std::string bytes, WriteOnnxPart(network, inputs, outputs));
  ASSIGN_OR_RETURN(const auto model, format::onnx::Parse(bytes, network.name, {}));
  return model->graph();
}

Result<std::string> WriteProfile(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(graph::Graph graph, GraphOf(network, inputs, outputs));
  record::Profile profile{{network.name, "", ""}, {}, {}, "", "", std::move(graph), {}, {}, {}, {}, {}, "", {}};
  record::Cost cost;
  cost.latency.samples = {kRecorded};
  for (const graph::Layer& layer : profile.graph.layers()) profile.costs.push_back({layer.name, false, cost});
  profile.whole = cost;
  return record::PrintProfile(profile);
}

}  // namespace dnntune::conformance
