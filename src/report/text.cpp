// SPDX-License-Identifier: Apache-2.0
#include "report/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/number_format.h"

namespace dnntune::report {
namespace {

constexpr std::size_t kLongName = 48;

// Characters, not bytes: every byte that does not continue a UTF-8 sequence.
std::size_t Width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U; }));
}

class Writer {
 public:
  explicit Writer(const TextStyle& style) : style_(style) {}

  void Line(const std::string& text) { Put("", text); }
  void Bold(const std::string& text) { Put("\x1b[1m", text); }
  void Dim(const std::string& text) { Put("\x1b[2m", text); }

  void operator()(const Text& text) {
    if (text.kind == Text::Kind::kWarning) return Bold("warning: " + text.text);
    if (text.kind == Text::Kind::kNote) return Dim("note: " + text.text);
    Line(text.text);
  }

  void operator()(const Fact& fact) {
    std::string line = fact.title + ": " + FormatCell(fact.value, fact.hint);
    if (const auto* missing = std::get_if<Missing>(&fact.value)) line += " (" + missing->reason + ")";
    if (const auto* number = std::get_if<Number>(&fact.value); number != nullptr && number->source) {
      line += std::string(" (") + metric::SourceName(*number->source) + ")";
    }
    Line(line);
  }

  void operator()(const Chart&) {}  // the table that it draws is there
  void operator()(const Diagram&) {}

  void operator()(const Table& table) {
    if (table.detail && !style_.verbose) {
      Dim(fmt::format("{}: {} rows, with --verbose, in the report and in --format json or csv", table.title, table.rows.size()));
      return;
    }
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (!table.columns[i].detail) shown.push_back(i);
    }
    if (!table.title.empty() && table.title != section_) Line(table.title);
    const auto lines = Lines(table, shown);
    const auto widths = Widths(lines);
    for (std::size_t row = 0; row < lines.size(); ++row) {
      std::string line;
      for (std::size_t i = 0; i < shown.size(); ++i) {
        const bool is_text = table.columns[shown[i]].hint == Hint::kText;
        const bool has_own_line = i == 0 && IsLong(lines[row]);
        const std::string gap(widths[i] - (has_own_line ? 0 : Width(lines[row][i])), ' ');
        line += i == 0 ? "" : "  ";
        line += has_own_line ? lines[row][i] + "\n  " + gap : is_text ? lines[row][i] + gap : gap + lines[row][i];
      }
      line.erase(line.find_last_not_of(' ') + 1);
      const bool highlighted = row > 0 && table.rows[row - 1].highlighted;
      const std::string marked = (row == 0 ? "  " : (highlighted ? "* " : "  ")) + line;
      highlighted || row == 0 ? Bold(marked) : Line(marked);
    }
    Reasons(table, shown);
  }

  void Begin(const Section& section) {
    Line("");
    if (!section.title.empty()) Bold(section.title);
    section_ = section.title;
  }

  std::string Take() { return std::move(out_); }

 private:
  // In a style where there is colour.
  void Put(const char* style, const std::string& text) {
    const bool is_styled = style_.colour && *style != '\0';
    out_ += (is_styled ? style : "") + Harmless(text, "\n\t") + (is_styled ? "\x1b[0m\n" : "\n");
  }

  static std::vector<std::vector<std::string>> Lines(const Table& table, const std::vector<std::size_t>& shown) {
    std::vector<std::vector<std::string>> lines(1);
    for (const std::size_t i : shown) lines[0].push_back(table.columns[i].title);
    for (const Row& row : table.rows) {
      auto& line = lines.emplace_back();
      for (const std::size_t i : shown) line.push_back(FormatCell(row.cells[i], table.columns[i].hint));
    }
    return lines;
  }

  // A name with a line of its own, such as that of a cut through several branches: the numbers of all rows stay near their names.
  static bool IsLong(const std::vector<std::string>& line) { return line.size() > 1 && Width(line[0]) > kLongName; }

  static std::vector<std::size_t> Widths(const std::vector<std::vector<std::string>>& lines) {
    std::vector<std::size_t> widths(lines[0].size(), 0);
    for (const auto& line : lines) {
      for (std::size_t i = IsLong(line) ? 1 : 0; i < line.size(); ++i) widths[i] = std::max(widths[i], Width(line[i]));
    }
    return widths;
  }

  void Reasons(const Table& table, const std::vector<std::size_t>& shown) {
    std::set<std::string> reasons;
    for (const Row& row : table.rows) {
      for (const std::size_t i : shown) {
        if (const auto* missing = std::get_if<Missing>(&row.cells[i])) reasons.insert(missing->reason);
      }
    }
    for (const std::string& reason : reasons) Dim("  unavailable: " + reason);
  }

  TextStyle style_;
  std::string out_;
  std::string section_;  // title of the one being written
};

}  // namespace

std::string RenderText(const Document& document, const TextStyle& style) {
  Writer writer(style);
  if (!document.title.empty()) writer.Bold(document.title);
  for (const std::string& sentence : document.verdict) writer.Line(sentence);
  std::vector<std::string> left_out;
  for (const Section& section : document.sections) {
    if (section.detail && !style.verbose) {
      left_out.push_back(section.title);
      continue;
    }
    writer.Begin(section);
    for (const Block& block : section.blocks) std::visit(writer, block);
  }
  if (!left_out.empty()) {
    writer.Line("");
    writer.Dim(fmt::format("With --verbose, in the report and in --format json or csv: {}.", fmt::join(left_out, "; ")));
  }
  return writer.Take();
}

}  // namespace dnntune::report
