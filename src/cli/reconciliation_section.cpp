// SPDX-License-Identifier: Apache-2.0
#include "cli/reconciliation_section.h"

#include "profiler/reconcile.h"

namespace dnntune::cli {

report::Section ReconciliationSection(const record::Profile& profile) {
  using report::Fact;
  using report::Hint;
  const profiler::Reconciliation sums = profiler::Reconcile(profile);
  report::Section section{"reconciliation", "Three ways to the time of one run", "", {}};
  section.blocks.emplace_back(Fact{"whole", "Whole model", report::ToCell(sums.whole), Hint::kSeconds});
  section.blocks.emplace_back(Fact{"layers", "Sum of the layers", report::ToCell(sums.layers), Hint::kSeconds});
  section.blocks.emplace_back(Fact{"residue", "Residue (whole less layers)", report::ToCell(sums.residue), Hint::kSeconds});
  section.blocks.emplace_back(Fact{"trace", "Sum of the engine's trace", report::ToCell(sums.trace), Hint::kSeconds});
  section.blocks.emplace_back(
      report::Text{"Layers by themselves lose fusion and find warm caches; a traced engine runs slower. Decisions scale layers to "
                   "the whole model's time.",
                   report::Text::Kind::kPlain});
  if (profile.device.slowdown > 1) {
    section.blocks.emplace_back(report::Text{"The trace is at the engine's own speed, not slowed.", report::Text::Kind::kNote});
  }
  return section;
}

}  // namespace dnntune::cli
