// SPDX-License-Identifier: Apache-2.0
#include "report/comparison_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/metric_cells.h"
#include "report/number_format.h"
#include "setting/dimension.h"

namespace dnntune::report {
namespace {

using metric::MetricId;
using record::Compared;
using record::ComparedSetting;
using record::Comparison;
using record::Standing;

// What a standing is called for one kind of value.
struct Words {
  const char* best;
  const char* worse;
};
constexpr Words kTimeWords = {"fastest", "slower"};
constexpr Words kAmountWords = {"least", "more"};

const Words& WordsOf(const metric::Metric& metric) {
  return metric.kind == metric::MetricKind::kSampled ? kTimeWords : kAmountWords;
}

std::string Verdict(Standing standing, const Words& words) {
  switch (standing) {
    case Standing::kBest:
      return words.best;
    case Standing::kTie:
      return "tie";
    case Standing::kWorse:
      return words.worse;
    case Standing::kUnknown:
      return "cannot be told";
  }
  return "";
}

// With the label in front of a reason, since reasons stand below the table.
template <typename T>
Cell CellOf(const ComparedSetting& one, const metric::Quantity<T>& quantity) {
  if (quantity.IsAvailable()) return ToCell(quantity);
  return Missing{one.unavailable.empty() ? quantity.reason() : one.label + ": " + one.unavailable};
}

// The ends of a cell's interval as cells of their own, for tables without intervals.
std::array<Cell, 2> EndsOf(const Cell& cell) {
  const auto* number = std::get_if<Number>(&cell);
  if (number == nullptr) return {cell, cell};
  if (!number->interval) return {Missing{"it has no interval"}, Missing{"it has no interval"}};
  return {Number{number->interval->low, number->source, {}}, Number{number->interval->high, number->source, {}}};
}

// Three columns for a metric that settings are compared by; of all but the first metric only the value is in the text.
void AddCompared(const metric::Metric& metric, Table& table) {
  const Column value = FamilyColumn(metric.id);
  const bool is_first = metric.kind == metric::MetricKind::kSampled;
  const std::string prefix = is_first ? "" : value.key + "_";
  table.columns.push_back(value);
  table.columns.push_back({prefix + "ratio", is_first ? "To the fastest" : "To the least " + value.key, Hint::kRatio, !is_first});
  table.columns.push_back({prefix + "verdict", is_first ? "Verdict" : "Verdict on " + value.key, Hint::kText, !is_first});
}

void AddCompared(const metric::Metric& metric, const ComparedSetting& one, Row& row) {
  const auto value = one.readings.Get(metric.id);
  const Compared compared = ToLeast(one, metric.id);
  // Of what was measured without a latency the verdict says that it cannot be told.
  const bool is_known = metric.kind == metric::MetricKind::kSampled ? one.unavailable.empty() : value.IsAvailable();
  row.cells.push_back(CellOf(one, value));
  row.cells.push_back(CellOf(one, compared.ratio));
  row.cells.push_back(is_known ? Verdict(compared.standing, WordsOf(metric)) : std::string("unavailable"));
}

Row SettingRow(const ComparedSetting& one) {
  Row row{{one.label}, ToLeast(one, MetricId::kLatency).standing == Standing::kBest};
  for (const metric::Metric& metric : metric::Metrics()) {
    if (IsCompared(metric)) {
      AddCompared(metric, one, row);
    } else if (IsShownOfSettings(metric)) {
      row.cells.push_back(CellOf(one, one.readings.Get(metric.id)));
    }
  }
  for (const Cell& end : EndsOf(CellOf(one, LatencyOf(one)))) row.cells.push_back(end);
  for (const Cell& end : EndsOf(CellOf(one, ToLeast(one, MetricId::kLatency).ratio))) row.cells.push_back(end);
  row.cells.push_back(one.engine_version);
  row.cells.push_back(ThreadsCell(one.setting));
  row.cells.push_back(one.profile);
  return row;
}

// Whether settings differ in it and their labels do not say so: engines took each their own number.
bool HaveUntoldThreads(const Comparison& comparison) {
  const setting::Dimension& dimension = *setting::FindDimension("threads");
  return std::ranges::any_of(comparison.settings, [&](const ComparedSetting& one) {
    const bool differs = one.setting.threads && one.setting.threads != comparison.settings.front().setting.threads;
    return differs && one.label.find(setting::WordsOf(one.setting, dimension)) == std::string::npos;
  });
}

Table SettingTable(const Comparison& comparison) {
  Table table{.id = "settings", .title = "Settings", .columns = {{"setting", "Setting"}}, .rows = {}};
  for (const metric::Metric& metric : metric::Metrics()) {
    if (IsCompared(metric)) {
      AddCompared(metric, table);
    } else if (IsShownOfSettings(metric)) {
      table.columns.push_back(MetricColumn(metric.id));
    }
  }
  for (const Column& column :
       {Column{"latency_low", "Latency, low", Hint::kSeconds, true}, Column{"latency_high", "Latency, high", Hint::kSeconds, true},
        Column{"ratio_low", "Ratio, low", Hint::kRatio, true}, Column{"ratio_high", "Ratio, high", Hint::kRatio, true},
        Column{"engine_version", "Engine version", Hint::kText, true},
        Column{"threads", "Threads", Hint::kCount, !HaveUntoldThreads(comparison)},
        Column{"profile", "Profile", Hint::kText, true}}) {
    table.columns.push_back(column);
  }
  for (const ComparedSetting& one : comparison.settings) table.rows.push_back(SettingRow(one));
  return table;
}

std::string Key(const std::string& label) {
  std::string key;
  for (const char letter : label) {
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    const bool is_capital = letter >= 'A' && letter <= 'Z';
    if (is_plain) key += letter;
    if (is_capital) key += static_cast<char>(letter - 'A' + 'a');
    if (!is_plain && !is_capital && !key.empty() && key.back() != '_') key += '_';
  }
  while (!key.empty() && key.back() == '_') key.pop_back();
  return key;
}

// Only settings that have a layer at all get a column.
Section LayerSection(const Comparison& comparison) {
  Table table{.id = "layers", .title = "Latency of each layer as a slice", .columns = {{"layer", "Layer"}}, .rows = {}};
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < comparison.settings.size(); ++i) {
    const bool has_any = std::ranges::any_of(comparison.layers, [i](const auto& row) { return row.latencies[i].IsAvailable(); });
    if (!has_any) continue;
    shown.push_back(i);
    table.columns.push_back({Key(comparison.settings[i].label), comparison.settings[i].label, Hint::kSeconds});
  }
  for (const record::ComparedLayer& layer : comparison.layers) {
    Row row{{layer.layer}, false};
    for (const std::size_t i : shown) row.cells.push_back(ToCell(layer.latencies[i]));
    table.rows.push_back(std::move(row));
  }
  return {"layers", "Layers", "", {std::move(table)}};
}

std::vector<std::string> WithStanding(const Comparison& comparison, Standing standing) {
  std::vector<std::string> names;
  for (const ComparedSetting& one : comparison.settings) {
    if (ToLeast(one, MetricId::kLatency).standing == standing && LatencyOf(one).IsAvailable())
      names.push_back("'" + one.label + "'");
  }
  return names;
}

std::string Slower(const Comparison& comparison) {
  std::vector<std::string> parts;
  for (const ComparedSetting& one : comparison.settings) {
    const Compared compared = ToLeast(one, MetricId::kLatency);
    if (compared.standing != Standing::kWorse) continue;
    const auto& interval = compared.ratio.interval();
    parts.push_back(
        fmt::format("'{}' takes {} as long ({} to {})", one.label, FormatValue(compared.ratio.value().value(), Hint::kRatio),
                    FormatValue(interval->low.value(), Hint::kRatio), FormatValue(interval->high.value(), Hint::kRatio)));
  }
  return Joined(parts);
}

std::vector<std::string> Sentences(const Comparison& comparison) {
  const auto best = std::ranges::find(comparison.settings, Standing::kBest,
                                      [](const auto& one) { return ToLeast(one, MetricId::kLatency).standing; });
  if (best == comparison.settings.end()) return {"No setting has a latency, so nothing can be compared."};
  std::vector<std::string> sentences;
  const std::string time = FormatCell(ToCell(LatencyOf(*best)), Hint::kSeconds);
  const auto ties = WithStanding(comparison, Standing::kTie);
  const std::string slower = Slower(comparison);
  if (ties.empty()) {
    sentences.push_back(
        fmt::format("The fastest is '{}' with {} a run{}{}.", best->label, time, slower.empty() ? "" : "; ", slower));
  } else {
    sentences.push_back(fmt::format("A tie: {} cannot be told from '{}' with {} a run{}{}.", Joined(ties), best->label, time,
                                    slower.empty() ? "" : "; ", slower));
  }
  if (const auto unknown = WithStanding(comparison, Standing::kUnknown); !unknown.empty()) {
    sentences.push_back(fmt::format("Of {} there are too few samples or turns to tell noise from news.", Joined(unknown)));
  }
  return sentences;
}

std::string Grounds(const Comparison& comparison) {
  return fmt::format(
      "A difference is called real where the interval of the ratio leaves out 1 and it is at least {:g} %, else a tie. "
      "The intervals hold together with {:g} %, each with {:.3g} %.",
      100 * comparison.least_effect, 100 * comparison.confidence, 100 * comparison.confidence_of_each);
}

}  // namespace

