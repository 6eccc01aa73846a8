// SPDX-License-Identifier: Apache-2.0
// The tables of a study that have a row for every model.
#pragma once

#include <span>
#include <string>

#include "report/document.h"
#include "study/findings.h"

namespace dnntune::report {

using Models = std::span<const study::ModelFindings>;

// "onnxruntime", "onnxruntime int8": what tells a setting of the layers' stage from the others.
[[nodiscard]] std::string SettingName(const record::StudyEntry& entry);
// The same as a key: "onnxruntime_int8".
[[nodiscard]] std::string SettingKey(const record::StudyEntry& entry);

// What a reader of a measurement must know, in one line; empty: nothing.
[[nodiscard]] std::string NotesOf(const record::Profile& profile);

// The settings of the layers' stage that any model has, in the order of their first use.
[[nodiscard]] std::vector<const record::StudyEntry*> SettingsOf(Models models);

[[nodiscard]] Table LatencyTable(Models models);    // whole models with one thread on every engine
[[nodiscard]] Table MemoryTable(Models models);     // peak memory of their workers
[[nodiscard]] Table SmallCutsTable(Models models);  // where a cut could pay
[[nodiscard]] Table NumbersTable(Models models);    // fp32 against int8
[[nodiscard]] Table ThreadsTable(Models models);    // one thread against more
[[nodiscard]] Table EntryTable(Models models);      // every measurement, for machines
[[nodiscard]] Table MacsTable(Models models);       // shares of multiply-accumulates by kind

// Shares of time by kind with the setting, which SettingsOf has.
[[nodiscard]] Table TimeTable(Models models, const record::StudyEntry& setting);

}  // namespace dnntune::report
