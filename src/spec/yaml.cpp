// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <set>

#include "base/file.h"
#include "spec/value.h"

namespace dnntune::spec {
namespace {

constexpr std::size_t kMostBytes = 1'000'000;
constexpr int kMostLevels = 20;
constexpr int kMostValues = 100'000;

// yaml-cpp descends without limit; a config never goes deep.
bool IsTooDeep(const std::string& text) {
  int brackets = 0;
  std::size_t dashes = 0;
  for (const char letter : text) {
    if (letter == '[' || letter == '{') ++brackets;
    if (letter == ']' || letter == '}') --brackets;
    dashes = letter == '-' || letter == '?' || letter == ':' || letter == ' ' ? dashes + (letter == ' ' ? 0U : 1U) : 0U;
    if (brackets > kMostLevels || dashes > 2 * kMostLevels) return true;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(std::string name) : name_(std::move(name)) {}

  Result<Value> Read(const YAML::Node& node, const std::string& key, int level) {
    Value value;
    value.key = key;
    value.where = node.Mark().is_null() ? name_ : fmt::format("{}:{}", name_, node.Mark().line + 1);
    if (level > kMostLevels || ++count_ > kMostValues) return Fail(value.Wrong("nested too deep or too large for a config"));
    if (node.IsMap()) {
      TRY(ReadMembers(node, level, value));
    } else if (node.IsSequence()) {
      value.kind = Value::Kind::kList;
      for (std::size_t i = 0; i < node.size(); ++i) {
        ASSIGN_OR_RETURN(Value item, Read(node[i], fmt::format("{}[{}]", key, i), level + 1));
        value.items.push_back(std::move(item));
      }
    } else if (node.IsScalar()) {
      value.text = node.Scalar();
    }
    return value;
  }

 private:
  Result<void> ReadMembers(const YAML::Node& node, int level, Value& value) {
    value.kind = Value::Kind::kMap;
    std::set<std::string> seen;
    for (const auto& member : node) {
      if (!member.first.IsScalar()) return Fail(value.Wrong("a key must be a single word"));
      const std::string name = member.first.Scalar();
      const std::string path = value.key.empty() ? name : value.key + "." + name;
      ASSIGN_OR_RETURN(Value read, Read(member.second, path, level + 1));
      read.where = fmt::format("{}:{}", name_, member.first.Mark().line + 1);
      if (!seen.insert(Lower(name)).second) return Fail(read.Wrong("this key appears twice"));
      if (!member.second.IsNull()) value.members.push_back({name, std::move(read)});
    }
    return {};
  }

  std::string name_;
  int count_ = 0;
};

}  // namespace

Result<Value> ParseYaml(const std::string& text, const std::string& name) {
  if (text.size() > kMostBytes) return Fail(ErrorCode::kBadInput, name + ": too large for a config (more than 1 MB)");
  if (IsTooDeep(text)) return Fail(ErrorCode::kBadInput, name + ": nested too deep for a config");
  try {
    ASSIGN_OR_RETURN(Value value, Reader(name).Read(YAML::Load(text), "", 0));
    const bool is_empty = value.kind == Value::Kind::kText && value.text.empty();
    if (value.kind != Value::Kind::kMap && !is_empty) {
      return Fail(ErrorCode::kBadInput, name + ": no config; it must hold keys such as 'model:' and 'devices:'");
    }
    value.kind = Value::Kind::kMap;
    return value;
  } catch (const YAML::Exception& error) {
    const int line = error.mark.is_null() ? 0 : error.mark.line + 1;
    return Fail(ErrorCode::kBadInput, fmt::format("{}:{}: this is no YAML: {}", name, line, error.msg));
  }
}

Result<Value> ReadYaml(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseYaml(text, path.string());
}

}  // namespace dnntune::spec
