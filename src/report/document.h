// SPDX-License-Identifier: Apache-2.0
// What a command has to say, as one tree of values, before anyone decides how it looks. Every command makes a Document; renderers
// turn it into text, JSON, CSV or HTML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "metric/hint.h"
#include "metric/quantity.h"

namespace dnntune::report {

// How a column or a value is to be printed.
using Hint = metric::MetricHint;

// A value in a table: text, a plain number, or a number with source and spread, or the reason for its absence.
struct Number {
  double value = 0;
  std::optional<metric::Source> source;
  std::optional<metric::Interval<double>> interval;  // 95 %
};
struct Missing {
  std::string reason;
};
using Cell = std::variant<std::string, Number, Missing>;

// Makes a Cell from a quantity of any unit.
template <typename T>
Cell ToCell(const metric::Quantity<T>& quantity) {
  if (!quantity.IsAvailable()) return Missing{quantity.reason()};
  Number number{NumberIn(quantity.value()), quantity.source(), std::nullopt};
  if (const auto& interval = quantity.interval()) number.interval = {NumberIn(interval->low), NumberIn(interval->high)};
  return number;
}

// A number that was counted, not measured: it has neither spread nor a source to name.
[[nodiscard]] inline Cell Counted(double value) {
  return Number{value, std::nullopt, std::nullopt};
}
// The same of a quantity.
template <typename T>
[[nodiscard]] Cell Counted(const metric::Quantity<T>& quantity) {
  if (!quantity.IsAvailable()) return Missing{quantity.reason()};
  return Counted(NumberIn(quantity.value()));
}

struct Column {
  std::string key;    // snake_case without the unit; JSON and CSV append the hint's suffix ("latency" + "_s")
  std::string title;  // "Latency"
  Hint hint = Hint::kText;
  bool detail = false;  // left out of the text table, kept in JSON, CSV and HTML
};

struct Row {
  std::vector<Cell> cells;   // as many as columns
  bool highlighted = false;  // the best, the answer
};

struct Table {
  std::string id;  // snake_case, unique in the document: key in JSON, file name of the CSV
  std::string title;
  std::vector<Column> columns;
  std::vector<Row> rows;
  bool detail = false;  // left out of the text unless it is wanted in full, kept in JSON, CSV and HTML
};

// Bars, lines or points over the rows of a table of the same section; HTML only.
struct Chart {
  enum class Kind : std::uint8_t { kStackedBars, kBarsAndLine, kScatter };
  std::string id;
  std::string title;
  Kind kind = Kind::kStackedBars;
  std::string table;                // Table::id
  std::string category;             // column key of the rows' names: the x axis of bars, the labels of points
  std::vector<std::string> series;  // column keys; for kBarsAndLine the last is the line, on an axis of its own; for kScatter x, y
  std::string group = {};           // kScatter: column key whose texts tell groups of points apart
  std::string joined = {};          // kScatter: the group that stands out and is joined by a line
};

// The rows of a table of the same section as the nodes of a directed acyclic graph; HTML only.
struct Diagram {
  using End = std::optional<std::size_t>;  // index of a row; none: the caller, who gives the inputs and takes the outputs
  struct Edge {
    End from;
    End to;
    std::string tensors;  // names
    Cell bytes;
  };
  struct Rows {
    std::size_t first = 0;
    std::size_t last = 0;  // included
  };
  struct Mark {
    std::string title;       // "latency: wifi"; empty: a cut that is possible, not one that was chosen
    std::vector<Rows> head;  // on the near side of the cut, ascending and apart
  };
  std::string id;
  std::string title;
  std::string table;   // Table::id
  std::string name;    // column key of the rows' names
  std::string colour;  // column key whose values colour the nodes
  std::vector<Edge> edges;
  std::vector<Mark> marks;
  std::string marked = "a cut through one tensor";  // what a mark without a title is
};

// A paragraph. kWarning and kNote stand out.
struct Text {
  enum class Kind : std::uint8_t { kPlain, kNote, kWarning };
  std::string text;
  Kind kind = Kind::kPlain;
};

// A name and a value: "Model: mobilenet-v2".
struct Fact {
  std::string key;
  std::string title;
  Cell value;
  Hint hint = Hint::kText;
};

using Block = std::variant<Text, Fact, Table, Chart, Diagram>;

struct Section {
  std::string id;  // snake_case, unique
  std::string title;
  std::string choice;  // sections with the same non-empty choice are alternatives that the page switches between: choice "link",
                       // title "wifi"
  std::vector<Block> blocks;
  bool detail = false;  // left out of the text unless it is wanted in full
};

struct Document {
  std::string kind;  // the command: "tune", "inspect"; JSON "schema": "dnntune-<kind>-1"
  std::string title;
  std::vector<std::string> verdict;  // the answer, first, in one to four plain sentences
  std::vector<Section> sections;
  // What the command that made it ends with once it is shown, where it did not do what was asked; the verdict says why.
  std::optional<ErrorCode> outcome{};
};

}  // namespace dnntune::report
