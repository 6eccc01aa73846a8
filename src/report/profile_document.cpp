// SPDX-License-Identifier: Apache-2.0
#include "report/profile_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "graph/cut.h"
#include "graph/size.h"
#include "report/layer_diagram.h"
#include "report/metric_cells.h"
#include "report/number_format.h"
#include "setting/dimension.h"

namespace dnntune::report {
namespace {

// What is shown of every layer.
constexpr metric::MetricId kOfLayers[] = {metric::MetricId::kLatency};

Fact TextFact(const char* key, const char* title, const std::string& text) {
  return {key, title, text, Hint::kText};
}

Table TraceTable(const record::Profile& profile) {
  Table table{.id = "trace",
              .title = "The engine's own trace; profiling slows the engine, so these are shares and no totals",
              .columns = {{"operator", "Operator"}, {"type", "Type"}, {"layer", "Layer"}, {"median", "Median", Hint::kSeconds}},
              .rows = {}};
  for (const record::TraceRow& row : profile.trace) {
    table.rows.push_back({{row.name, row.type, row.layer, Number{row.median.count(), metric::Source::kMeasured, {}}}, false});
  }
  return table;
}

std::string Sentence(const record::Profile& profile) {
  if (!profile.whole) return profile.model.name + " was not measured as a whole.";
  const auto whole = record::LatencyOf(*profile.whole);
  if (!whole.IsAvailable()) return profile.model.name + " could not be measured: " + whole.reason() + ".";
  const setting::Setting& setting = profile.setting;
  // A record of another tool's may not say how many threads.
  const std::string threads = setting::WordsOf(setting, *setting::FindDimension("threads"));
  std::string means = threads.empty() ? "" : " with " + threads;
  if (setting.unit != "cpu") means = fmt::format(" on unit {} in {}", setting.unit, setting.precision);
  return fmt::format("{} takes {} a run{} on {} {}.", profile.model.name, FormatCell(ToCell(whole), Hint::kSeconds), means,
                     setting.engine, profile.engine_version);
}

// Of the layers, where there are some and none of them could be measured.
std::optional<std::string> FailureOfAllLayers(const record::Profile& profile) {
  const auto has_failed = [](const record::LayerCost& layer) { return !layer.cost.failure.empty(); };
  if (profile.costs.empty() || !std::ranges::all_of(profile.costs, has_failed)) return std::nullopt;
  const record::LayerCost& first = profile.costs.front();
  if (profile.costs.size() == 1)
    return fmt::format("Its only layer could not be measured; {}: {}.", first.layer, first.cost.failure);
  return fmt::format("None of the {} layers could be measured; {}: {}.", profile.costs.size(), first.layer, first.cost.failure);
}

// An empty text stands for the engine's own choice, of which nothing is known.
void AddFact(const record::Profile& profile, const setting::Dimension& dimension, Section& section) {
  const setting::Value value = setting::Get(profile.setting, dimension);
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    section.blocks.emplace_back(Fact{dimension.name, dimension.title, Counted(static_cast<double>(*number)), Hint::kCount});
    return;
  }
  std::string text = setting::Print(value);
  if (text.empty()) return;
  if (std::string_view(dimension.name) == "engine") text += " " + profile.engine_version;
  section.blocks.emplace_back(TextFact(dimension.name, dimension.title, text));
}

}  // namespace

Table LayerTable(const record::Profile& profile, const std::string& prefix) {
  Table table{
      .id = prefix + "layers", .title = "Each layer measured as a slice of the model", .columns = {{"layer", "Layer"}}, .rows = {}};
  for (const metric::MetricId metric : kOfLayers) table.columns.push_back(FamilyColumn(metric));
  for (const Column& column : {Column{"output", "Output", Hint::kBytes}, Column{"samples", "Samples", Hint::kCount},
                               Column{"stop", "Stopped", Hint::kText, true}}) {
    table.columns.push_back(column);
  }
  for (graph::LayerId id = 0; id < profile.graph.layers().size(); ++id) {
    const std::string& name = profile.graph.layers()[id].name;
    const record::Cost* cost = record::CostOf(profile, name);
    Row row{{name}, false};
    for (const metric::MetricId metric : kOfLayers) {
      row.cells.push_back(cost == nullptr ? Cell(Missing{"not measured"}) : ToCell(record::ReadingsOf(*cost).Get(metric)));
    }
    row.cells.push_back(Counted(graph::BytesOf(profile.graph, profile.graph.LayerOutputs(id))));
    row.cells.push_back(Number{cost == nullptr ? 0.0 : static_cast<double>(cost->latency.samples.size()), {}, {}});
    row.cells.push_back(std::string(cost != nullptr && cost->latency.stop ? record::StopName(*cost->latency.stop) : ""));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Section SettingSection(const record::Profile& profile) {
  Section section{"setting", "Setting", "", {}};
  section.blocks.emplace_back(TextFact("model", "Model", profile.model.name));
  section.blocks.emplace_back(TextFact("machine", "Machine", profile.device.description));
  for (const setting::Dimension* dimension : setting::RankedDimensions()) {
    if (dimension->rank > 0) AddFact(profile, *dimension, section);
  }
  for (const std::string& note : profile.notes) section.blocks.emplace_back(Text{note, Text::Kind::kNote});
  return section;
}

Document ProfileDocument(const record::Profile& profile) {
  Document document{.kind = "profile", .title = "Profile of " + profile.model.name, .verdict = {Sentence(profile)}, .sections = {}};
  if (profile.whole && !profile.whole->failure.empty()) document.outcome = ErrorCode::kMeasurement;
  if (const auto failure = FailureOfAllLayers(profile)) {
    document.verdict.push_back(*failure);
    document.outcome = ErrorCode::kMeasurement;
  }
  if (const auto note = record::DeviceNote(profile.device)) document.verdict.push_back("Device: " + *note + ".");
  document.sections.push_back(SettingSection(profile));
  Section layers{"layers", "Layers", "", {}};
  layers.blocks.emplace_back(LayerTable(profile, ""));
  layers.blocks.emplace_back(Chart{.id = "along",
                                   .title = "Latency and output along the model",
                                   .kind = Chart::Kind::kBarsAndLine,
                                   .table = "layers",
                                   .category = "layer",
                                   .series = {"latency", "output"}});
  Diagram diagram = LayerDiagram(profile.graph, "layers", "latency");
  diagram.marks = NarrowCuts(graph::PrefixCuts(profile.graph));
  layers.blocks.emplace_back(std::move(diagram));
  document.sections.push_back(std::move(layers));
  if (!profile.trace.empty()) document.sections.push_back({"trace", "Trace", "", {TraceTable(profile)}});
  return document;
}

}  // namespace dnntune::report
