// SPDX-License-Identifier: Apache-2.0
#include "record/profile_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/nearest.h"
#include "record/cost_json.h"
#include "record/quantization_json.h"

namespace dnntune::record {
namespace {

using CostByName = std::map<std::string, Cost>;
using OperatorCosts = std::map<std::string, std::optional<Cost>>;  // every operator, by name

Result<std::vector<std::int64_t>> ReadShape(const Field& field) {
  ASSIGN_OR_RETURN(const auto items, field.Items());
  std::vector<std::int64_t> shape;
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(const std::uint64_t dimension, item.Count());
    shape.push_back(static_cast<std::int64_t>(dimension));
  }
  return shape;
}

// The product without overflow: shapes are read from anywhere.
double DenseBytes(graph::DType dtype, const std::vector<std::int64_t>& shape) {
  double elements = 1;
  for (const std::int64_t dimension : shape) elements *= static_cast<double>(dimension);
  return graph::DenseBytes(dtype, elements).value_or(0);
}

Result<void> ReadTensor(const Field& field, graph::GraphBuilder& builder) {
  TRY(field.Only({"name", "dtype", "shape", "bytes", "quantization"}));
  ASSIGN_OR_RETURN(const Field name, field.Get("name"));
  ASSIGN_OR_RETURN(std::string text, name.Text());
  std::optional<graph::DType> dtype;
  std::optional<std::vector<std::int64_t>> shape;
  std::optional<Bytes> bytes;
  if (const auto member = field.Find("dtype")) {
    ASSIGN_OR_RETURN(const std::string type, member->Text());
    dtype = graph::DTypeFromName(type);
    if (!dtype) return Fail(member->Wrong("'" + type + "' is no element type; write float32, float16, int8, uint8, int64, ..."));
  }
  if (const auto member = field.Find("shape")) {
    ASSIGN_OR_RETURN(shape, ReadShape(*member));
  }
  if (const auto member = field.Find("bytes")) {
    ASSIGN_OR_RETURN(const double size, member->NotNegative());
    const bool is_known = dtype && shape && graph::DTypeBits(*dtype);
    if (is_known && DenseBytes(*dtype, *shape) != size) {
      return Fail(member->Wrong(
          fmt::format("is {:.0f}, but dtype and shape make {:.0f}; correct one of them", size, DenseBytes(*dtype, *shape))));
    }
    bytes = Bytes(size);
  }
  ASSIGN_OR_RETURN(const auto quantization, ReadQuantization(field, dtype));
  if (quantization) builder.AddQuantization(text, *quantization);
  builder.AddTensor(std::move(text), dtype, std::move(shape), bytes);
  return {};
}

// An operator that names no layer is one of its own.
Result<void> ReadOperator(const Field& field, graph::GraphBuilder& builder, OperatorCosts& costs) {
  TRY(field.Only({"name", "type", "inputs", "outputs", "layer", "macs", "parameters", "parameter_bytes", "cost"}));
  graph::OperatorSpec spec;
  ASSIGN_OR_RETURN(const Field name, field.Get("name"));
  ASSIGN_OR_RETURN(spec.name, name.Text());
  if (spec.name.empty()) return Fail(name.Wrong("is empty; every operator needs a name of its own"));
  ASSIGN_OR_RETURN(spec.type, field.Or("type", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(spec.inputs, field.Or("inputs", &Field::Texts, std::vector<std::string>()));
  ASSIGN_OR_RETURN(spec.outputs, field.Need("outputs", &Field::Texts));
  ASSIGN_OR_RETURN(spec.layer, field.Or("layer", &Field::Text, spec.name));
  if (spec.layer.empty()) spec.layer = spec.name;
  if (const auto macs = field.Find("macs")) {
    ASSIGN_OR_RETURN(spec.macs, macs->Count());
  }
  ASSIGN_OR_RETURN(spec.parameters, field.Or("parameters", &Field::Count, std::uint64_t{0}));
  ASSIGN_OR_RETURN(const double parameter_bytes, field.Or("parameter_bytes", &Field::NotNegative, 0.0));
  spec.parameter_bytes = Bytes(parameter_bytes);
  std::optional<Cost> cost;
  if (const auto member = field.Find("cost")) {
    ASSIGN_OR_RETURN(cost, ReadCost(*member));
  }
  if (!costs.emplace(spec.name, std::move(cost)).second) {
    return Fail(name.Wrong("'" + spec.name + "' names two operators; give each a name of its own"));
  }
  builder.AddOperator(std::move(spec));
  return {};
}

Result<graph::Graph> Build(const Field& document, OperatorCosts& costs) {
  graph::GraphBuilder builder;
  if (const auto tensors = document.Find("tensors")) {
    ASSIGN_OR_RETURN(const auto items, tensors->Items());
    for (const Field& item : items) TRY(ReadTensor(item, builder));
  }
  ASSIGN_OR_RETURN(const Field operators, document.Get("operators"));
  ASSIGN_OR_RETURN(const auto items, operators.Items());
  std::set<std::string> produced;
  std::set<std::string> read;
  std::vector<std::string> in_order;
  for (const Field& item : items) {
    TRY(ReadOperator(item, builder, costs));
    for (const auto& name : item.json().at("outputs")) in_order.push_back(name.get<std::string>());
    if (const auto inputs = item.Find("inputs")) {
      for (const auto& name : inputs->json()) read.insert(name.get<std::string>());
    }
  }
  ASSIGN_OR_RETURN(const auto inputs, document.Or("inputs", &Field::Texts, std::vector<std::string>()));
  for (const std::string& name : inputs) builder.AddInput(name);
  if (const auto outputs = document.Find("outputs")) {
    ASSIGN_OR_RETURN(const auto names, outputs->Texts());
    for (const std::string& name : names) builder.AddOutput(name);
  } else {
    for (const std::string& name : in_order) {
      if (!read.contains(name)) builder.AddOutput(name);
    }
  }
  return std::move(builder).Build();
}

// Keys and values of a decoder's first step are such: [1, 8, 0, 64].
bool HasNoElements(const graph::Tensor& tensor) {
  return tensor.shape && std::find(tensor.shape->begin(), tensor.shape->end(), 0) != tensor.shape->end();
}

// What crosses must have a size. One of zero that no shape explains is a slip of units or a placeholder.
Result<void> CheckSizes(const graph::Graph& graph) {
  for (const graph::Tensor& tensor : graph.tensors()) {
    if (tensor.consumers.empty() || !tensor.bytes || tensor.bytes->value() > 0 || HasNoElements(tensor)) continue;
    return Fail(ErrorCode::kBadInput,
                fmt::format("tensors: '{}' has zero bytes but '{}' reads it; give its size in bytes, or dtype and shape",
                            tensor.name, graph.operators()[tensor.consumers.front()].name));
  }
  return {};
}

Result<void> ReadLayerCosts(const Field& document, const graph::Graph& graph, CostByName& costs) {
  const auto layers = document.Find("layers");
  if (!layers) return {};
  ASSIGN_OR_RETURN(const auto items, layers->Items());
  for (const Field& item : items) {
    TRY(item.Only({"name", "cost"}));
    ASSIGN_OR_RETURN(const Field name, item.Get("name"));
    ASSIGN_OR_RETURN(const std::string text, name.Text());
    if (!graph.FindLayer(text)) {
      std::vector<std::string> known;
      for (const graph::Layer& layer : graph.layers()) known.push_back(layer.name);
      return Fail(name.Wrong(fmt::format("no operator is of layer '{}'{}", text, DidYouMean(text, known))));
    }
    if (costs.contains(text)) return Fail(name.Wrong("layer '" + text + "' appears twice"));
    if (const auto cost = item.Find("cost")) {
      ASSIGN_OR_RETURN(Cost value, ReadCost(*cost));
      costs.emplace(text, std::move(value));
    }
  }
  return {};
}

// Costs in topological order: a layer's own, else those of its operators.
Result<std::vector<LayerCost>> Arrange(const graph::Graph& graph, const CostByName& layers, const OperatorCosts& operators,
                                       bool complete) {
  std::vector<LayerCost> costs;
  for (const graph::Layer& layer : graph.layers()) {
    if (const auto own = layers.find(layer.name); own != layers.end()) {
      costs.push_back({layer.name, false, own->second});
      continue;
    }
    for (const graph::OperatorId id : layer.operators) {
      const std::string& name = graph.operators()[id].name;
      if (const auto& cost = operators.at(name)) {
        costs.push_back({name, true, *cost});
      } else if (complete) {
        return Fail(
            ErrorCode::kBadInput,
            fmt::format("operators: '{}' has no cost and neither has its layer '{}'; add \"cost\": {{\"seconds\": ...}} to the "
                        "operator, or to the layer under \"layers\"",
                        name, layer.name));
      }
    }
  }
  return costs;
}

Json PrintTensor(const graph::Tensor& tensor) {
  Json json{{"name", tensor.name}};
  if (tensor.dtype) json["dtype"] = graph::DTypeName(*tensor.dtype);
  if (tensor.shape) json["shape"] = *tensor.shape;
  if (tensor.bytes) json["bytes"] = tensor.bytes->value();
  if (tensor.quantization) json["quantization"] = PrintQuantization(*tensor.quantization);
  return json;
}

std::vector<std::string> Names(const graph::Graph& graph, std::span<const graph::TensorId> ids) {
  std::vector<std::string> names;
  for (const graph::TensorId id : ids) names.push_back(graph.tensors()[id].name);
  return names;
}

Json PrintOperator(const graph::Graph& graph, const graph::Operator& op, const Cost* cost) {
  Json json{{"name", op.name},
            {"type", op.type},
            {"inputs", Names(graph, op.inputs)},
            {"outputs", Names(graph, op.outputs)},
            {"layer", graph.layers()[op.layer].name}};
  if (op.macs) json["macs"] = *op.macs;
  if (op.parameters > 0) json["parameters"] = op.parameters;
  if (op.parameter_bytes.value() > 0) json["parameter_bytes"] = op.parameter_bytes.value();
  if (cost != nullptr) json["cost"] = PrintCost(*cost);
  return json;
}

}  // namespace

Result<GraphAndCosts> ReadGraph(const Field& document, bool complete) {
  OperatorCosts of_operators;
  CostByName of_layers;
  ASSIGN_OR_RETURN(graph::Graph graph, Build(document, of_operators));
  TRY(CheckSizes(graph));
  TRY(ReadLayerCosts(document, graph, of_layers));
  ASSIGN_OR_RETURN(auto costs, Arrange(graph, of_layers, of_operators, complete));
  return GraphAndCosts{std::move(graph), std::move(costs)};
}

void PrintGraph(const Profile& profile, Json& document) {
  const graph::Graph& graph = profile.graph;
  std::map<std::string_view, const Cost*> of_operators;
  Json layers = Json::array();
  for (const LayerCost& cost : profile.costs) {
    if (cost.of_operator) {
      of_operators.emplace(cost.layer, &cost.cost);
    } else {
      layers.push_back({{"name", cost.layer}, {"cost", PrintCost(cost.cost)}});
    }
  }
  document["inputs"] = Names(graph, graph.inputs());
  document["outputs"] = Names(graph, graph.outputs());
  document["tensors"] = Json::array();
  for (const graph::Tensor& tensor : graph.tensors()) document["tensors"].push_back(PrintTensor(tensor));
  document["operators"] = Json::array();
  for (const graph::Operator& op : graph.operators()) {
    const auto cost = of_operators.find(op.name);
    document["operators"].push_back(PrintOperator(graph, op, cost == of_operators.end() ? nullptr : cost->second));
  }
  document["layers"] = std::move(layers);
}

}  // namespace dnntune::record
