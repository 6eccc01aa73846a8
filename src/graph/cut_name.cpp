// SPDX-License-Identifier: Apache-2.0
#include "graph/cut_name.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <vector>

#include "base/nearest.h"

namespace dnntune::graph {
namespace {

constexpr std::string_view kNoHead = "before the first layer";
constexpr std::string_view kNoTail = "after the last layer";
constexpr std::string_view kAfter = "after ";
constexpr std::string_view kAnd = " and ";

// "A and B"; a layer's name may hold " and " itself.
std::optional<std::vector<LayerId>> ReadLayers(const Graph& graph, std::string_view text) {
  if (const auto layer = graph.FindLayer(text)) return std::vector<LayerId>{*layer};
  for (std::size_t at = text.find(kAnd); at != std::string_view::npos; at = text.find(kAnd, at + 1)) {
    const auto first = graph.FindLayer(text.substr(0, at));
    auto rest = first ? ReadLayers(graph, text.substr(at + kAnd.size())) : std::nullopt;
    if (!rest) continue;
    rest->push_back(*first);
    return rest;
  }
  return std::nullopt;
}

// The first part of "A and B" that is no layer.
std::string_view Unknown(const Graph& graph, std::string_view text) {
  for (;;) {
    const std::string_view first = text.substr(0, text.find(kAnd));
    if (first.size() == text.size() || !graph.FindLayer(first)) return first;
    text.remove_prefix(first.size() + kAnd.size());
  }
}

}  // namespace

std::string CutName(const Graph& graph, const Cut& cut) {
  if (cut.head.empty()) return std::string(kNoHead);
  if (HeadSize(cut) == graph.layers().size()) return std::string(kNoTail);
  return std::string(kAfter) + LastLayers(graph, cut);
}

std::string LastLayers(const Graph& graph, const Cut& cut) {
  std::vector<std::string_view> names;
  for (const LayerId layer : cut.last) names.push_back(graph.layers()[layer].name);
  return fmt::format("{}", fmt::join(names, kAnd));
}

bool IsCutName(const Graph& graph, std::string_view text) {
  return (text.starts_with(kAfter) || text == kNoHead) && !graph.FindLayer(text);
}

Result<Cut> FindCut(const Graph& graph, std::string_view name) {
  if (name == kNoHead) return MakeCut(graph, {});
  if (name == kNoTail) return PrefixCuts(graph).back();
  if (!name.starts_with(kAfter)) {
    return Fail(ErrorCode::kBadInput, fmt::format("'{}' is no cut; write 'after A and B', see 'dnntune inspect MODEL'", name));
  }
  const std::string_view layers = name.substr(kAfter.size());
  if (const auto last = ReadLayers(graph, layers)) return CutAfter(graph, *last);
  const std::string_view unknown = Unknown(graph, layers);
  std::vector<std::string> names;
  for (const Layer& layer : graph.layers()) names.push_back(layer.name);
  return Fail(ErrorCode::kBadInput,
              fmt::format("the model has no cut '{}', for it has no layer '{}'{}; see 'dnntune inspect MODEL'", name, unknown,
                          DidYouMean(unknown, names)));
}

}  // namespace dnntune::graph
