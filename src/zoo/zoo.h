// SPDX-License-Identifier: Apache-2.0
// Well-known networks with seeded noise for weights: latency and energy do not depend on what a network was trained for.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/network.h"

namespace dnntune::zoo {

struct Entry {
  std::string_view name;  // "mobilenet-v2"
  std::string_view title;
  std::string_view input;  // as written to ONNX: "input [1,3,224,224]"
  std::string_view source;
  format::Network (*make)();
};

[[nodiscard]] std::span<const Entry> Models();

// By name; letters' case and '_' for '-' are ignored, so that "MobileNet_V2" is found. Null where there is none.
[[nodiscard]] const Entry* Find(std::string_view name);

// Writes the model to `path`. The same version of dnntune writes the same bytes. kBadInput: unknown name (with the nearest);
// kUnavailable: a format that cannot be written; kIo.
[[nodiscard]] Result<void> Write(std::string_view name, std::string_view format, const std::filesystem::path& path);

// "mobilenet-v2.pb": what such a file is called where nothing else is asked for.
[[nodiscard]] std::string FileName(std::string_view name, std::string_view format);

// The model's file in ${XDG_CACHE_HOME:-~/.cache}/dnntune/zoo, written there if it is not yet. Its name holds a fingerprint of the
// definition, so a changed definition is a new file. Errors as Write.
[[nodiscard]] Result<std::filesystem::path> Materialise(std::string_view name, std::string_view format);

// The file that a user means by `model`: an existing file, else the zoo's model of that name, materialised. kBadInput where it is
// neither (with the nearest name).
[[nodiscard]] Result<std::filesystem::path> Resolve(const std::string& model, std::string_view format);

}  // namespace dnntune::zoo
