// SPDX-License-Identifier: Apache-2.0
#include "report/inspect_document.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "graph/cut_name.h"
#include "graph/size.h"
#include "report/layer_diagram.h"

namespace dnntune::report {
namespace {

using graph::Graph;
using graph::LayerId;

constexpr const char* kShapeUnknown = "shape not known before the model has run";

std::string PrintTensor(const graph::Tensor& tensor) {
  const std::string type = tensor.dtype ? std::string(graph::DTypeName(*tensor.dtype)) : "unknown type";
  return tensor.shape ? fmt::format("{} {} [{}]", tensor.name, type, fmt::join(*tensor.shape, ",")) : tensor.name + " " + type;
}

std::string PrintTensors(const Graph& graph, std::span<const graph::TensorId> ids) {
  std::vector<std::string> texts;
  for (const graph::TensorId id : ids) texts.push_back(PrintTensor(graph.tensors()[id]));
  return fmt::format("{}", fmt::join(texts, ", "));
}

struct Size {
  double parameters = 0;
  double parameter_bytes = 0;
  double macs = 0;
  std::size_t uncounted = 0;  // operators whose MACs are not known
};

Size SizeOf(const Graph& graph, std::span<const graph::OperatorId> operators) {
  Size size;
  for (const graph::OperatorId id : operators) {
    const graph::Operator& op = graph.operators()[id];
    size.parameters += static_cast<double>(op.parameters);
    size.parameter_bytes += op.parameter_bytes.value();
    if (op.macs) size.macs += static_cast<double>(*op.macs);
    if (!op.macs) ++size.uncounted;
  }
  return size;
}

Size SizeOf(const Graph& graph) {
  std::vector<graph::OperatorId> all(graph.operators().size());
  for (graph::OperatorId id = 0; id < all.size(); ++id) all[id] = id;
  return SizeOf(graph, all);
}

Cell Macs(const Size& size) {
  if (size.uncounted == 0) return Counted(size.macs);
  return Missing{
      fmt::format("MACs of {} operators are not known: a {} or the operator is not counted", size.uncounted, kShapeUnknown)};
}

Table LayerTable(const Graph& graph) {
  Table table{"layers",
              "Layers",
              {{"layer", "Layer", Hint::kText},
               {"operators", "Operators", Hint::kCount},
               {"macs", "MACs", Hint::kMacs},
               {"parameters", "Parameters", Hint::kCount},
               {"parameter", "Weights", Hint::kBytes, true},
               {"output", "Output", Hint::kBytes},
               {"outputs", "Output tensors", Hint::kText, true}},
              {}};
  for (LayerId id = 0; id < graph.layers().size(); ++id) {
    const graph::Layer& layer = graph.layers()[id];
    const Size size = SizeOf(graph, layer.operators);
    const auto outputs = graph.LayerOutputs(id);
    table.rows.push_back({{layer.name, Counted(static_cast<double>(layer.operators.size())), Macs(size), Counted(size.parameters),
                           Counted(size.parameter_bytes), Counted(graph::BytesOf(graph, outputs)), PrintTensors(graph, outputs)}});
  }
  return table;
}

// As the profile has them; a line below the model's facts says whose they are.
Result<void> AddLatencies(const record::Profile& profile, const InspectedModel& model, Section& section) {
  auto& table = std::get<Table>(section.blocks.front());
  table.columns.insert(table.columns.begin() + 1, {"latency", "Latency", Hint::kSeconds});
  for (Row& row : table.rows) {
    const std::string& layer = std::get<std::string>(row.cells.front());
    if (!profile.graph.FindLayer(layer)) {
      return Fail(ErrorCode::kBadInput, fmt::format("the profile is of '{}' and has no layer '{}': give a profile of this model",
                                                    profile.model.name, layer));
    }
    const record::Cost* cost = record::CostOf(profile, layer);
    row.cells.insert(row.cells.begin() + 1, cost == nullptr ? Cell(Missing{"not measured"}) : ToCell(record::LatencyOf(*cost)));
  }
  if (!profile.model.sha256.empty() && profile.model.sha256 != model.sha256) {
    section.blocks.emplace_back(
        Text{fmt::format("The profile is of another file with the same layers ({}, {}): its latencies need not be this file's.",
                         profile.model.name, profile.model.format),
             Text::Kind::kWarning});
  }
  section.blocks.emplace_back(
      Text{fmt::format("Latencies: {} {} on {}", profile.setting.engine, profile.engine_version, profile.device.description)});
  return {};
}

// Says which layers hold such operators, if any do; of variables, with the first operator of each layer.
std::vector<Block> WhyUncut(const InspectedModel& model) {
  const Graph& graph = model.graph;
  std::vector<Block> notes;
  const auto add = [&](const graph::Operator& op, std::string_view holds, std::string_view why) {
    notes.emplace_back(Text{fmt::format("layer {} {}: '{}' ({}) {}", graph.layers()[op.layer].name, holds, op.name, op.type, why),
                            Text::Kind::kNote});
  };
  const auto is_one_of = [](const std::vector<graph::OperatorId>& ids, graph::OperatorId id) {
    return std::ranges::find(ids, id) != ids.end();
  };
  std::set<LayerId> told;
  for (graph::OperatorId id = 0; id < graph.operators().size(); ++id) {
    const graph::Operator& op = graph.operators()[id];
    if (is_one_of(model.control_flow, id)) add(op, "holds control flow", "is run as a whole and cannot be cut");
    if (is_one_of(model.stateful, id) && told.insert(op.layer).second) {
      add(op, "keeps variables", "hands values on beside the tensors, which no cut could send, so its operators are one layer");
    }
  }
  return notes;
}

Table CutTable(const Graph& graph, const std::vector<graph::Cut>& cuts) {
  Table table{"cuts",
              "Cuts",
              {{"cut", "Cut", Hint::kText},
               {"head_layers", "Layers in head", Hint::kCount},
               {"crossing", "Crossing tensors", Hint::kCount},
               {"upload", "Upload", Hint::kBytes},
               {"tensors", "Tensors", Hint::kText, true}},
              {}};
  for (const graph::Cut& cut : cuts) {
    table.rows.push_back({{graph::CutName(graph, cut), Counted(static_cast<double>(graph::HeadSize(cut))),
                           Counted(static_cast<double>(cut.crossing.size())), Counted(graph::BytesOf(graph, cut.crossing)),
                           PrintTensors(graph, cut.crossing)}});
  }
  return table;
}

std::string Verdict(const std::string& name, const Graph& graph, const Size& size) {
  const std::string macs = size.uncounted == 0 ? fmt::format("{:.1f} M MACs", size.macs / 1e6) : "an unknown number of MACs";
  return fmt::format("{}: {} layers of {} operators, {} and {:.2f} M parameters.", name, graph.layers().size(),
                     graph.operators().size(), macs, size.parameters / 1e6);
}

Section ModelSection(const InspectedModel& model, const Size& size) {
  const Graph& graph = model.graph;
  Section section{"model", "Model", "", {}};
  section.blocks = {Fact{"format", "Format", model.format},
                    Fact{"inputs", "Inputs", PrintTensors(graph, graph.inputs())},
                    Fact{"outputs", "Outputs", PrintTensors(graph, graph.outputs())},
                    Fact{"operators", "Operators", Counted(static_cast<double>(graph.operators().size())), Hint::kCount},
                    Fact{"macs", "MACs of one inference (FLOPs = 2 x MACs)", Macs(size), Hint::kMacs},
                    Fact{"parameters", "Parameters", Counted(size.parameters), Hint::kCount},
                    Fact{"parameter", "Weights", Counted(size.parameter_bytes), Hint::kBytes}};
  if (!model.inference_failure.empty()) {
    section.blocks.emplace_back(
        Text{fmt::format("Types and shapes are only those that the file declares; the others could not be inferred: {}",
                         model.inference_failure),
             Text::Kind::kWarning});
  }
  if (model.note) section.blocks.emplace_back(Text{*model.note, Text::Kind::kNote});
  return section;
}

}  // namespace

Result<Document> InspectDocument(const InspectedModel& model, std::size_t cut_limit, const record::Profile* profile) {
  const Graph& graph = model.graph;
  const Size size = SizeOf(graph);
  Document document{"inspect", "Model " + model.name, {Verdict(model.name, graph, size)}, {ModelSection(model, size)}};
  document.sections.push_back({"layers", "Layers", "", {LayerTable(graph)}});
  if (profile != nullptr) TRY(AddLatencies(*profile, model, document.sections.back()));
  for (Block& note : WhyUncut(model)) document.sections.back().blocks.push_back(std::move(note));
  graph::CutList list = graph::ListCuts(graph, cut_limit);
  if (!list.complete) list.cuts = graph::PrefixCuts(graph);
  Diagram diagram = LayerDiagram(graph, "layers", profile != nullptr ? "latency" : "macs");
  diagram.marks = NarrowCuts(list.cuts);
  document.sections.back().blocks.emplace_back(std::move(diagram));
  Section cuts{"cuts", "Cuts", "", {}};
  if (!list.complete) {
    cuts.blocks.emplace_back(Text{fmt::format("The layers branch: there are more than {} cuts. These are the ones after each layer "
                                              "in order; the decision looks at all of them.",
                                              cut_limit),
                                  Text::Kind::kNote});
  }
  cuts.blocks.emplace_back(CutTable(graph, list.cuts));
  document.sections.push_back(std::move(cuts));
  return document;
}

void AddWritten(const WrittenParts& written, Document& document) {
  Section section{"written", "Written", "", {}};
  if (!written.dot.empty()) section.blocks.emplace_back(Fact{"dot", "Graphviz", written.dot});
  if (!written.part.empty()) section.blocks.emplace_back(Fact{"part", "Part of the model", written.part});
  if (!section.blocks.empty()) document.sections.insert(document.sections.begin(), std::move(section));
}

}  // namespace dnntune::report
