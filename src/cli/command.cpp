// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>

namespace dnntune::cli {

Flag Flag::Required() {
  option_->required();
  return *this;
}

Flag Flag::WithDefaultShown() {
  option_->capture_default_str();
  return *this;
}

Flag Flag::Named(const std::string& value) {
  option_->type_name(value);
  return *this;
}

Flag Flag::InGroup(const std::string& title) {
  option_->group(title);
  return *this;
}

Flag Flag::SplitAt(char delimiter) {
  option_->delimiter(delimiter);
  return *this;
}

Flag Flag::Between(int least, int most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Flag Flag::AboveZero() {
  const auto check = [](const std::string& text) {
    double number = 0;
    const bool is_right = CLI::detail::lexical_cast(text, number) && std::isfinite(number) && number > 0;
    return is_right ? std::string() : fmt::format("'{}' is no number above zero", text);
  };
  option_->check(CLI::Validator(check, "", ""));
  return *this;
}

Flag Flag::OneOf(const std::vector<std::string>& values) {
  option_->check(CLI::IsMember(values));
  return *this;
}

Flag Flag::Repeated(bool optional) {
  // With more arguments allowed, CLI11 would take a value in brackets apart and take what follows for another value.
  option_->expected(optional ? 0 : 1, 1)->take_all()->allow_extra_args(false);
  return *this;
}

template <typename Value>
Flag Command::Add(const std::string& names, Value& value, const std::string& help) {
  return Flag(app_->add_option(names, value, help));
}

template Flag Command::Add(const std::string&, std::string&, const std::string&);
template Flag Command::Add(const std::string&, int&, const std::string&);
template Flag Command::Add(const std::string&, std::optional<int>&, const std::string&);
template Flag Command::Add(const std::string&, std::size_t&, const std::string&);
template Flag Command::Add(const std::string&, std::vector<std::string>&, const std::string&);
template Flag Command::Add(const std::string&, std::vector<int>&, const std::string&);

Flag Command::AddSwitch(const std::string& names, bool& value, const std::string& help) {
  return Flag(app_->add_flag(names, value, help));
}

Flag Command::AddEach(const std::string& names, std::function<void(const std::string& value)> take, const std::string& help) {
  const auto take_all = [take = std::move(take)](const std::vector<std::string>& values) {
    for (const std::string& value : values) take(value);
  };
  return Flag(app_->add_option_function<std::vector<std::string>>(names, take_all, help)->expected(1)->allow_extra_args(false));
}

Command Command::AddCommand(const std::string& name, const std::string& summary) {
  return Command(*app_->add_subcommand(name, summary));
}

void Command::RequireCommand() {
  app_->require_subcommand(1);
}

void Command::InheritFlags() {
  app_->fallthrough();
}

void Command::Hide() {
  app_->group("");
}

void Command::OnGiven(std::function<void()> call) {
  app_->callback(std::move(call));
}

bool Command::WasGiven() const {
  return app_->parsed();
}

}  // namespace dnntune::cli
