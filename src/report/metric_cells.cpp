// SPDX-License-Identifier: Apache-2.0
#include "report/metric_cells.h"

#include <cctype>

namespace dnntune::report {

Column MetricColumn(metric::MetricId id) {
  const metric::Metric& metric = metric::MetricOf(id);
  return {std::string(metric.key), std::string(metric.title), metric.hint};
}

Column FamilyColumn(metric::MetricId id) {
  const metric::Metric& metric = metric::MetricOf(id);
  const std::string key(FamilyOf(metric));
  std::string title = key;
  title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
  return {key, std::move(title), metric.hint};
}

Column ListedColumn(metric::MetricId id) {
  Column column = MetricColumn(id);
  column.title = ListedTitle(metric::MetricOf(id));
  return column;
}

Cell ThreadsCell(const setting::Setting& setting) {
  return setting.threads ? Counted(*setting.threads) : Missing{"it is not recorded"};
}

Fact MetricFact(const metric::Reading& reading) {
  const Column column = ListedColumn(reading.id);
  const bool is_count = column.hint == Hint::kCount;
  return {column.key, column.title, is_count ? Counted(reading.quantity) : ToCell(reading.quantity), column.hint};
}

}  // namespace dnntune::report
