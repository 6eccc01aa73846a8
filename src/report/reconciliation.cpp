// SPDX-License-Identifier: Apache-2.0
#include "report/reconciliation.h"

#include "record/reconcile.h"
#include "report/profile_document.h"
#include "report/unavailable_section.h"

namespace dnntune::report {

Section ReconciliationSection(const record::Profile& profile) {
  const record::Reconciliation sums = record::Reconcile(profile);
  Section section{"reconciliation", "Three ways to the time of one run", "", {}};
  section.blocks.emplace_back(Fact{"whole", "Whole model", ToCell(sums.whole), Hint::kSeconds});
  section.blocks.emplace_back(Fact{"layers", "Sum of the layers", ToCell(sums.layers), Hint::kSeconds});
  section.blocks.emplace_back(Fact{"residue", "Residue (whole less layers)", ToCell(sums.residue), Hint::kSeconds});
  section.blocks.emplace_back(Fact{"trace", "Sum of the engine's trace", ToCell(sums.trace), Hint::kSeconds});
  section.blocks.emplace_back(
      Text{"Layers by themselves lose fusion, change layouts at their borders and find warm caches; a traced engine runs slower. "
           "Decisions scale layers to the whole model's time.",
           Text::Kind::kPlain});
  if (profile.device.slowdown > 1) {
    section.blocks.emplace_back(Text{"The trace is at the engine's own speed, not slowed.", Text::Kind::kNote});
  }
  return section;
}

Document ReconciledProfileDocument(const record::Profile& profile, std::span<const spec::Unavailable> unavailable) {
  Document document = ProfileDocument(profile);
  document.sections.push_back(ReconciliationSection(profile));
  if (!unavailable.empty()) document.sections.push_back(UnavailableSection(unavailable));
  return document;
}

}  // namespace dnntune::report