Section EnginesSection(const Comparison& comparison, const std::string& device, const std::string& id) {
  Section section{id, "Engines on " + device, "", {}};
  for (std::string& sentence : Sentences(comparison)) section.blocks.emplace_back(Text{std::move(sentence), Text::Kind::kPlain});
  Table table = SettingTable(comparison);
  table.id = id + "_settings";
  table.title =
      "The whole model on each, by turns; the fastest, or of a tie the one that was named first, was profiled and decided with";
  table.columns.front().title = "Engine";
  section.blocks.emplace_back(std::move(table));
  section.blocks.emplace_back(Text{Grounds(comparison), Text::Kind::kPlain});
  return section;
}

Document ComparisonDocument(const Comparison& comparison) {
  Document document{
      .kind = "compare", .title = "Settings of " + comparison.model, .verdict = Sentences(comparison), .sections = {}};
  Section settings{"settings", "Settings", "", {SettingTable(comparison)}};
  settings.blocks.emplace_back(Chart{.id = "latencies",
                                     .title = "Latency of one run, with its 95 % interval",
                                     .kind = Chart::Kind::kStackedBars,
                                     .table = "settings",
                                     .category = "setting",
                                     .series = {"latency"}});
  settings.blocks.emplace_back(Text{Grounds(comparison), Text::Kind::kPlain});
  settings.blocks.emplace_back(
      Text{"Memory is one reading of a fresh worker for each setting after two runs, so it has no spread; the library's part was "
           "resident before the worker had the model.",
           Text::Kind::kPlain});
  if (!comparison.interleaved) {
    settings.blocks.emplace_back(
        Text{"these were not measured by turns: what changed on the machine between them is not in the intervals",
             Text::Kind::kWarning});
  }
  for (const std::string& note : comparison.notes) settings.blocks.emplace_back(Text{note, Text::Kind::kNote});
  document.sections.push_back(std::move(settings));
  if (!comparison.layers.empty()) document.sections.push_back(LayerSection(comparison));
  return document;
}

}  // namespace dnntune::report
