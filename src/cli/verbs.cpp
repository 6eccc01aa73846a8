// SPDX-License-Identifier: Apache-2.0
#include "cli/verbs.h"

namespace dnntune::cli {

extern const Verb kBenchVerb;
extern const Verb kCompareVerb;
extern const Verb kConfigVerb;
extern const Verb kDocsVerb;
extern const Verb kDoctorVerb;
extern const Verb kExplainVerb;
extern const Verb kInspectVerb;
extern const Verb kPartitionVerb;
extern const Verb kProfileVerb;
extern const Verb kQuantizeVerb;
extern const Verb kReportVerb;
extern const Verb kStudyVerb;
extern const Verb kTuneVerb;
extern const Verb kZooVerb;

namespace {

constexpr const Verb* kVerbs[] = {&kDoctorVerb, &kConfigVerb,  &kZooVerb,     &kInspectVerb,   &kQuantizeVerb,
                                  &kBenchVerb,  &kProfileVerb, &kCompareVerb, &kPartitionVerb, &kExplainVerb,
                                  &kTuneVerb,   &kStudyVerb,   &kReportVerb,  &kDocsVerb};

}  // namespace

std::span<const Verb* const> Verbs() {
  return kVerbs;
}

}  // namespace dnntune::cli
