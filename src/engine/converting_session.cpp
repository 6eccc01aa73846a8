// SPDX-License-Identifier: Apache-2.0
#include "engine/converting_session.h"

#include <algorithm>
#include <utility>

#include "engine/convert.h"

namespace dnntune::engine {
namespace {

// A conversion and the store's tensors that it is bound to.
struct Step {
  NamedConversion conversion;
  const Tensor* from = nullptr;
  Tensor* to = nullptr;

  [[nodiscard]] TensorInfo Source() const { return {conversion.from, conversion.how.from.dtype, conversion.how.from.shape}; }
  [[nodiscard]] TensorInfo Target() const { return {conversion.to, conversion.how.to.dtype, conversion.how.to.shape}; }

  Result<void> Bind(TensorStore& store) {
    ASSIGN_OR_RETURN(from, FindInput(store, Source()));
    AddMissing(store, {Target()});
    ASSIGN_OR_RETURN(to, FindInput(store, Target()));
    return Run();
  }
  [[nodiscard]] Result<void> Run() const { return Convert(conversion.how, *from, *to); }
};

class ConvertingSession final : public Session {
 public:
  ConvertingSession(std::unique_ptr<Session> inner, std::vector<NamedConversion> before, std::vector<NamedConversion> after)
      : inner_(std::move(inner)) {
    for (NamedConversion& conversion : before) before_.push_back({std::move(conversion)});
    for (NamedConversion& conversion : after) after_.push_back({std::move(conversion)});
  }

  // The converted inputs are listed beside what they are made from: the inner session is bound to them.
  [[nodiscard]] std::vector<TensorInfo> Inputs() const override {
    std::vector<TensorInfo> infos = inner_ ? inner_->Inputs() : std::vector<TensorInfo>();
    for (const Step& step : before_) infos.push_back(step.Source());
    return infos;
  }

  [[nodiscard]] std::vector<TensorInfo> Outputs() const override {
    std::vector<TensorInfo> infos = inner_ ? inner_->Outputs() : std::vector<TensorInfo>();
    for (const Step& step : after_) infos.push_back(step.Target());
    if (!inner_) {
      for (const Step& step : before_) infos.push_back(step.Target());
    }
    return infos;
  }

  Result<void> Prime(TensorStore& store) override {
    for (Step& step : before_) TRY(step.Bind(store));
    if (inner_) TRY(inner_->Prime(store));
    for (Step& step : after_) TRY(step.Bind(store));
    return {};
  }

  Result<void> Run() override {
    for (const Step& step : before_) TRY(step.Run());
    if (!inner_) return {};
    TRY(inner_->Run());
    if (after_.empty()) return {};
    TRY(inner_->Deliver());  // what is converted must be there
    for (const Step& step : after_) TRY(step.Run());
    return {};
  }

  Result<void> Deliver() override { return inner_ && after_.empty() ? inner_->Deliver() : Result<void>(); }

  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(std::uint32_t runs) override {
    if (!inner_) return Fail(ErrorCode::kUnavailable, "a conversion has no operators that could be traced");
    return inner_->Trace(runs);
  }

 private:
  std::unique_ptr<Session> inner_;
  std::vector<Step> before_;
  std::vector<Step> after_;
};

}  // namespace

Result<std::unique_ptr<Session>> MakeConvertingSession(std::unique_ptr<Session> inner, std::vector<NamedConversion> before,
                                                       std::vector<NamedConversion> after) {
  for (const auto* conversions : {&before, &after}) {
    const auto unsound = std::find_if(conversions->begin(), conversions->end(),
                                      [](const NamedConversion& conversion) { return !graph::IsSound(conversion.how); });
    if (unsound != conversions->end()) {
      return Fail(ErrorCode::kBadInput, "tensor '" + unsound->from + "': the shapes of its conversion do not fit each other");
    }
  }
  return std::make_unique<ConvertingSession>(std::move(inner), std::move(before), std::move(after));
}

}  // namespace dnntune::engine
