// SPDX-License-Identifier: Apache-2.0
// The graphs of a file: which of them is the model, which are run by operators, and what they do to variables. Include in .cpp
// files of this folder only.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

// Visits the places where the operator's options name a subgraph, which may be changed.
void VisitSubgraphs(schema::OperatorT& op, const std::function<void(std::int32_t&)>& visit);
// The subgraphs that the operator runs, with those that these run in turn.
[[nodiscard]] std::set<int> SubgraphsOf(const schema::Model& model, const schema::Operator& op);

// Whether the operator, or one of a subgraph that it runs, is of kStateful. CALL_ONCE is not: it sets a variable before all others.
[[nodiscard]] bool ChangesVariables(const schema::Model& model, const schema::Operator& op);
// Whether there is a variable that it reads, names or changes.
[[nodiscard]] bool TouchesVariables(const schema::Model& model, const schema::Operator& op);

// signatures.cpp: kBadInput, listing the names, where the file has no signature of the name.
[[nodiscard]] Result<const schema::SignatureDef*> SignatureNamed(const schema::Model& model, const std::string& name);

}  // namespace dnntune::format::tflite
