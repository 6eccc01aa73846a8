// SPDX-License-Identifier: Apache-2.0
// Files that are not what their names say. Reading them is an error that names the file, and never the end of the program.
#include <random>

#include "conformance/format/suite.h"

namespace dnntune::conformance {
namespace {

TEST_P(FormatConformance, NamesAFileThatIsNotThere) {
  ExpectSays(ErrorOf(format::Read(Path("absent"), {})), ErrorCode::kIo, {Path("absent").string(), "no such file"});
}

TEST_P(FormatConformance, NamesAFileThatIsAFolder) {
  Value(MakeFolder(Path("folder")));
  ExpectSays(ErrorOf(format::Read(Path("folder"), {})), ErrorCode::kIo, {Path("folder").string(), "it is a folder"});
}

TEST_P(FormatConformance, NamesAnEmptyFile) {
  ExpectSays(ErrorOf(Read("empty", "")), ErrorCode::kBadInput, {Path("empty").string(), "empty"});
}

TEST_P(FormatConformance, NamesAFileThatIsCutShort) {
  const std::string bytes = Bytes();
  for (const double part : {0.01, 0.1, 0.5, 0.9, 0.99}) {
    SCOPED_TRACE(part);
    const auto size = static_cast<std::size_t>(static_cast<double>(bytes.size()) * part);
    ExpectSays(ErrorOf(Read("short", std::string_view(bytes).substr(0, size))), ErrorCode::kBadInput, {Path("short").string()});
  }
}

TEST_P(FormatConformance, NamesAFileOfAnotherKind) {
  std::mt19937_64 random(1);  // NOLINT(cert-msc51-cpp): the same noise every time
  std::string noise(10'000'000, '\0');
  for (char& byte : noise) byte = static_cast<char>(random());
  for (const std::string& bytes : {noise, std::string("<!DOCTYPE html><html>404 Not Found</html>"), std::string(1000, '\0')}) {
    ExpectSays(ErrorOf(Read("other", bytes)), ErrorCode::kBadInput, {Path("other").string()});
  }
}

TEST_P(FormatConformance, ReadsOrRefusesAFileWithWrongBytes) {
  const std::string bytes = Bytes();
  std::mt19937_64 random(1);  // NOLINT(cert-msc51-cpp): the same damage every time
  int refused = 0;
  for (int i = 0; i < 300; ++i) {
    std::string damaged = bytes;
    for (int j = 0; j < 20; ++j) damaged[random() % damaged.size()] = static_cast<char>(random());
    const auto model = Read("damaged", damaged);
    if (model) continue;
    ++refused;
    ExpectSays(model.error(), ErrorCode::kBadInput, {Path("damaged").string()});
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace dnntune::conformance
