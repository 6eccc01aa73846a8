// SPDX-License-Identifier: Apache-2.0
#include "calibration/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "engine/element.h"

namespace dnntune::calibration {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Npy : public testing::Test {
 protected:
  Npy() {
    input_.name = "x";
    input_.dtype = graph::DType::kFloat32;
    input_.shape = {1, 3};
  }
  Result<engine::Tensor> Read(const std::string& header, const std::string& values) {
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size());
    bytes += '\0';
    const auto path = folder_.path() / "x.npy";
    EXPECT_TRUE(WriteFile(path, bytes + header + values));
    return ReadNpy(path, input_);
  }
  std::string ErrorOf(const std::string& header, const std::string& values) {
    const auto tensor = Read(header, values);
    return tensor ? "read" : tensor.error().message;
  }
  graph::Tensor input_;
  TemporaryFolder folder_ = TemporaryFolder::Make().value();
};

TEST_F(Npy, IsConvertedToTheInputsTypeWithOrWithoutTheBatch) {
  for (const char* shape : {"(3,)", "(1, 3)"}) {
    const auto tensor = Read(std::string("{'descr': '|u1', 'fortran_order': False, 'shape': ") + shape + ", }\n", "\x01\x02\xff");
    ASSERT_TRUE(tensor) << tensor.error().message;
    EXPECT_THAT(engine::Numbers(*tensor), ElementsAre(1, 2, 255));
  }
}

TEST_F(Npy, OfAnotherShapeNamesBoth) {
  const std::string error = ErrorOf("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n", std::string(16, '\0'));
  EXPECT_THAT(error, HasSubstr("has the shape [2,2], but input 'x' has [1,3]"));
}

TEST_F(Npy, ThatIsDamagedIsRefused) {
  EXPECT_THAT(ErrorOf("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n", "short"), HasSubstr("holds 5 bytes"));
  EXPECT_THAT(ErrorOf("{'descr': '<c8', 'fortran_order': False, 'shape': (3,), }\n", ""), HasSubstr("type '<c8'"));
  EXPECT_THAT(ErrorOf("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 3), }\n", ""), HasSubstr("Fortran order"));
  EXPECT_THAT(ErrorOf("nothing", ""), HasSubstr("not what numpy.save writes"));
  EXPECT_THAT(ErrorOf("{'descr': '" + std::string(60000, 'f') + "'}\n", ""), HasSubstr("not what numpy.save writes"));
}

}  // namespace
}  // namespace dnntune::calibration
