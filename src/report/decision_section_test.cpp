// SPDX-License-Identifier: Apache-2.0
#include "report/decision_section.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dnntune::report {
namespace {

using metric::Quantity;

record::Candidate MakeCandidate(const char* name, Quantity<Joules> energy) {
  record::Candidate candidate;
  candidate.name = name;
  candidate.predicted.latency = Quantity<Seconds>::Of(Seconds(0.1), metric::Source::kModelled);
  candidate.predicted.energy = std::move(energy);
  return candidate;
}

record::Decision Sample(const Quantity<Joules>& energy) {
  record::Decision decision;
  decision.objective = "latency";
  decision.candidates = {MakeCandidate("a", energy), MakeCandidate("b", energy), MakeCandidate("c", energy)};
  decision.candidates[0].on_front = true;
  decision.candidates[2].refused = "its upload is too large";
  return decision;
}

Quantity<Joules> Known() {
  return Quantity<Joules>::Of(Joules(0.2), metric::Source::kModelled);
}

Cell Standing(const record::Decision& decision, std::size_t row) {
  const Table table = CandidateTable(decision, "");
  const auto column = std::find_if(table.columns.begin(), table.columns.end(), [](const Column& c) { return c.key == "pareto"; });
  return table.rows[row].cells[static_cast<std::size_t>(column - table.columns.begin())];
}

bool HasParetoChart(const record::Decision& decision) {
  const std::vector<Block> blocks = DecisionBlocks(decision, "");
  return std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
    const auto* chart = std::get_if<Chart>(&block);
    return chart != nullptr && chart->kind == Chart::Kind::kScatter;
  });
}

TEST(DecisionSection, TellsTheFrontFromTheDominatedAndTheRuledOut) {
  const record::Decision decision = Sample(Known());
  EXPECT_EQ(std::get<std::string>(Standing(decision, 0)), "front");
  EXPECT_EQ(std::get<std::string>(Standing(decision, 1)), "dominated");
  EXPECT_EQ(std::get<std::string>(Standing(decision, 2)), "ruled out");
}

TEST(DecisionSection, DrawsTheParetoChartOnlyWhereEnergiesAreKnown) {
  EXPECT_TRUE(HasParetoChart(Sample(Known())));
  const record::Decision unknown = Sample(Quantity<Joules>::Unavailable("no power given"));
  EXPECT_FALSE(HasParetoChart(unknown));
  EXPECT_EQ(std::get<Missing>(Standing(unknown, 0)).reason, "no power given");
}

TEST(DecisionSection, HoldsOutputsAgainstBothWholeModelsWhereThereAreTwo) {
  record::Decision decision = Sample(Known());
  record::Proof proof;
  proof.candidate = "a";
  proof.difference = record::OutputDifference{0.25, 21.25};
  decision.proofs = {proof};
  const auto outputs = [&] {
    const auto table = std::get<Table>(DecisionBlocks(decision, "")[1]);
    return std::vector<Cell>(table.rows[0].cells.begin() + 8, table.rows[0].cells.end());
  };
  ASSERT_EQ(outputs().size(), 1U);
  EXPECT_EQ(std::get<std::string>(outputs()[0]), "at most 0.25, 21.2 dB");
  decision.proofs[0].difference->largest_value = 0.5;
  decision.proofs[0].difference->held_to = record::Tolerance{.relative = 1e-4};
  EXPECT_EQ(std::get<std::string>(outputs()[0]), "at most 0.25, 21.2 dB, not within 1e-4 of the largest value");
  decision.proofs[0].difference->largest = 1e-5;
  EXPECT_EQ(std::get<std::string>(outputs()[0]), "at most 1e-05, 21.2 dB, within 1e-4 of the largest value");
  decision.proofs[0].from_device = record::OutputDifference{};
  ASSERT_EQ(outputs().size(), 2U);
  EXPECT_EQ(std::get<std::string>(outputs()[1]), "identical");
}

}  // namespace
}  // namespace dnntune::report
