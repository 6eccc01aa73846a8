// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <set>
#include <string>

#include "engine/openvino/openvino_file.h"

namespace dnntune::engine {

// Calls the nodes of a converted model as the file calls the operators that they were made from, and gives the names of all
// operators of the file. Front ends that change the layout lose names; they come from a second conversion in which every tensor of
// the file is an output, wherever the two look alike. `model` is of the file, as it was converted. Throws as OpenVINO does.
[[nodiscard]] std::set<std::string> NameAsInFile(ov::Model& model, const OpenVinoFile& file);

}  // namespace dnntune::engine
