// SPDX-License-Identifier: Apache-2.0
#include "report/study_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "report/metric_cells.h"

namespace dnntune::report {
namespace {

using record::StudyEntry;
using record::StudyStage;
using study::Measured;
using study::ModelFindings;

constexpr const char* kNotAsked = "not part of this study";

bool IsOf(const StudyEntry& entry, const StudyEntry& setting) {
  return entry.stage == setting.stage && SettingName(entry) == SettingName(setting);
}

// Why a value is missing stands below the table, so it says whose it is: nobody's where the study ended before it.
std::string Whose(const ModelFindings& model, const StudyEntry& entry) {
  return entry.left_over ? "" : model.name + ", " + SettingName(entry);
}

template <typename T>
Cell CellOf(const std::string& whose, const metric::Quantity<T>& quantity) {
  if (quantity.IsAvailable()) return ToCell(quantity);
  return Missing{whose.empty() ? quantity.reason() : whose + ": " + quantity.reason()};
}
template <typename T>
Cell CountedOf(const std::string& whose, const metric::Quantity<T>& quantity) {
  return quantity.IsAvailable() ? Counted(quantity) : CellOf(whose, quantity);
}

// A metric of every model with every setting.
Table BySetting(Models models, Table table, metric::MetricId id) {
  const auto settings = SettingsOf(models);
  for (const StudyEntry* setting : settings) {
    table.columns.push_back({table.id + "_" + SettingKey(*setting), SettingName(*setting), metric::MetricOf(id).hint});
  }
  for (std::size_t i = 0; i < models.size(); ++i) {
    for (const StudyEntry* setting : settings) {
      const auto is_it = [&](const Measured& one) { return IsOf(*one.entry, *setting); };
      const auto one = std::ranges::find_if(models[i].measured, is_it);
      table.rows[i].cells.push_back(one == models[i].measured.end() ? Cell(Missing{kNotAsked})
                                                                    : CellOf(Whose(models[i], *one->entry), one->readings.Get(id)));
    }
  }
  return table;
}

Cell MacsCell(const ModelFindings& model) {
  if (model.graph == nullptr) return Missing{"not measured"};
  return model.macs ? Counted(*model.macs) : Cell(Missing{model.name + ": the MACs of an operator are not known"});
}

// A column for each kind.
Table ByKind(Table table) {
  for (const graph::Kind kind : graph::kKinds) {
    std::string title = graph::KindName(kind);
    title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
    table.columns.push_back({graph::KindName(kind), title, Hint::kProbability});
  }
  return table;
}

Row FasterRow(const ModelFindings& model, const study::Faster& pair) {
  const Measured& base = model.measured[pair.base];
  const Measured& other = model.measured[pair.other];
  const std::string whose = Whose(model, *other.entry);
  const auto before = base.Latency(), after = other.Latency();
  const bool is_measured = before.IsAvailable() && after.IsAvailable();
  const Cell ratio = is_measured ? CellOf(whose, pair.ratio) : CellOf(whose, before.IsAvailable() ? after : before);
  return {{model.name, base.entry->setting.engine, CellOf(whose, before), CellOf(whose, after), ratio}, false};
}

}  // namespace

std::string SettingName(const StudyEntry& entry) {
  const std::string& precision = entry.setting.file_precision;
  return precision == "fp32" ? entry.setting.engine : entry.setting.engine + " " + precision;
}

std::string SettingKey(const StudyEntry& entry) {
  std::string key = SettingName(entry);
  std::ranges::replace(key, ' ', '_');
  return key;
}

std::vector<const StudyEntry*> SettingsOf(Models models) {
  std::vector<const StudyEntry*> settings;
  for (const ModelFindings& model : models) {
    for (const std::size_t column : model.columns) {
      const StudyEntry* entry = model.measured[column].entry;
      const bool is_new = std::ranges::none_of(settings, [&](const StudyEntry* known) { return IsOf(*entry, *known); });
      if (is_new) settings.push_back(entry);
    }
  }
  return settings;
}

Table LatencyTable(Models models) {
  Table table{.id = "latency",
              .title = "Whole models, one thread",
              .columns = {{"model", "Model"}, {"macs", "MACs", Hint::kMacs}, {"parameters", "Parameters", Hint::kCount}},
              .rows = {}};
  for (const ModelFindings& model : models) {
    const Cell parameters = model.graph == nullptr ? Cell(Missing{"not measured"}) : Counted(model.parameters);
    table.rows.push_back({{model.name, MacsCell(model), parameters}, false});
  }
  return BySetting(models, std::move(table), metric::MetricId::kLatency);
}

Table MemoryTable(Models models) {
  Table table{.id = "memory",
              .title = "Peak memory of the worker, the engine's library included",
              .columns = {{"model", "Model"}},
              .rows = {}};
  for (const ModelFindings& model : models) table.rows.push_back({{model.name}, false});
  return BySetting(models, std::move(table), metric::MetricId::kPeakMemory);
}

Table SmallCutsTable(Models models) {
  Table table{.id = "cuts",
              .title = "Cuts that send less than the inputs",
              .columns = {{"model", "Model"},
                          {"input", "Inputs", Hint::kBytes},
                          {"cuts", "Cuts", Hint::kCount},
                          {"smaller", "Send less", Hint::kCount},
                          {"first", "The first, after"},
                          {"first_size", "It sends", Hint::kBytes},
                          {"first_macs", "MACs before it", Hint::kProbability},
                          {"least", "The least, after"},
                          {"least_size", "It sends", Hint::kBytes}},
              .rows = {}};
  for (const ModelFindings& model : models) {
    if (model.graph == nullptr) continue;
    const study::SmallCuts& found = model.small_cuts;
    table.rows.push_back(
        {{model.name, CountedOf(model.name, found.input), Counted(static_cast<double>(found.cuts)),
          Counted(static_cast<double>(found.smaller.size())), found.first.empty() ? std::string("none") : found.first,
          CountedOf(model.name, found.first_bytes), CountedOf(model.name, found.first_macs),
          found.least.empty() ? std::string("none") : found.least, CountedOf(model.name, found.least_bytes)},
         false});
  }
  return table;
}

Table NumbersTable(Models models) {
  Table table{.id = "numbers",
              .title = "int8 against fp32, one thread",
              .columns = {{"model", "Model"},
                          {"engine", "Engine"},
                          {"fp32", "fp32", Hint::kSeconds},
                          {"int8", "int8", Hint::kSeconds},
                          {"speed_up", "Times as fast", Hint::kRatio}},
              .rows = {}};
  for (const ModelFindings& model : models) {
    for (const study::Faster& pair : model.int8) table.rows.push_back(FasterRow(model, pair));
  }
  return table;
}

Table ThreadsTable(Models models) {
  Table table{.id = "threads",
              .title = "More threads, measured by turns",
              .columns = {{"model", "Model"},
                          {"engine", "Engine"},
                          {"threads", "Threads", Hint::kCount},
                          {"one", "With one", Hint::kSeconds},
                          {"more", "With them", Hint::kSeconds},
                          {"speed_up", "Times as fast", Hint::kRatio}},
              .rows = {}};
  for (const ModelFindings& model : models) {
    for (const study::Faster& pair : model.threads) {
      table.rows.push_back(FasterRow(model, pair));
      auto& cells = table.rows.back().cells;
      cells.insert(cells.begin() + 2, ThreadsCell(model.measured[pair.other].entry->setting));
    }
  }
  return table;
}

std::string NotesOf(const record::Profile& profile) {
  return fmt::format("{}", fmt::join(profile.notes, "; "));
}

Table EntryTable(Models models) {
  constexpr metric::MetricId kShown[] = {metric::MetricId::kLatency, metric::MetricId::kPeakMemory, metric::MetricId::kModelMemory};
  Table table{.id = "measurements",
              .title = "As they were taken; the profiles are in the study's folder",
              .columns = {{"model", "Model"},
                          {"stage", "Stage"},
                          {"engine", "Engine"},
                          {"numbers", "Numbers"},
                          {"threads", "Threads", Hint::kCount}},
              .rows = {},
              .detail = true};
  for (const metric::MetricId id : kShown) {
    table.columns.push_back(IsCompared(metric::MetricOf(id)) ? FamilyColumn(id) : ListedColumn(id));
  }
  table.columns.push_back({"profile", "Profile"});
  table.columns.push_back({"notes", "Notes"});
  for (const ModelFindings& model : models) {
    for (const Measured& one : model.measured) {
      const StudyEntry& entry = *one.entry;
      Row row{{model.name, std::string(record::StudyStageName(entry.stage)), entry.setting.engine, entry.setting.file_precision,
               ThreadsCell(entry.setting)},
              false};
      for (const metric::MetricId id : kShown) row.cells.push_back(CellOf(Whose(model, entry), one.readings.Get(id)));
      row.cells.push_back(entry.profile);
      row.cells.push_back(one.profile == nullptr ? std::string() : NotesOf(*one.profile));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Table MacsTable(Models models) {
  Table table =
      ByKind({.id = "macs_by_kind", .title = "Share of the multiply-accumulates", .columns = {{"model", "Model"}}, .rows = {}});
  for (const ModelFindings& model : models) {
    if (model.graph == nullptr) continue;
    Row row{{model.name}, false};
    for (const study::KindShare& share : model.shares) row.cells.push_back(CountedOf(model.name, share.macs));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table TimeTable(Models models, const StudyEntry& setting) {
  Table table = ByKind({.id = "time_by_kind_" + SettingKey(setting),
                        .title = "Share of the layers' time on " + SettingName(setting),
                        .columns = {{"model", "Model"}},
                        .rows = {}});
  for (const ModelFindings& model : models) {
    if (model.graph == nullptr) continue;
    const auto is_it = [&](std::size_t column) { return IsOf(*model.measured[column].entry, setting); };
    const auto column = std::ranges::find_if(model.columns, is_it);
    Row row{{model.name}, false};
    for (const study::KindShare& share : model.shares) {
      row.cells.push_back(column == model.columns.end() ? Cell(Missing{kNotAsked})
                                                        : CellOf(model.name, share.time[column - model.columns.begin()]));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace dnntune::report
