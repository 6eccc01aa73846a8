// SPDX-License-Identifier: Apache-2.0
#include "conformance/expected_failure.h"

namespace dnntune::conformance {
namespace {

constexpr Unsupported kList[] = {{"StaysQuietWhereATestFailsAsListed", "it fails"}, {"FailsWhereAListedTestPasses", "it passes"}};

TEST(ExpectedFailure, StaysQuietWhereATestFailsAsListed) {
  ExpectedFailure expected;
  expected.Begin(kList);
  ADD_FAILURE() << "as expected";
  expected.End();
}

TEST(ExpectedFailure, FailsWhereAListedTestPasses) {
  testing::TestPartResultArray failures;
  const testing::ScopedFakeTestPartResultReporter catcher(testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD,
                                                          &failures);
  ExpectedFailure expected;
  expected.Begin(kList);
  expected.End();
  ASSERT_EQ(failures.size(), 1);
}

TEST(ExpectedFailure, LetsAFailureThroughThatIsNotListed) {
  testing::TestPartResultArray failures;
  const testing::ScopedFakeTestPartResultReporter catcher(testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD,
                                                          &failures);
  ExpectedFailure expected;
  expected.Begin(kList);
  ADD_FAILURE();
  expected.End();
  ASSERT_EQ(failures.size(), 1);
}

}  // namespace
}  // namespace dnntune::conformance
