// SPDX-License-Identifier: Apache-2.0
// What the profiles of a study say of its models: how they differ layer by layer, on which engine, in which numbers, with how many
// threads.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/units.h"
#include "graph/graph.h"
#include "graph/kind.h"
#include "metric/readings.h"
#include "record/profile.h"
#include "record/study.h"
#include "study/small_cuts.h"

namespace dnntune::study {

// An entry of the study and what became of it.
struct Measured {
  const record::StudyEntry* entry = nullptr;
  const record::Profile* profile = nullptr;  // null: not measured, and what is below says why
  metric::Readings readings;                 // of the whole model (record::ReadingsOf)
  [[nodiscard]] metric::Quantity<Seconds> Latency() const { return readings.Get<Seconds>(metric::MetricId::kLatency); }
};

struct LayerFinding {
  std::string name;
  graph::Kind kind = graph::Kind::kOther;
  std::optional<double> macs;                        // multiply-accumulates; nothing: not known
  metric::Quantity<Ratio> macs_share;                // of the model's, 0 to 1
  metric::Quantity<Bytes> output;                    // what it hands on
  metric::Quantity<Ratio> of_input;                  // that, as a multiple of the model's inputs
  std::vector<metric::Quantity<Seconds>> latencies;  // as ModelFindings::columns
};

// How much of a model is of one kind: of its multiply-accumulates, and of the time of its layers, each of which counts for the kind
// that does most of its multiply-accumulates. Shares, 0 to 1.
struct KindShare {
  graph::Kind kind = graph::Kind::kOther;
  metric::Quantity<Ratio> macs;
  std::vector<metric::Quantity<Ratio>> time;  // as ModelFindings::columns
};

// Two settings, as indices into ModelFindings::measured, and how many times as fast the second is.
struct Faster {
  std::size_t base = 0;
  std::size_t other = 0;
  metric::Quantity<Ratio> ratio;
};

struct ModelFindings {
  std::string name;
  const graph::Graph* graph = nullptr;  // of the first profile; null: nothing was measured, and what needs it is empty
  std::optional<double> macs;           // multiply-accumulates of one inference; nothing: not known
  double parameters = 0;
  std::vector<Measured> measured;    // every entry of the model
  std::vector<std::size_t> columns;  // those of `measured` that were to be measured layer by layer
  std::vector<LayerFinding> layers;
  std::vector<KindShare> shares;  // one for each of graph::kKinds
  SmallCuts small_cuts;
  std::vector<Faster> int8;          // fp32 to int8, for each engine that has both
  std::vector<Faster> threads;       // one thread to more, for each engine and number
  std::vector<std::size_t> fastest;  // of the columns in fp32 those that cannot be told from the fastest; empty: none was measured
};

// `profiles` has one for each entry of the study, nothing where there is none; both must outlive the result. In the order of the
// entries.
[[nodiscard]] std::vector<ModelFindings> Find(const record::Study& study, std::span<const std::optional<record::Profile>> profiles);

}  // namespace dnntune::study
