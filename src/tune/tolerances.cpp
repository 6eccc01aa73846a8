// SPDX-License-Identifier: Apache-2.0
#include "tune/tolerances.h"

#include <algorithm>
#include <tuple>

#include "record/conversions.h"
#include "setting/engines.h"
#include "tune/output_note.h"

namespace dnntune::tune {
namespace {

record::Tolerance Own(const record::Profile& profile) {
  return {.relative = setting::ToleranceOf(profile.setting, profile.model.format)};
}

// All that makes a machine sum in another order. What only makes it slower or binds it to cores does not.
bool HaveTheSameKernels(const record::Profile& device, const record::Profile& cloud) {
  const auto kernels = [](const record::Profile& profile) {
    const setting::Setting& setting = profile.setting;
    return std::tie(profile.device.description, profile.engine_version, profile.model.format, setting.engine, setting.unit,
                    setting.threads, setting.precision, setting.library, setting.knobs);
  };
  return kernels(device) == kernels(cloud);
}

record::Tolerance Between(const record::Profile& device, const record::Profile& cloud) {
  if (cloud.conversions && AreInOtherNumbers(*cloud.conversions)) return {.least_snr_db = record::kLeastSnrDb};
  if (HaveTheSameKernels(device, cloud)) return Own(cloud);
  return {.relative = std::max({setting::ToleranceOfOtherKernels(device.setting), setting::ToleranceOfOtherKernels(cloud.setting),
                                Own(device).relative, Own(cloud).relative})};
}

}  // namespace

split::Tolerances TolerancesOf(const record::Profile& device, const record::Profile& cloud) {
  return {.in_cloud = Own(cloud), .on_device = Own(device), .between = Between(device, cloud)};
}

}  // namespace dnntune::tune
