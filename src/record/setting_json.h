// SPDX-License-Identifier: Apache-2.0
// A setting in JSON, the same in every record. Only for .cpp files.
#pragma once

#include <map>
#include <string>

#include "record/json_field.h"
#include "setting/setting.h"

namespace dnntune::record {

// The member "setting"; the default setting where it is absent.
[[nodiscard]] Result<setting::Setting> ReadSetting(const Field& parent);
[[nodiscard]] Json PrintSetting(const setting::Setting& setting);

// The member `key`, an object of texts; empty where it is absent.
[[nodiscard]] Result<std::map<std::string, std::string>> ReadTextMap(const Field& parent, std::string_view key);

}  // namespace dnntune::record
