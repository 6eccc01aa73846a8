// SPDX-License-Identifier: Apache-2.0
#include "split/split.h"

namespace dnntune::split {
namespace {

profiler::Part PartOf(const char* name, Names inputs, Names outputs) {
  profiler::Part part;
  part.name = name;
  part.inputs = std::move(inputs);
  part.outputs = std::move(outputs);
  return part;
}

Reference::Parts PartsOf(const Split& split) {
  return {.has_head = split.edges.has_head, .has_tail = split.edges.has_tail};
}

Result<void> OpenHead(Split& split, Ends& ends, const Reference& reference) {
  if (!split.edges.has_head) return {};
  ASSIGN_OR_RETURN(split.head.session, ends.OpenOnDevice({.inputs = split.head.inputs, .outputs = split.head.outputs}));
  for (const std::string& name : split.head.outputs) {
    if (!reference.IsOutput(name)) continue;  // an inner tensor
    ASSIGN_OR_RETURN(const engine::Tensor actual, ends.device().GetTensor(name));
    TRY(reference.Add(name, actual, PartsOf(split), split.differences));
  }
  return {};
}

Result<void> OpenTail(Split& split, Ends& ends, const Reference& reference) {
  if (!split.edges.has_tail) return {};
  TRY(ends.Send(split.edges.crossing));
  ASSIGN_OR_RETURN(split.tail.session, ends.OpenInCloud({.inputs = split.tail.inputs, .outputs = split.tail.outputs}));
  for (const std::string& name : split.tail.outputs) {
    ASSIGN_OR_RETURN(const engine::Tensor actual, ends.Fetch(name));
    TRY(reference.Add(name, actual, PartsOf(split), split.differences));
  }
  return {};
}

}  // namespace

Result<Split> OpenSplit(const graph::Graph& graph, std::span<const std::string> head, Ends& ends, const Reference& reference) {
  ASSIGN_OR_RETURN(Edges edges, EdgesOf(graph, head));
  Split split{.edges = edges,
              .head = PartOf("head", edges.head_inputs, edges.head_outputs),
              .tail = PartOf("tail", edges.crossing, edges.tail_outputs)};
  auto opened = OpenHead(split, ends, reference);
  if (opened) opened = OpenTail(split, ends, reference);
  if (opened) return split;
  if (opened.error().code == ErrorCode::kInterrupted) return Fail(std::move(opened).error());
  split.took_worker = opened.error().code == ErrorCode::kMeasurement;
  split.failure = std::move(opened).error().message;
  return split;
}

}  // namespace dnntune::split
