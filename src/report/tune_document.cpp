// SPDX-License-Identifier: Apache-2.0
#include "report/tune_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/comparison_document.h"
#include "report/conversion_section.h"
#include "report/decision_section.h"
#include "report/layer_diagram.h"
#include "report/metric_cells.h"
#include "report/number_format.h"
#include "report/profile_document.h"
#include "report/proof.h"
#include "report/unavailable_section.h"

namespace dnntune::report {
namespace {

using record::Decision;
using record::TuneRecord;

// Ids hold letters, digits and underscores only.
std::string Slug(const std::string& text) {
  std::string slug;
  for (const char letter : text) slug += (std::isalnum(static_cast<unsigned char>(letter)) != 0) ? letter : '_';
  return slug;
}

const record::Candidate* RunnerUp(const Decision& decision) {
  for (std::size_t i = 0; i < decision.candidates.size(); ++i) {
    if (i != decision.proven && !decision.candidates[i].refused) return &decision.candidates[i];
  }
  return nullptr;
}

const record::Proof* ProofOf(const Decision& decision, const std::string& name) {
  for (const record::Proof& proof : decision.proofs) {
    if (proof.candidate == name) return &proof;
  }
  return nullptr;
}

Cell MeasuredLatency(const record::Proof* proof) {
  if (proof == nullptr) return Missing{"not run"};
  return proof->failure.empty() ? ToCell(proof->latency) : Cell(Missing{proof->failure});
}

Cell MeasuredEnergy(const record::Proof* proof) {
  if (proof == nullptr) return Missing{"not run"};
  return proof->failure.empty() ? ToCell(proof->energy) : Cell(Missing{proof->failure});
}

std::string Certainty(const Decision& decision) {
  if (decision.overturned) return "overturned by the run";
  if (decision.tie) return "tie";
  const auto& probability = decision.candidates[decision.best].probability_best;
  return probability ? fmt::format("{:.0f} %", 100 * *probability) : "";
}

constexpr double kTrusted = 0.15;  // a run this far from its prediction is worth a warning

// The largest relative difference of a best deployment's run from its prediction.
double FurthestOff(const TuneRecord& tune) {
  double most = 0;
  for (const Decision& decision : tune.decisions) {
    if (decision.candidates.empty()) continue;
    const record::Candidate& best = decision.candidates[decision.proven];
    const record::Proof* proof = ProofOf(decision, best.name);
    if (proof == nullptr || !proof->latency.IsAvailable() || !best.predicted.latency.IsAvailable()) continue;
    most = std::max(most, std::abs(proof->latency.value() / best.predicted.latency.value() - 1));
  }
  return most;
}

Table Summary(const TuneRecord& tune) {
  Table table{.id = "summary",
              .title = "The best deployment for every link",
              .columns = {{"link", "Link"},
                          {"objective", "Objective"},
                          {"deployment", "Deployment"},
                          {"latency", "Latency, predicted", Hint::kSeconds},
                          {"measured_latency", "Measured", Hint::kSeconds},
                          {"difference", "Difference"},
                          {"energy", "Energy, predicted", Hint::kJoules, true},
                          {"measured_energy", "Energy", Hint::kJoules},
                          {"certainty", "Best with"},
                          {"runner_up", "Runner-up"},
                          {"runner_up_latency", "Its latency", Hint::kSeconds},
                          {"outputs", "Outputs"}},
              .rows = {}};
  for (const Decision& decision : tune.decisions) {
    if (decision.candidates.empty()) continue;
    const record::Candidate& best = decision.candidates[decision.proven];
    const record::Proof* proof = ProofOf(decision, best.name);
    const record::Candidate* other = RunnerUp(decision);
    const record::Proof* other_proof = other == nullptr ? nullptr : ProofOf(decision, other->name);
    table.rows.push_back({{decision.link, decision.objective, best.name, ToCell(best.predicted.latency), MeasuredLatency(proof),
                           proof == nullptr ? Cell(Missing{"not run"}) : DifferenceOf(best, *proof), ToCell(best.predicted.energy),
                           MeasuredEnergy(proof), Certainty(decision), other == nullptr ? std::string("none") : other->name,
                           MeasuredLatency(other_proof), OutputsCell(proof)},
                          false});
  }
  return table;
}

Section LayersSection(const record::Profile& profile, const std::string& role, const std::vector<Decision>& decisions) {
  const std::string prefix = role + "_";
  Section section{prefix + "layers", fmt::format("Layers on {}", profile.device.name), "", {}, true};
  section.blocks = SettingSection(profile).blocks;
  if (profile.whole) {
    section.blocks.emplace_back(Fact{"whole", "Whole model", ToCell(record::LatencyOf(*profile.whole)), Hint::kSeconds});
  }
  constexpr auto kPeak = metric::MetricId::kPeakMemory;
  section.blocks.emplace_back(MetricFact({kPeak, profile.readings.Get(kPeak)}));
  Table layers = LayerTable(profile, prefix);
  layers.detail = true;
  section.blocks.emplace_back(std::move(layers));
  section.blocks.emplace_back(Chart{.id = prefix + "layers_chart",
                                    .title = "Latency and output along the model",
                                    .kind = Chart::Kind::kBarsAndLine,
                                    .table = prefix + "layers",
                                    .category = "layer",
                                    .series = {"latency", "output"}});
  Diagram diagram = LayerDiagram(profile.graph, prefix + "layers", "latency");
  diagram.marks = DecidedCuts(profile.graph, decisions);
  section.blocks.emplace_back(std::move(diagram));
  return section;
}

std::vector<std::string> Verdict(const TuneRecord& tune, const record::Profile& device, const record::Profile& cloud) {
  std::vector<std::string> verdict;
  std::vector<const Decision*> of_objective;
  for (const Decision& decision : tune.decisions) {
    if (!of_objective.empty() && of_objective.front()->objective != decision.objective) {
      verdict.push_back(AnswerSentence(of_objective, tune.device, tune.cloud));
      of_objective.clear();
    }
    if (!decision.candidates.empty()) of_objective.push_back(&decision);
  }
  if (!of_objective.empty()) verdict.push_back(AnswerSentence(of_objective, tune.device, tune.cloud));
  for (std::string& sentence : ProofSentences(tune)) verdict.push_back(std::move(sentence));
  if (!tune.skipped.empty())
    verdict.push_back("Not decided: " + tune.skipped.front() + (tune.skipped.size() > 1 ? "; and others." : "."));
  for (const record::Profile* profile : {&device, &cloud}) {
    const auto of_it = [&](const record::Comparison& engines) {
      return !engines.settings.empty() && engines.settings.front().device == profile->device.name;
    };
    const auto engines = std::find_if(tune.engines.begin(), tune.engines.end(), of_it);
    if (engines == tune.engines.end()) continue;
    verdict.push_back(fmt::format("Engine on {}: {}, chosen from {} by measurement.", profile->device.name, profile->setting.engine,
                                  engines->settings.size()));
  }
  for (const record::Profile* profile : {&device, &cloud}) {
    if (const auto note = record::DeviceNote(profile->device)) verdict.push_back(profile->device.name + ": " + *note + ".");
  }
  return verdict;
}

}  // namespace

Document TuneDocument(const TuneRecord& tune, const record::Profile& device, const record::Profile& cloud) {
  Document document{.kind = "tune", .title = "Where to run " + tune.model, .verdict = Verdict(tune, device, cloud), .sections = {}};
  if (HasFailedProof(tune)) document.outcome = ErrorCode::kUnproved;
  document.sections.push_back({"answer", "Answer", "", {Summary(tune)}});
  std::vector<Block>& answer = document.sections.back().blocks;
  if (const double most = FurthestOff(tune); most > kTrusted) {
    answer.emplace_back(
        Text{fmt::format("the runs were up to {:.0f} % off the prediction: the machine was busy or its speed drifted; "
                         "repeat on a quiet machine before you rely on it",
                         100 * most),
             Text::Kind::kWarning});
  }
  for (const std::string& note : tune.notes) answer.emplace_back(Text{note, Text::Kind::kNote});
  for (const record::Profile* profile : {&device, &cloud}) {
    for (const std::string& note : profile->notes) {
      if (note == record::DeviceNote(profile->device)) continue;  // the verdict says so
      answer.emplace_back(Text{profile->device.name + ": " + note, Text::Kind::kNote});
    }
  }
  for (const record::Comparison& engines : tune.engines) {
    if (engines.settings.empty()) continue;
    const std::string& name = engines.settings.front().device;
    document.sections.push_back(EnginesSection(engines, name, Slug(name) + "_engines"));
  }
  for (const Decision& decision : tune.decisions) {
    const std::string prefix = Slug(decision.link) + "_" + decision.objective + "_";
    document.sections.push_back(
        {prefix + "decision", decision.link + ", " + decision.objective, "link", DecisionBlocks(decision, prefix), true});
  }
  if (cloud.conversions) document.sections.push_back(ConversionSection(cloud));
  document.sections.push_back(LayersSection(device, "device", tune.decisions));
  document.sections.push_back(LayersSection(cloud, "cloud", tune.decisions));
  Section unavailable = UnavailableSection(tune.unavailable, tune.skipped);
  if (!unavailable.blocks.empty()) document.sections.push_back(std::move(unavailable));
  return document;
}

}  // namespace dnntune::report
