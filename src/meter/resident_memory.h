// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "meter/meter.h"

namespace dnntune::meter {

// Resident memory of this process from /proc/self/status (proc(5)): now, and its high-water mark since the process started.
class ResidentMemory final : public Meter {
 public:
  explicit ResidentMemory(const std::filesystem::path& root = "/") : root_(root) {}
  [[nodiscard]] std::string WhyUnavailable() const override;
  void Start() override {}
  [[nodiscard]] metric::Readings Stop() override { return Read(); }

  // What Stop gives, which needs no Start.
  [[nodiscard]] metric::Readings Read() const;

 private:
  std::filesystem::path root_;
};

}  // namespace dnntune::meter
