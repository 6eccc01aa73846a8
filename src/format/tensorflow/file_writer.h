// SPDX-License-Identifier: Apache-2.0
// Puts a GraphDef together node by node and hands its bytes on without ever holding its weights. Include in .cpp files of this
// folder only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_stream.h"
#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {

void SetType(NodeDef& node, const char* name, DataType type);
void SetText(NodeDef& node, const char* name, std::string_view text);
void SetInts(NodeDef& node, const char* name, const Shape& values);
void SetInt(NodeDef& node, const char* name, std::int64_t value);
void SetBool(NodeDef& node, const char* name, bool value);

class FileWriter {
 public:
  // The node is this object's until the next is added.
  NodeDef& Add(const char* op, const std::string& name, const std::vector<std::string>& inputs);
  // A constant; its name.
  std::string AddIntegers(const std::string& name, const Shape& shape, const std::vector<std::int32_t>& values);
  std::string AddFloats(const std::string& name, const Shape& shape, ByteSource values);

  // kUnavailable above 2 GiB.
  [[nodiscard]] Result<void> Write(const ByteSink& sink) const;

 private:
  // Nodes, and after them a constant whose content is not yet there.
  struct Piece {
    GraphDef nodes;
    std::string opening;  // of the constant, up to its content
    std::uint64_t size = 0;
    ByteSource content;
  };
  [[nodiscard]] std::uint64_t Size() const;

  std::vector<Piece> pieces_ = std::vector<Piece>(1);
};

}  // namespace dnntune::format::tensorflow
