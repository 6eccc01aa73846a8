// SPDX-License-Identifier: Apache-2.0
#include "record/readings_json.h"

#include <fmt/format.h>

#include <utility>

#include "base/nearest.h"
#include "record/quantity_json.h"

namespace dnntune::record {

Result<metric::MetricId> ReadMetricName(const Field& field, const std::string& name) {
  if (const metric::Metric* metric = metric::FindMetric(name)) return metric->id;
  std::vector<std::string> known;
  for (const metric::Metric& metric : metric::Metrics()) known.emplace_back(metric.name);
  return Fail(field.Wrong(fmt::format("unknown metric '{}'{}", name, DidYouMean(name, known))));
}

Result<metric::Readings> ReadReadings(const Field& parent, bool signed_values) {
  metric::Readings readings;
  const auto field = parent.Find("readings");
  if (!field) return readings;
  ASSIGN_OR_RETURN(const auto members, field->Members());
  for (const auto& [name, member] : members) {
    ASSIGN_OR_RETURN(const metric::MetricId id, ReadMetricName(*field, name));
    ASSIGN_OR_RETURN(const auto quantity, ReadPlainQuantity(member, signed_values, metric::MetricOf(id).unit));
    readings.Set(id, quantity);
  }
  return readings;
}

Json PrintReadings(const metric::Readings& readings) {
  Json json = Json::object();
  for (const metric::Reading& reading : readings) {
    const metric::Metric& metric = metric::MetricOf(reading.id);
    Json quantity = PrintQuantity(reading.quantity);
    if (reading.quantity.IsAvailable() && !metric.unit.empty()) {
      Json with_unit{{"value", quantity["value"]}, {"unit", metric.unit}};
      with_unit.update(quantity);
      quantity = std::move(with_unit);
    }
    json[std::string(metric.name)] = std::move(quantity);
  }
  return json;
}

}  // namespace dnntune::record
