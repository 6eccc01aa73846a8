// SPDX-License-Identifier: Apache-2.0
// ONNX files, read with libonnx. Its types stay in this folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "format/format.h"

namespace dnntune::format::onnx {

// Reads any IR and opset; types and shapes as far as libonnx infers them (opset 26) or options give them. Errors as format::Read.
[[nodiscard]] Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options);

// The same from the file's content. `path` is for messages and is where external weights are looked for.
[[nodiscard]] Result<std::unique_ptr<Model>> Parse(const std::string& bytes, const std::filesystem::path& path,
                                                   const ReadOptions& options);

}  // namespace dnntune::format::onnx
