// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"
#include "record/profile.h"
#include "report/document.h"

namespace dnntune::report {

// A model as `dnntune inspect` shows it.
struct InspectedModel {
  std::string name;
  std::string format;
  std::string sha256;  // of its file, to tell whether a profile is of it; empty where there is no profile
  const graph::Graph& graph;
  std::vector<graph::OperatorId> control_flow{};  // operators that run parts of the graph again or not at all
  std::vector<graph::OperatorId> stateful{};      // operators that keep values between runs
  std::string inference_failure{};                // why types and shapes that the file leaves open could not be inferred
  std::optional<std::string> note{};              // what a reader must know of the file
};

// Layers and cuts of the model as tables, and the layers as a graph, coloured by latency where a `profile` (may be null) has it,
// else by MACs. Where there are more cuts than `cut_limit`, those after each layer only, and a note. kBadInput where the profile is
// of other layers.
[[nodiscard]] Result<Document> InspectDocument(const InspectedModel& model, std::size_t cut_limit, const record::Profile* profile);

// Files that were written of the model; empty: none.
struct WrittenParts {
  std::string dot;   // its layers for Graphviz
  std::string part;  // a range of its layers as a model
};

// Says so in front of what the document has, where there are any.
void AddWritten(const WrittenParts& written, Document& document);

}  // namespace dnntune::report
