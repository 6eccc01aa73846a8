// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "profiler/sink.h"

namespace dnntune::campaign {

// Tells a campaign's progress of a profile's, under a title, and saves what is measured.
class SavingSink final : public profiler::Sink {
 public:
  using SaveProfile = std::function<Result<void>(const record::Profile&)>;
  // Without `save` nothing is kept but what the profiler returns.
  SavingSink(Progress& progress, std::string title, SaveProfile save = {})
      : titled_(progress, std::move(title)), save_(std::move(save)) {}
  Result<void> Save(const record::Profile& so_far) override { return save_ ? save_(so_far) : Result<void>(); }
  void At(const Step& step) override { titled_.At(step); }

 private:
  TitledProgress titled_;
  SaveProfile save_;
};

}  // namespace dnntune::campaign
