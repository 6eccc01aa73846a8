// SPDX-License-Identifier: Apache-2.0
#include "report/config_document.h"

#include <fmt/format.h>

#include "report/unavailable_section.h"

namespace dnntune::report {
namespace {

std::string Verdict(const spec::Spec& spec) {
  if (spec.unavailable.empty()) return "The config is right and everything that it asks for is here.";
  return fmt::format("The config is right; {} of the things that it asks for are not available here.", spec.unavailable.size());
}

Section ValuesSection(std::span<const spec::Effective> values) {
  Table table{.id = "values", .title = "Values", .columns = {{"key", "Key"}, {"value", "Value"}, {"origin", "From"}}, .rows = {}};
  for (const spec::Effective& value : values) table.rows.push_back({{value.key, value.value, value.origin}, false});
  return {"values", "Values", "", {std::move(table)}};
}

}  // namespace

Document ConfigCheckDocument(const std::string& file, const spec::Spec& spec) {
  Document document{.kind = "config", .title = "Config " + file, .verdict = {Verdict(spec)}, .sections = {}};
  if (!spec.unavailable.empty()) document.sections.push_back(UnavailableSection(spec.unavailable));
  return document;
}

Document ConfigShowDocument(const std::string& file, const spec::Loaded& config) {
  Document document = ConfigCheckDocument(file, config.spec);
  document.sections.insert(document.sections.begin(), ValuesSection(config.values));
  return document;
}

}  // namespace dnntune::report
