// SPDX-License-Identifier: Apache-2.0
// What flags are declared with: a face over CLI11, whose header takes longer to compile than the rest of a command. Only
// command.cpp and program.cpp include it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace dnntune::cli {

// More of one flag, or of one value that is told by its place.
class Flag {
 public:
  explicit Flag(CLI::Option* option) : option_(option) {}
  Flag Required();
  Flag WithDefaultShown();
  Flag Named(const std::string& value);  // what --help calls the value: "KEY=VALUE"
  Flag InGroup(const std::string& title);
  Flag SplitAt(char delimiter);
  Flag Between(int least, int most);
  Flag AboveZero();
  Flag OneOf(const std::vector<std::string>& values);
  // May be given several times, with one value each; with none, too, where that is `optional`.
  Flag Repeated(bool optional = false);

 private:
  CLI::Option* option_;
};

// A command, or one within it. What is given by reference must outlive parsing, which writes to it.
class Command {
 public:
  explicit Command(CLI::App& app) : app_(&app) {}

  // `names`: "--threads", "-t,--threads", or "model", which is told by its place. Value is std::string, int, std::optional<int>,
  // std::size_t or a std::vector of std::string or int.
  template <typename Value>
  Flag Add(const std::string& names, Value& value, const std::string& help);
  // Without a value.
  Flag AddSwitch(const std::string& names, bool& value, const std::string& help);
  // Calls `take` with the value; with every one in order where it is Repeated, and with "" for one that was left out.
  Flag AddEach(const std::string& names, std::function<void(const std::string& value)> take, const std::string& help);

  Command AddCommand(const std::string& name, const std::string& summary);
  // One of those within it must be given.
  void RequireCommand();
  // Flags that it does not know are those of the command that it is in.
  void InheritFlags();
  void Hide();
  void OnGiven(std::function<void()> call);
  // After parsing.
  [[nodiscard]] bool WasGiven() const;

 private:
  CLI::App* app_;
};

}  // namespace dnntune::cli
