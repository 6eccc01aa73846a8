// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/infer_apart.h"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include "base/process.h"

namespace dnntune::format::onnx {
namespace {

constexpr int kGraceMs = 500;  // from its last byte to its end

}  // namespace

std::string InferApart(const std::filesystem::path& program, std::chrono::milliseconds limit, ::onnx::ModelProto& model) {
  auto child = StartOnSocket(program, kInferenceSocket);
  if (!child) return child.error().message;
  auto answer = Exchange(child->from, model.SerializeAsString(), limit);
  const std::string ending = EndChild(child->pid, answer ? kGraceMs : 0);
  if (!answer) return answer.error().message;
  ::onnx::ModelProto inferred;
  if (answer->empty() || !inferred.ParseFromString(*answer)) return fmt::format("libonnx {}", ending);
  model = std::move(inferred);
  return "";
}

}  // namespace dnntune::format::onnx
