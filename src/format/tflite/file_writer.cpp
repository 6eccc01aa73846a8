// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/file_writer.h"

#include <algorithm>
#include <limits>

namespace dnntune::format::tflite {
namespace {

constexpr std::uint64_t kAlignment = 16;  // of a buffer's bytes, by the schema
constexpr std::uint64_t kLength = 4;      // bytes before them, in which the vector says how many they are

// Where the vector comes to lie that follows `end` bytes.
std::uint64_t Next(std::uint64_t end) {
  return (end + kLength + kAlignment - 1) / kAlignment * kAlignment - kLength;
}

// Lets the buffer's data be the vector at `place` of the file, counted from the start of `tables`. FlatBuffers refer forward, by
// the distance from the reference.
void Point(std::string& tables, std::uint32_t buffer, std::uint64_t place) {
  const auto* table = reinterpret_cast<const flatbuffers::Table*>(schema::GetModel(tables.data())->buffers()->Get(buffer));
  const auto start = static_cast<std::uint64_t>(reinterpret_cast<const char*>(table) - tables.data());
  const std::uint64_t reference = start + table->GetOptionalFieldOffset(schema::Buffer::VT_DATA);
  flatbuffers::WriteScalar(tables.data() + reference, static_cast<flatbuffers::uoffset_t>(place - reference));
}

}  // namespace

FileWriter::FileWriter(const std::string& name) {
  model_.version = kSchemaVersion;
  model_.description = name;
  model_.buffers.push_back(std::make_unique<schema::BufferT>());  // the schema wants the first to be empty
  graph_ = model_.subgraphs.emplace_back(std::make_unique<schema::SubGraphT>()).get();
  graph_->name = name;
}

FileWriter::Tensor FileWriter::AddTensor(const std::string& name, const Shape& shape, schema::TensorType type) {
  auto& tensor = *graph_->tensors.emplace_back(std::make_unique<schema::TensorT>());
  tensor.name = name;
  tensor.shape.assign(shape.begin(), shape.end());
  tensor.has_rank = true;
  tensor.type = type;
  return static_cast<Tensor>(graph_->tensors.size()) - 1;
}

FileWriter::Tensor FileWriter::AddIntegers(const std::string& name, const Shape& shape, const std::vector<std::int32_t>& values) {
  const Tensor id = AddTensor(name, shape, schema::TensorType::INT32);
  graph_->tensors.back()->buffer = static_cast<std::uint32_t>(model_.buffers.size());
  auto& data = model_.buffers.emplace_back(std::make_unique<schema::BufferT>())->data;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
  data.assign(bytes, bytes + values.size() * sizeof(std::int32_t));
  return id;
}

FileWriter::Tensor FileWriter::AddFloats(const std::string& name, const Shape& shape, ByteSource values) {
  const Tensor id = AddTensor(name, shape, schema::TensorType::FLOAT32);
  const auto buffer = static_cast<std::uint32_t>(model_.buffers.size());
  graph_->tensors.back()->buffer = buffer;
  model_.buffers.emplace_back(std::make_unique<schema::BufferT>())->data = {0};  // stands for what Point lets it be
  std::uint64_t size = sizeof(float);
  for (const std::int64_t extent : shape) size *= static_cast<std::uint64_t>(extent);
  contents_.push_back({buffer, size, std::move(values)});
  return id;
}

void FileWriter::AddOperator(Operator op) {
  const auto [kind, is_new] = kinds_.try_emplace(op.code, static_cast<std::uint32_t>(model_.operator_codes.size()));
  if (is_new) {
    auto& entry = *model_.operator_codes.emplace_back(std::make_unique<schema::OperatorCodeT>());
    entry.builtin_code = op.code;
    entry.deprecated_builtin_code = static_cast<std::int8_t>(std::min(static_cast<int>(op.code), 127));
  }
  auto& target = *graph_->operators.emplace_back(std::make_unique<schema::OperatorT>());
  target.opcode_index = kind->second;
  target.inputs = std::move(op.inputs);
  target.outputs = {op.output};
  names_ += op.name + "\n";
}

void FileWriter::AddNames() {
  auto entry = std::make_unique<schema::MetadataT>();
  entry->name = kOperatorNames;
  entry->buffer = static_cast<std::uint32_t>(model_.buffers.size());
  model_.metadata.push_back(std::move(entry));
  model_.buffers.emplace_back(std::make_unique<schema::BufferT>())->data.assign(names_.begin(), names_.end());
}

Result<void> FileWriter::Write(const ByteSink& sink) {
  AddNames();
  flatbuffers::FlatBufferBuilder builder;
  schema::FinishModelBuffer(builder, schema::Model::Pack(builder, &model_));
  std::string tables(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  std::uint64_t end = tables.size();
  for (const Content& content : contents_) {
    Point(tables, content.buffer, Next(end));
    end = Next(end) + kLength + content.size;
  }
  if (end > FLATBUFFERS_MAX_BUFFER_SIZE)
    return Fail(ErrorCode::kUnavailable, "it is larger than the 2 GiB that one .tflite file can hold");
  TRY(sink(tables));
  end = tables.size();
  for (const Content& content : contents_) {
    std::string before(Next(end) - end + kLength, '\0');
    flatbuffers::WriteScalar(before.data() + before.size() - kLength, static_cast<flatbuffers::uoffset_t>(content.size));
    TRY(sink(before));
    TRY(content.bytes(sink));
    end = Next(end) + kLength + content.size;
  }
  return {};
}

}  // namespace dnntune::format::tflite
