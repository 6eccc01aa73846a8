// SPDX-License-Identifier: Apache-2.0
#include "cli/narrow_document.h"

#include <fmt/format.h>

#include <map>

#include "report/number_format.h"

namespace dnntune::cli {
namespace {

using report::Cell;
using report::Hint;

Cell ToCell(const metric::Quantity<double>& quantity) {
  if (!quantity.IsAvailable()) return report::Missing{quantity.reason()};
  return report::Number{quantity.value(), quantity.source(), std::nullopt};
}

std::string Size(std::uintmax_t bytes) {
  return report::FormatValue(static_cast<double>(bytes), Hint::kBytes);
}

std::string Numbers(const std::string& precision) {
  return precision == "fp16" ? "float16" : precision;
}

std::vector<std::string> Verdict(const NarrowOutcome& outcome) {
  std::vector<std::string> verdict = {
      fmt::format("Wrote {}: {} instead of {}; {} of {} operators are in {}.", outcome.file.string(), Size(outcome.bytes_after),
                  Size(outcome.bytes_before), outcome.narrowed, static_cast<std::size_t>(outcome.narrowed) + outcome.kept.size(),
                  Numbers(outcome.precision))};
  for (const calibration::OutputDifference& one : outcome.differences) {
    std::string line = one.signal_to_noise.IsAvailable() ? fmt::format("Output '{}' is {:.1f} dB above its difference from float32",
                                                                       one.name, one.signal_to_noise.value())
                                                         : fmt::format("Output '{}': {}", one.name, one.signal_to_noise.reason());
    if (one.agreement.IsAvailable()) line += fmt::format("; {:.3g} % agree with it", 100 * one.agreement.value());
    verdict.push_back(line + ".");
    if (outcome.differences.size() > 2) break;  // the table has them all
  }
  if (outcome.are_generated) {
    verdict.emplace_back(outcome.precision == "int8"
                             ? "Ranges are those of noise: for a model in use give --calibrate FOLDER with inputs like its own."
                             : "It was compared on noise: give --calibrate FOLDER to compare on inputs of your own.");
  }
  return verdict;
}

report::Table Differences(const NarrowOutcome& outcome) {
  report::Table table{"differences",
                      "Differences from float32",
                      {{"output", "Output"},
                       {"signal_to_noise_db", "Signal to noise, dB", Hint::kCount},
                       {"largest", "Largest, of the largest value", Hint::kProbability},
                       {"agreement", "Same class", Hint::kProbability}},
                      {}};
  for (const calibration::OutputDifference& one : outcome.differences) {
    table.rows.push_back({{one.name, ToCell(one.signal_to_noise), ToCell(one.largest), ToCell(one.agreement)}});
  }
  return table;
}

// How many operators stayed for each reason.
report::Table Reasons(const NarrowOutcome& outcome) {
  std::map<std::string, std::pair<int, std::string>> reasons;
  for (const format::Kept& kept : outcome.kept) {
    auto& [count, first] = reasons[kept.reason];
    if (count++ == 0) first = kept.name;
  }
  report::Table table{"reasons",
                      "Operators that stay in float32",
                      {{"reason", "Reason"}, {"operators", "Operators", Hint::kCount}, {"first", "The first"}},
                      {}};
  for (const auto& [reason, one] : reasons) table.rows.push_back({{reason, report::Counted(one.first), one.second}});
  return table;
}

report::Table Kept(const NarrowOutcome& outcome) {
  report::Table table{"kept", "Each of them", {{"operator", "Operator"}, {"reason", "Reason"}}, {}, true};
  for (const format::Kept& kept : outcome.kept) table.rows.push_back({{kept.name, kept.reason}});
  return table;
}

}  // namespace

report::Document NarrowDocument(const NarrowOutcome& outcome) {
  report::Document document{"quantize", "Model " + outcome.model + " in " + Numbers(outcome.precision), Verdict(outcome), {}};
  report::Section written{"written", "Written", "", {}};
  written.blocks = {
      report::Fact{"file", "File", outcome.file.string()},
      report::Fact{"format", "Format", outcome.format},
      report::Fact{"precision", "Precision", outcome.precision},
      report::Fact{"size_before", "Size before", report::Counted(static_cast<double>(outcome.bytes_before)), Hint::kBytes},
      report::Fact{"size_after", "Size after", report::Counted(static_cast<double>(outcome.bytes_after)), Hint::kBytes},
      report::Fact{"narrowed", "Operators in it", report::Counted(outcome.narrowed), Hint::kCount},
      report::Fact{"kept", "Operators in float32", report::Counted(static_cast<double>(outcome.kept.size())), Hint::kCount},
  };
  document.sections.push_back(std::move(written));
  report::Section difference{"difference", "Difference", "", {}};
  difference.blocks = {
      report::Fact{"inputs", outcome.precision == "int8" ? "Calibrated and compared with" : "Compared with", outcome.inputs},
      report::Fact{"engine", "On", outcome.engine}, Differences(outcome)};
  document.sections.push_back(std::move(difference));
  if (outcome.kept.empty()) return document;
  document.sections.push_back({"float32", "Float32", "", {Reasons(outcome), Kept(outcome)}});
  return document;
}

}  // namespace dnntune::cli
