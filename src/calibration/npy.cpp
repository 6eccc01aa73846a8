// SPDX-License-Identifier: Apache-2.0
#include "calibration/npy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <regex>

#include "base/file.h"
#include "engine/element.h"

namespace dnntune::calibration {
namespace {

using graph::DType;
using Shape = std::vector<std::int64_t>;

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kVersionEnd = 8;        // magic and two bytes of version
constexpr std::size_t kLongestHeader = 4096;  // NumPy writes some hundred bytes; the expressions below recurse over it

struct Code {
  std::string_view code;  // of the header's 'descr'
  DType dtype;
};
constexpr Code kCodes[] = {{"<f4", DType::kFloat32}, {"<f8", DType::kFloat64}, {"<f2", DType::kFloat16}, {"|i1", DType::kInt8},
                           {"|u1", DType::kUInt8},   {"<i2", DType::kInt16},   {"<u2", DType::kUInt16},  {"<i4", DType::kInt32},
                           {"<u4", DType::kUInt32},  {"<i8", DType::kInt64},   {"<u8", DType::kUInt64},  {"|b1", DType::kBool}};

struct Header {
  DType dtype = DType::kFloat32;
  Shape shape;
  std::size_t end = 0;  // where the values begin
};

std::optional<DType> DTypeOf(const std::string& code) {
  for (const Code& one : kCodes) {
    if (one.code == code) return one.dtype;
  }
  return std::nullopt;
}

tl::unexpected<Error> Defect(const std::filesystem::path& path, std::string_view defect) {
  return Fail(ErrorCode::kBadInput, fmt::format("cannot read array {}: {}", path.string(), defect));
}

// The length's size differs with the version: two bytes in 1, four from 2 on.
std::string HeaderText(const std::string& bytes, std::size_t& end) {
  if (bytes.size() < kVersionEnd + 4) return {};
  const bool is_short = bytes[kMagic.size()] == 1;
  const std::size_t begin = kVersionEnd + (is_short ? 2 : 4);
  std::uint32_t length = 0;
  std::memcpy(&length, bytes.data() + kVersionEnd, is_short ? 2 : 4);
  if (length > bytes.size() - begin || length > kLongestHeader) return {};
  end = begin + length;
  return bytes.substr(begin, length);
}

Shape Numbers(const std::string& text) {
  Shape numbers;
  const std::regex number("[0-9]{1,18}");
  for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at) numbers.push_back(std::stoll(at->str()));
  return numbers;
}

Result<Header> ReadHeader(const std::string& bytes, const std::filesystem::path& path) {
  Header header;
  const std::string text = bytes.starts_with(kMagic) ? HeaderText(bytes, header.end) : std::string();
  const std::regex type("'descr': *'([^']*)'"), shape("'shape': *\\(([0-9, ]*)\\)");
  std::smatch found_type, found_shape;
  if (!std::regex_search(text, found_type, type) || !std::regex_search(text, found_shape, shape))
    return Defect(path, "it is not what numpy.save writes, or damaged; save it again");
  if (text.find("'fortran_order': True") != std::string::npos)
    return Defect(path, "it is in Fortran order; save it with numpy.ascontiguousarray");
  const auto dtype = DTypeOf(found_type[1]);
  if (!dtype) return Defect(path, fmt::format("elements of type '{}' are not read; save them as float32", found_type[1].str()));
  header.dtype = *dtype;
  header.shape = Numbers(found_shape[1]);
  return header;
}

bool Fits(const Shape& wanted, const Shape& given) {
  if (wanted == given) return true;
  return !wanted.empty() && wanted.front() == 1 && Shape(wanted.begin() + 1, wanted.end()) == given;
}

}  // namespace

Result<engine::Tensor> ReadNpy(const std::filesystem::path& path, const graph::Tensor& input) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  ASSIGN_OR_RETURN(const Header header, ReadHeader(bytes, path));
  if (!Fits(*input.shape, header.shape)) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("array {} has the shape [{}], but input '{}' has [{}]; save it in that shape", path.string(),
                            fmt::join(header.shape, ","), input.name, fmt::join(*input.shape, ",")));
  }
  engine::Tensor stored(header.dtype, *input.shape);
  if (bytes.size() - header.end != stored.size_bytes()) {
    return Defect(path, fmt::format("it holds {} bytes of values where its shape asks for {}; save it again",
                                    bytes.size() - header.end, stored.size_bytes()));
  }
  std::memcpy(stored.data(), bytes.data() + header.end, stored.size_bytes());
  engine::Tensor converted(*input.dtype, *input.shape);
  engine::PutNumbers(engine::Numbers(stored), *input.dtype, converted.data());
  // After converting: a float64 may lie beyond float32.
  const std::vector<double> values = engine::Numbers(converted);
  if (!std::ranges::all_of(values, [](double value) { return std::isfinite(value); }))
    return Defect(path, fmt::format("a value is NaN or infinite as {}; save finite values", graph::DTypeName(*input.dtype)));
  if (header.dtype == *input.dtype) return stored;  // whole numbers of 64 bits do not survive the way through double
  return converted;
}

}  // namespace dnntune::calibration
