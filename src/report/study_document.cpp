// SPDX-License-Identifier: Apache-2.0
#include "report/study_document.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "report/layer_diagram.h"
#include "report/number_format.h"
#include "report/study_tables.h"

namespace dnntune::report {
namespace {

using record::StudyEntry;
using study::Measured;
using study::ModelFindings;

const char* Plural(std::size_t count, const char* one, const char* many) {
  return count == 1 ? one : many;
}

std::vector<std::string> KindColumns() {
  std::vector<std::string> keys;
  for (const graph::Kind kind : graph::kKinds) keys.emplace_back(graph::KindName(kind));
  return keys;
}

Chart KindChart(const Table& table) {
  return {.id = table.id + "_chart",
          .title = table.title,
          .kind = Chart::Kind::kStackedBars,
          .table = table.id,
          .category = "model",
          .series = KindColumns()};
}

// "Fastest in fp32 with one thread: openvino for 7 models, onnxruntime for 4, for 2 a tie, or too few samples to tell."
std::string FastestSentence(Models models) {
  std::map<std::string, std::size_t> wins;
  std::size_t ties = 0;
  for (const ModelFindings& model : models) {
    if (model.fastest.size() == 1) ++wins[model.measured[model.fastest.front()].entry->setting.engine];
    if (model.fastest.size() > 1) ++ties;
  }
  if (wins.empty() && ties == 0) return "Nothing was measured.";
  std::vector<std::pair<std::string, std::size_t>> ranked(wins.begin(), wins.end());
  std::ranges::stable_sort(ranked, std::greater<>{}, [](const auto& entry) { return entry.second; });
  std::vector<std::string> parts;
  for (const auto& [engine, count] : ranked)
    parts.push_back(fmt::format("{} for {} {}", engine, count, Plural(count, "model", "models")));
  if (ties > 0) parts.push_back(fmt::format("for {} a tie, or too few samples to tell", ties));
  return fmt::format("Fastest in fp32 with one thread: {}.", fmt::join(parts, ", "));
}

std::string SmallCutsSentence(Models models) {
  std::vector<std::string> never;
  std::size_t known = 0;
  for (const ModelFindings& model : models) {
    if (model.graph == nullptr || !model.small_cuts.input.IsAvailable()) continue;
    ++known;
    if (model.small_cuts.smaller.empty()) never.push_back(model.name);
  }
  if (never.empty()) return fmt::format("All of {} models have a cut that sends less than their inputs.", known);
  return fmt::format("Of {} {} {} {} no cut that sends less than the inputs, so that none can pay in upload: {}.", known,
                     Plural(known, "model", "models"), never.size(), Plural(never.size(), "has", "have"), fmt::join(never, ", "));
}

// "int8 against fp32, times as fast: 1.20x to 3.40x on onnxruntime, ...": of ratios with an interval only, for the others are of
// too few samples to be told. Nothing where there is none.
std::optional<std::string> RangeSentence(Models models, const std::vector<study::Faster> ModelFindings::*pairs, const char* what) {
  std::map<std::string, std::pair<double, double>> ranges;
  std::size_t left_out = 0;
  for (const ModelFindings& model : models) {
    for (const study::Faster& pair : model.*pairs) {
      if (!pair.ratio.IsAvailable()) continue;
      if (!pair.ratio.interval()) ++left_out;
      if (!pair.ratio.interval()) continue;
      const double ratio = pair.ratio.value().value();
      auto& range = ranges.try_emplace(model.measured[pair.other].entry->setting.engine, ratio, ratio).first->second;
      range = {std::min(range.first, ratio), std::max(range.second, ratio)};
    }
  }
  if (ranges.empty()) return std::nullopt;
  std::vector<std::string> parts;
  for (const auto& [engine, range] : ranges) {
    const std::string least = FormatValue(range.first, Hint::kRatio), most = FormatValue(range.second, Hint::kRatio);
    parts.push_back(least == most ? least + " on " + engine : fmt::format("{} to {} on {}", least, most, engine));
  }
  const std::string rest = left_out == 0 ? "" : fmt::format("; {} more of too few samples to tell", left_out);
  return fmt::format("{}: {}{}.", what, fmt::join(parts, ", "), rest);
}

// The table, and a warning where a ratio of it has no interval; nothing where it has no rows.
void AddRatios(Section section, Models models, const std::vector<study::Faster> ModelFindings::*pairs, Document& document) {
  if (std::get<Table>(section.blocks.front()).rows.empty()) return;
  document.sections.push_back(std::move(section));
  const auto is_bare = [](const study::Faster& pair) { return pair.ratio.IsAvailable() && !pair.ratio.interval(); };
  const auto has_bare = [&](const ModelFindings& model) { return std::ranges::any_of(model.*pairs, is_bare); };
  if (!std::ranges::any_of(models, has_bare)) return;
  document.sections.back().blocks.emplace_back(
      Text{"A ratio without an interval is of fewer than six batches of samples, too few to tell it from noise: "
           "give the study a larger --budget.",
           Text::Kind::kWarning});
}

// Layer by layer with every setting.
Table LayerTable(const ModelFindings& model) {
  Table table{.id = model.name + "_layers",
              .title = "Layers of " + model.name,
              .columns = {{"layer", "Layer"},
                          {"kind", "Kind"},
                          {"macs", "MACs", Hint::kMacs},
                          {"macs_share", "Of the model's", Hint::kProbability},
                          {"output", "Output", Hint::kBytes},
                          {"of_input", "Of the inputs", Hint::kRatio}},
              .rows = {}};
  for (const std::size_t column : model.columns) {
    const StudyEntry& entry = *model.measured[column].entry;
    table.columns.push_back({"latency_" + SettingKey(entry), SettingName(entry), Hint::kSeconds});
  }
  for (const study::LayerFinding& layer : model.layers) {
    Row row{{layer.name, std::string(graph::KindName(layer.kind)),
             layer.macs ? Counted(*layer.macs) : Cell(Missing{"the MACs of an operator are not known"}), Counted(layer.macs_share),
             Counted(layer.output), Counted(layer.of_input)},
            false};
    for (const auto& latency : layer.latencies) row.cells.push_back(ToCell(latency));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Section ModelSection(const ModelFindings& model) {
  Section section{model.name + "_layer_by_layer", model.name, "model", {LayerTable(model)}, true};
  const auto is_measured = [&](std::size_t column) { return model.measured[column].Latency().IsAvailable(); };
  const auto column = std::ranges::find_if(model.columns, is_measured);
  if (column == model.columns.end()) return section;
  const std::string table = model.name + "_layers";
  const std::string latency = "latency_" + SettingKey(*model.measured[*column].entry);
  section.blocks.emplace_back(Chart{.id = table + "_chart",
                                    .title = "Latency and output along the model",
                                    .kind = Chart::Kind::kBarsAndLine,
                                    .table = table,
                                    .category = "layer",
                                    .series = {latency, "output"}});
  Diagram diagram = LayerDiagram(*model.graph, table, latency);
  diagram.marked = "a cut that sends less than the inputs";
  diagram.marks = Marks(model.small_cuts.smaller);
  section.blocks.emplace_back(std::move(diagram));
  return section;
}

std::vector<std::string> Verdict(Models models) {
  std::vector<std::string> verdict = {FastestSentence(models), SmallCutsSentence(models)};
  if (auto sentence = RangeSentence(models, &ModelFindings::int8, "int8 against fp32, times as fast")) verdict.push_back(*sentence);
  if (auto sentence = RangeSentence(models, &ModelFindings::threads, "More threads against one, times as fast"))
    verdict.push_back(*sentence);
  return verdict;
}

// The machine's, of the first profile.
void AddMachine(Models models, Section& section) {
  for (const ModelFindings& model : models) {
    for (const Measured& one : model.measured) {
      if (one.profile == nullptr) continue;
      section.blocks.emplace_back(Fact{"machine", "Machine", one.profile->device.description, Hint::kText});
      if (const auto note = record::DeviceNote(one.profile->device)) section.blocks.emplace_back(Text{*note, Text::Kind::kWarning});
      return;
    }
  }
}

// How many measurements have something of their own to say, such as a CPU quota that held them back: the table of all has it.
void AddNotes(Models models, Section& section) {
  std::size_t measured = 0;
  std::size_t noted = 0;
  for (const ModelFindings& model : models) {
    for (const Measured& one : model.measured) {
      if (one.profile == nullptr) continue;
      ++measured;
      if (!NotesOf(*one.profile).empty()) ++noted;
    }
  }
  if (noted == 0) return;
  section.blocks.emplace_back(Text{
      fmt::format("{} of {} measurements have a note, which stands with them in the table of every measurement", noted, measured),
      Text::Kind::kNote});
}

}  // namespace

Document StudyDocument(const record::Study& study, Models models) {
  Document document{.kind = "study", .title = "Study of models", .verdict = Verdict(models), .sections = {}};
  Section overview{"overview", "Models side by side", "", {}};
  AddMachine(models, overview);
  AddNotes(models, overview);
  overview.blocks.emplace_back(Fact{"created", "Begun", study.created, Hint::kText});
  overview.blocks.emplace_back(LatencyTable(models));
  overview.blocks.emplace_back(MemoryTable(models));
  document.sections.push_back(std::move(overview));
  const Table macs = MacsTable(models);
  document.sections.push_back({"kinds", "What the models compute", "", {macs, KindChart(macs)}});
  for (const StudyEntry* setting : SettingsOf(models)) {
    Table time = TimeTable(models, *setting);
    Section section{"time_on_" + SettingKey(*setting), SettingName(*setting), "engine", {time, KindChart(time)}, true};
    document.sections.push_back(std::move(section));
  }
  document.sections.push_back({"narrowing", "Where a cut could pay", "", {SmallCutsTable(models)}});
  AddRatios({"precision", "Precision", "", {NumbersTable(models)}}, models, &ModelFindings::int8, document);
  AddRatios({"by_threads", "Threads", "", {ThreadsTable(models)}}, models, &ModelFindings::threads, document);
  for (const ModelFindings& model : models) {
    if (model.graph != nullptr) document.sections.push_back(ModelSection(model));
  }
  document.sections.push_back({"all", "Every measurement", "", {EntryTable(models)}, true});
  return document;
}

}  // namespace dnntune::report
