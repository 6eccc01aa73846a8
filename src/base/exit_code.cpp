// SPDX-License-Identifier: Apache-2.0
#include "base/exit_code.h"

#include "base/result.h"

namespace dnntune {
namespace {

constexpr int Code(ErrorCode code) {
  return static_cast<int>(code);
}

constexpr ExitCodeRow kExitCodes[] = {
    {0, "ok", "Done."},
    {Code(ErrorCode::kInternal), "internal", "A defect of dnntune; please report it."},
    {Code(ErrorCode::kUsage), "usage", "The command line is wrong."},
    {Code(ErrorCode::kBadInput), "bad-input", "A config, model, profile or other input is wrong."},
    {Code(ErrorCode::kUnavailable), "unavailable", "This machine, device or installation cannot do what was asked."},
    {Code(ErrorCode::kMeasurement), "measurement", "A worker or a measurement failed."},
    {Code(ErrorCode::kInfeasible), "infeasible", "No deployment meets the limits."},
    {Code(ErrorCode::kIo), "io", "A file or folder could not be read or written, or the disk is full."},
    {Code(ErrorCode::kBusy), "busy", "Another run uses the folder."},
    {Code(ErrorCode::kUnproved), "unproved", "An answer is given, but its proof differs from the whole model or failed."},
    {Code(ErrorCode::kInterrupted), "interrupted", "Interrupted by Ctrl-C; what was measured is kept."},
};

}  // namespace

std::span<const ExitCodeRow> ExitCodes() {
  return kExitCodes;
}

}  // namespace dnntune
