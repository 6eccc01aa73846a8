// SPDX-License-Identifier: Apache-2.0
#include "conformance/expected_failure.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace dnntune::conformance {
namespace {

std::vector<std::string> TestsOfThisProgram() {
  std::vector<std::string> names;
  const auto& program = *testing::UnitTest::GetInstance();
  for (int i = 0; i < program.total_test_suite_count(); ++i) {
    const auto& suite = *program.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) names.emplace_back(suite.GetTestInfo(j)->name());
  }
  return names;
}

}  // namespace

void ExpectedFailure::Begin(std::span<const Unsupported> list, const std::string& variant) {
  std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
  name.resize(std::min(name.size(), name.find('/')));
  for (const Unsupported& entry : list) {
    if (entry.test == name || entry.test == name + "/" + variant) entry_ = &entry;
  }
  if (entry_ != nullptr) catcher_.emplace(testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures_);
}

void ExpectedFailure::End() {
  catcher_.reset();
  if (entry_ == nullptr) return;
  for (int i = 0; i < failures_.size(); ++i) {
    if (!failures_.GetTestPartResult(i).failed()) continue;
    std::printf("expected failure: %s\n  it fails with: %s\n", std::string(entry_->reason).c_str(),
                failures_.GetTestPartResult(i).summary());
    return;
  }
  ADD_FAILURE() << "unexpected pass: take the test out of the list of what is not supported, which says: " << entry_->reason;
}

void ExpectListNamesTests(std::span<const Unsupported> list, std::string_view row) {
  const std::vector<std::string> tests = TestsOfThisProgram();
  for (const Unsupported& entry : list) {
    const std::string wanted = std::string(entry.test) + (entry.test.find('/') == entry.test.npos ? "/" : "_");
    const bool is_test = std::any_of(tests.begin(), tests.end(),
                                     [&](const std::string& test) { return test.starts_with(wanted) && test.ends_with(row); });
    EXPECT_TRUE(is_test) << row << " lists '" << entry.test << "', which is no test";
    EXPECT_FALSE(entry.reason.empty()) << row << " gives no reason for '" << entry.test << "'";
  }
}

void ExpectSays(const Error& error, ErrorCode code, std::initializer_list<std::string> parts) {
  EXPECT_EQ(error.code, code) << error.message;
  EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
  for (const std::string& part : parts) {
    EXPECT_NE(error.message.find(part), std::string::npos) << "'" << part << "' is not in: " << error.message;
  }
}

}  // namespace dnntune::conformance
