// SPDX-License-Identifier: Apache-2.0
// Well-known networks with seeded noise for weights: latency and energy do not depend on what a network was trained for.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/network.h"
#include "zoo/networks.h"

namespace dnntune::zoo {

struct Entry {
  std::string_view name;  // "mobilenet-v2"
  std::string_view title;
  std::string_view source;
  int length = 0;  // the default of a sequence's; 0: the model reads none
  format::Network (*make)(const Parameters& parameters);
};

[[nodiscard]] std::span<const Entry> Models();

// By name; letters' case and '_' for '-' are ignored, so that "MobileNet_V2" is found. Null where there is none.
[[nodiscard]] const Entry* Find(std::string_view name);

// A model and what it leaves open; nothing there: the defaults.
struct Request {
  std::string name;
  std::optional<int> batch{};   // 1 to kMostAtOnce
  std::optional<int> length{};  // 1 to kLongest, of models that read sequences
};
inline constexpr int kMostAtOnce = 1024;
inline constexpr int kLongest = 1024;

// kBadInput: unknown name (with the nearest), impossible parameters.
[[nodiscard]] Result<format::Network> Make(const Request& request);

// Writes the model to `path`, which is there only once it is whole. The same version of dnntune writes the same bytes. Errors as
// Make; kUnavailable: a format that cannot be written; kIo.
[[nodiscard]] Result<void> Write(const Request& request, std::string_view format, const std::filesystem::path& path);

// The formats that Write knows.
[[nodiscard]] std::vector<std::string_view> Formats();

// "mobilenet-v2.pb": what such a file is called where nothing else is asked for.
[[nodiscard]] std::string FileName(std::string_view name, std::string_view format);

// The model's file in ${XDG_CACHE_HOME:-~/.cache}/dnntune/zoo, written there if it is not yet. Its name holds a fingerprint of the
// definition, so a changed definition is a new file. Errors as Write.
[[nodiscard]] Result<std::filesystem::path> Materialise(std::string_view name, std::string_view format);

// The file that a user means by `model`: an existing file, else the zoo's model of that name, materialised. kBadInput where it is
// neither (with the nearest name).
[[nodiscard]] Result<std::filesystem::path> Resolve(const std::string& model, std::string_view format);

}  // namespace dnntune::zoo
