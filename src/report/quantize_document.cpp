// SPDX-License-Identifier: Apache-2.0
#include "report/quantize_document.h"

#include <fmt/format.h>

#include <map>

#include "report/number_format.h"

namespace dnntune::report {
namespace {

std::string Size(std::uintmax_t bytes) {
  return FormatValue(static_cast<double>(bytes), Hint::kBytes);
}

std::string Numbers(const std::string& precision) {
  return precision == "fp16" ? "float16" : precision;
}

std::vector<std::string> Verdict(const record::QuantizedModel& model) {
  std::vector<std::string> verdict = {fmt::format("Wrote {}: {} instead of {}; {} of {} operators are in {}.", model.file.string(),
                                                  Size(model.bytes_after), Size(model.bytes_before), model.quantized,
                                                  model.quantized + model.kept.size(), Numbers(model.precision))};
  for (const record::QuantizedOutput& one : model.outputs) {
    std::string line = one.signal_to_noise.IsAvailable() ? fmt::format("Output '{}' is {:.1f} dB above its difference from float32",
                                                                       one.name, one.signal_to_noise.value())
                                                         : fmt::format("Output '{}': {}", one.name, one.signal_to_noise.reason());
    if (one.agreement.IsAvailable()) line += fmt::format("; {:.3g} % agree with it", 100 * one.agreement.value());
    verdict.push_back(line + ".");
    if (model.outputs.size() > 2) break;  // the table has them all
  }
  if (model.are_generated) {
    verdict.emplace_back(model.precision == "int8"
                             ? "Ranges are those of noise: for a model in use give --calibrate FOLDER with inputs like its own."
                             : "It was compared on noise: give --calibrate FOLDER to compare on inputs of your own.");
  }
  return verdict;
}

Table Differences(const record::QuantizedModel& model) {
  Table table{"differences",
              "Differences from float32",
              {{"output", "Output"},
               {"signal_to_noise_db", "Signal to noise, dB", Hint::kCount},
               {"largest", "Largest, of the largest value", Hint::kProbability},
               {"agreement", "Same class", Hint::kProbability}},
              {}};
  for (const record::QuantizedOutput& one : model.outputs) {
    table.rows.push_back({{one.name, ToCell(one.signal_to_noise), ToCell(one.largest), ToCell(one.agreement)}});
  }
  return table;
}

// How many operators stayed for each reason.
Table Reasons(const record::QuantizedModel& model) {
  std::map<std::string, std::pair<int, std::string>> reasons;
  for (const record::KeptOperator& kept : model.kept) {
    auto& [count, first] = reasons[kept.reason];
    if (count++ == 0) first = kept.name;
  }
  Table table{"reasons",
              "Operators that stay in float32",
              {{"reason", "Reason"}, {"operators", "Operators", Hint::kCount}, {"first", "The first"}},
              {}};
  for (const auto& [reason, one] : reasons) table.rows.push_back({{reason, Counted(one.first), one.second}});
  return table;
}

Table Kept(const record::QuantizedModel& model) {
  Table table{"kept", "Each of them", {{"operator", "Operator"}, {"reason", "Reason"}}, {}, true};
  for (const record::KeptOperator& kept : model.kept) table.rows.push_back({{kept.name, kept.reason}});
  return table;
}

}  // namespace

Document QuantizeDocument(const record::QuantizedModel& model) {
  Document document{"quantize", "Model " + model.model + " in " + Numbers(model.precision), Verdict(model), {}};
  Section written{"written", "Written", "", {}};
  written.blocks = {
      Fact{"file", "File", model.file.string()},
      Fact{"format", "Format", model.format},
      Fact{"precision", "Precision", model.precision},
      Fact{"size_before", "Size before", Counted(static_cast<double>(model.bytes_before)), Hint::kBytes},
      Fact{"size_after", "Size after", Counted(static_cast<double>(model.bytes_after)), Hint::kBytes},
      Fact{"narrowed", "Operators in it", Counted(static_cast<double>(model.quantized)), Hint::kCount},
      Fact{"kept", "Operators in float32", Counted(static_cast<double>(model.kept.size())), Hint::kCount},
  };
  for (const std::string& note : model.notes) written.blocks.emplace_back(Text{note, Text::Kind::kNote});
  document.sections.push_back(std::move(written));
  Section difference{"difference", "Difference", "", {}};
  difference.blocks = {Fact{"inputs", model.precision == "int8" ? "Calibrated and compared with" : "Compared with", model.inputs},
                       Fact{"engine", "On", model.engine}, Differences(model)};
  document.sections.push_back(std::move(difference));
  if (model.kept.empty()) return document;
  document.sections.push_back({"float32", "Float32", "", {Reasons(model), Kept(model)}});
  return document;
}

}  // namespace dnntune::report
