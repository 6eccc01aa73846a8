// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "record/run_folder.h"
#include "spec/spec.h"

namespace dnntune::campaign {

// The folder of a run: the one to resume, else the spec's, else runs/<time>-<name>. Errors of RunFolder::Open; kBadInput where the
// folder to resume does not exist.
[[nodiscard]] Result<record::RunFolder> OpenRun(const spec::Spec& spec, const std::string& resume);

// Of Ctrl-C, with where the run goes on; any other error as it is.
[[nodiscard]] Error KeptIn(const Error& error, const std::filesystem::path& run);

}  // namespace dnntune::campaign
