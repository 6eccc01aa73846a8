// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/model_files.h"

#include "format/onnx/network_writer.h"
#include "format/onnx/read.h"
#include "format/tensorflow/network_writer.h"
#include "format/tensorflow/read.h"
#include "format/tflite/network_writer.h"
#include "format/tflite/read.h"
#include "record/profile.h"

namespace dnntune::conformance {

Result<std::string> WriteOnnxPart(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(std::string bytes, format::BytesOf(network, &format::WriteOnnx));
  if (inputs.empty() && outputs.empty()) return bytes;
  ASSIGN_OR_RETURN(const auto model, format::ParseOnnx(bytes, network.name, {}));
  return model->Slice(inputs, outputs);
}

Result<std::string> WriteTensorFlowPart(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(std::string bytes, format::BytesOf(network, &format::WriteTensorFlow));
  if (inputs.empty() && outputs.empty()) return bytes;
  ASSIGN_OR_RETURN(const auto model, format::ParseTensorFlow(bytes, network.name, {}));
  return model->Slice(inputs, outputs);
}

Result<std::string> WriteTflitePart(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(std::string bytes, format::BytesOf(network, &format::WriteTflite));
  if (inputs.empty() && outputs.empty()) return bytes;
  ASSIGN_OR_RETURN(const auto model, format::ParseTflite(std::move(bytes), network.name, {}));
  return model->Slice(inputs, outputs);
}

Result<graph::Graph> GraphOf(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(const std::string bytes, WriteOnnxPart(network, inputs, outputs));
  ASSIGN_OR_RETURN(const auto model, format::ParseOnnx(bytes, network.name, {}));
  return model->graph();
}

Result<std::string> WriteProfile(const format::Network& network, const Names& inputs, const Names& outputs) {
  ASSIGN_OR_RETURN(graph::Graph graph, GraphOf(network, inputs, outputs));
  record::Profile profile{{network.name, "", ""}, {}, {}, "", "", std::move(graph), {}, {}, {}, {}, {}, {}, "", {}};
  record::Cost cost;
  cost.latency.samples = {kRecorded};
  for (const graph::Layer& layer : profile.graph.layers()) profile.costs.push_back({layer.name, false, cost});
  profile.whole = cost;
  return record::PrintProfile(profile);
}

}  // namespace dnntune::conformance
