// SPDX-License-Identifier: Apache-2.0
#include "study/findings.h"

#include <algorithm>
#include <numeric>

#include "graph/size.h"
#include "study/speed_up.h"

namespace dnntune::study {
namespace {

using metric::Quantity;
using metric::Source;
using record::StudyStage;

Measured MeasuredOf(const record::StudyEntry& entry, const std::optional<record::Profile>& profile) {
  Measured measured;
  measured.entry = &entry;
  if (profile && profile->whole) measured.profile = &*profile;
  const std::string why = entry.unavailable.empty() ? "not measured yet" : entry.unavailable;
  measured.readings = measured.profile == nullptr ? record::NoReadings(why) : record::ReadingsOf(*profile);
  return measured;
}

Quantity<Seconds> LayerLatency(const Measured& measured, const std::string& layer) {
  if (measured.profile == nullptr) return Quantity<Seconds>::Unavailable(measured.Latency().reason());
  for (const record::LayerCost& cost : measured.profile->costs) {
    if (cost.layer == layer) return record::LatencyOf(cost.cost);
  }
  return Quantity<Seconds>::Unavailable("the layer was not measured");
}

Quantity<Ratio> Share(const Quantity<Bytes>& part, const Quantity<Bytes>& whole) {
  if (!part.IsAvailable()) return Quantity<Ratio>::Unavailable(part.reason());
  if (!whole.IsAvailable()) return Quantity<Ratio>::Unavailable(whole.reason());
  return Quantity<Ratio>::Of(Ratio(part.value() / whole.value()), Source::kModelled);
}

std::vector<LayerFinding> LayersOf(const ModelFindings& model, const std::vector<graph::Kind>& kinds) {
  std::vector<LayerFinding> layers;
  for (graph::LayerId id = 0; id < model.graph->layers().size(); ++id) {
    const graph::Layer& layer = model.graph->layers()[id];
    LayerFinding found;
    found.name = layer.name;
    found.kind = graph::KindOfLayer(*model.graph, id, kinds);
    found.macs = graph::MacsOf(*model.graph, layer.operators);
    found.macs_share = MacsShare(*model.graph, layer.operators);
    found.output = graph::BytesOf(*model.graph, model.graph->LayerOutputs(id));
    found.of_input = Share(found.output, model.small_cuts.input);
    for (const std::size_t column : model.columns) found.latencies.push_back(LayerLatency(model.measured[column], layer.name));
    layers.push_back(std::move(found));
  }
  return layers;
}

// Of the time that all layers take together; a layer that failed makes shares of the rest a lie.
Quantity<Ratio> TimeShare(const std::vector<LayerFinding>& layers, std::size_t column, graph::Kind kind) {
  Seconds all{0};
  Seconds own{0};
  for (const LayerFinding& layer : layers) {
    const Quantity<Seconds>& latency = layer.latencies[column];
    if (!latency.IsAvailable()) return Quantity<Ratio>::Unavailable(latency.reason());
    all += latency.value();
    if (layer.kind == kind) own += latency.value();
  }
  if (all.count() <= 0) return Quantity<Ratio>::Unavailable("the layers take no time");
  return Quantity<Ratio>::Of(Ratio(own / all), Source::kMeasured);
}

std::vector<KindShare> SharesOf(const ModelFindings& model, const std::vector<graph::Kind>& kinds) {
  std::vector<KindShare> shares;
  for (const graph::Kind kind : graph::kKinds) {
    std::vector<graph::OperatorId> operators;
    for (graph::OperatorId id = 0; id < kinds.size(); ++id) {
      if (kinds[id] == kind) operators.push_back(id);
    }
    KindShare share{.kind = kind, .macs = MacsShare(*model.graph, operators), .time = {}};
    for (std::size_t column = 0; column < model.columns.size(); ++column) {
      share.time.push_back(TimeShare(model.layers, column, kind));
    }
    shares.push_back(std::move(share));
  }
  return shares;
}

// Every pair of settings that `is_base` and `is_other` accept, in this order, of one engine and stage.
template <typename Base, typename Other>
std::vector<Faster> Pairs(const std::vector<Measured>& measured, Base is_base, Other is_other) {
  std::vector<Faster> pairs;
  for (std::size_t base = 0; base < measured.size(); ++base) {
    if (!is_base(*measured[base].entry)) continue;
    for (std::size_t other = 0; other < measured.size(); ++other) {
      const record::StudyEntry& entry = *measured[other].entry;
      const bool is_alike =
          entry.setting.engine == measured[base].entry->setting.engine && entry.stage == measured[base].entry->stage;
      if (is_alike && is_other(entry)) pairs.push_back({base, other, SpeedUp(measured[base].profile, measured[other].profile)});
    }
  }
  return pairs;
}

void Pair(ModelFindings& model) {
  using Entry = record::StudyEntry;
  const auto is_layers_in = [](const char* precision) {
    return
        [precision](const Entry& entry) { return entry.stage == StudyStage::kLayers && entry.setting.file_precision == precision; };
  };
  model.int8 = Pairs(model.measured, is_layers_in("fp32"), is_layers_in("int8"));
  const auto is_threads = [](bool is_one) {
    return [is_one](const Entry& entry) { return entry.stage == StudyStage::kThreads && (entry.setting.threads == 1) == is_one; };
  };
  model.threads = Pairs(model.measured, is_threads(true), is_threads(false));
}

std::vector<std::size_t> FastestOf(const ModelFindings& model) {
  std::vector<std::size_t> fastest;
  const Measured* best = nullptr;
  const auto is_candidate = [&](std::size_t column) {
    const Measured& one = model.measured[column];
    return one.entry->setting.file_precision == "fp32" && one.Latency().IsAvailable();
  };
  for (const std::size_t column : model.columns) {
    const Measured& one = model.measured[column];
    if (is_candidate(column) && (best == nullptr || one.Latency().value() < best->Latency().value())) best = &one;
  }
  for (const std::size_t column : model.columns) {
    const Measured& one = model.measured[column];
    if (best == nullptr || !is_candidate(column)) continue;
    if (&one == best || IsTie(SpeedUp(one.profile, best->profile))) fastest.push_back(column);
  }
  return fastest;
}

void Fill(ModelFindings& model) {
  for (std::size_t i = 0; i < model.measured.size(); ++i) {
    if (model.measured[i].entry->stage == StudyStage::kLayers) model.columns.push_back(i);
    if (model.graph == nullptr && model.measured[i].profile != nullptr) model.graph = &model.measured[i].profile->graph;
  }
  Pair(model);
  model.fastest = FastestOf(model);
  if (model.graph == nullptr) return;
  std::vector<graph::OperatorId> all(model.graph->operators().size());
  std::iota(all.begin(), all.end(), graph::OperatorId{0});
  model.macs = graph::MacsOf(*model.graph, all);
  for (const graph::Operator& op : model.graph->operators()) model.parameters += static_cast<double>(op.parameters);
  model.small_cuts = FindSmallCuts(*model.graph);
  const std::vector<graph::Kind> kinds = graph::KindsOf(*model.graph);
  model.layers = LayersOf(model, kinds);
  model.shares = SharesOf(model, kinds);
}

}  // namespace

std::vector<ModelFindings> Find(const record::Study& study, std::span<const std::optional<record::Profile>> profiles) {
  std::vector<ModelFindings> models;
  for (std::size_t i = 0; i < study.entries.size(); ++i) {
    const record::StudyEntry& entry = study.entries[i];
    auto model = std::ranges::find(models, entry.model, &ModelFindings::name);
    if (model == models.end()) {
      model = models.emplace(models.end());
      model->name = entry.model;
    }
    model->measured.push_back(MeasuredOf(entry, profiles[i]));
  }
  for (ModelFindings& model : models) Fill(model);
  return models;
}

}  // namespace dnntune::study
