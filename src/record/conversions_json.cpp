// SPDX-License-Identifier: Apache-2.0
#include "record/conversions_json.h"

#include "record/quantity_json.h"
#include "record/quantization_json.h"

namespace dnntune::record {
namespace {

constexpr const char* kAbsent = "not in the record";

template <typename T>
Result<std::vector<T>> ReadCounts(const Field& parent, std::string_view key) {
  ASSIGN_OR_RETURN(const Field field, parent.Get(key));
  ASSIGN_OR_RETURN(const auto items, field.Items());
  std::vector<T> counts;
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(const std::uint64_t count, item.Count());
    if (count > UINT32_MAX) return Fail(item.Wrong("is too large"));
    counts.push_back(static_cast<T>(count));
  }
  return counts;
}

Result<graph::Form> ReadForm(const Field& parent, std::string_view key) {
  ASSIGN_OR_RETURN(const Field field, parent.Get(key));
  TRY(field.Only({"dtype", "shape", "quantization"}));
  ASSIGN_OR_RETURN(const std::string name, field.Need("dtype", &Field::Text));
  const auto dtype = graph::DTypeFromName(name);
  if (!dtype || !graph::DTypeBytes(*dtype)) return Fail(field.Wrong("'" + name + "' is no element type of a fixed size"));
  ASSIGN_OR_RETURN(auto shape, ReadCounts<std::int64_t>(field, "shape"));
  ASSIGN_OR_RETURN(const auto quantization, ReadQuantization(field, dtype));
  return graph::Form{*dtype, std::move(shape), quantization};
}

Json PrintForm(const graph::Form& form) {
  Json json{{"dtype", graph::DTypeName(form.dtype)}, {"shape", form.shape}};
  if (form.quantization) json["quantization"] = PrintQuantization(*form.quantization);
  return json;
}

Result<TensorConversion> ReadTensor(const Field& field) {
  TRY(field.Only({"tensor", "barred", "from", "view", "order", "to", "arrival_s", "back_s", "difference", "snr_db"}));
  TensorConversion tensor;
  ASSIGN_OR_RETURN(tensor.tensor, field.Need("tensor", &Field::Text));
  ASSIGN_OR_RETURN(tensor.barred, field.Or("barred", &Field::Text, std::string()));
  if (!tensor.barred.empty()) return tensor;
  ASSIGN_OR_RETURN(tensor.how.from, ReadForm(field, "from"));
  ASSIGN_OR_RETURN(tensor.how.view, ReadCounts<std::int64_t>(field, "view"));
  ASSIGN_OR_RETURN(tensor.how.order, ReadCounts<std::uint32_t>(field, "order"));
  ASSIGN_OR_RETURN(tensor.how.to, ReadForm(field, "to"));
  if (!graph::IsSound(tensor.how)) return Fail(field.Wrong("'from', 'view', 'order' and 'to' do not fit each other"));
  ASSIGN_OR_RETURN(tensor.arrival, ReadQuantity<Seconds>(field, "arrival_s", kAbsent));
  ASSIGN_OR_RETURN(tensor.back, ReadQuantity<Seconds>(field, "back_s", kAbsent));
  if (const auto difference = field.Find("difference")) {
    ASSIGN_OR_RETURN(tensor.difference, difference->NotNegative());
  }
  if (const auto snr = field.Find("snr_db")) {
    ASSIGN_OR_RETURN(tensor.snr_db, snr->Number());
  }
  return tensor;
}

Json PrintTensor(const TensorConversion& tensor) {
  if (!tensor.barred.empty()) return {{"tensor", tensor.tensor}, {"barred", tensor.barred}};
  Json json{{"tensor", tensor.tensor},
            {"from", PrintForm(tensor.how.from)},
            {"view", tensor.how.view},
            {"order", tensor.how.order},
            {"to", PrintForm(tensor.how.to)},
            {"arrival_s", PrintQuantity(tensor.arrival)},
            {"back_s", PrintQuantity(tensor.back)}};
  if (tensor.difference) json["difference"] = *tensor.difference;
  if (tensor.snr_db) json["snr_db"] = *tensor.snr_db;
  return json;
}

}  // namespace

Result<ModelId> ReadModelId(const Field& field) {
  ModelId model;
  TRY(field.Only({"name", "format", "sha256"}));
  ASSIGN_OR_RETURN(model.name, field.Or("name", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(model.format, field.Or("format", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(model.sha256, field.Or("sha256", &Field::Text, std::string()));
  return model;
}

Json PrintModelId(const ModelId& model) {
  return {{"name", model.name}, {"format", model.format}, {"sha256", model.sha256}};
}

Result<Conversions> ReadConversions(const Field& field) {
  TRY(field.Only({"from", "tensors"}));
  Conversions conversions;
  ASSIGN_OR_RETURN(const Field from, field.Get("from"));
  ASSIGN_OR_RETURN(conversions.from, ReadModelId(from));
  ASSIGN_OR_RETURN(const Field tensors, field.Get("tensors"));
  ASSIGN_OR_RETURN(const auto items, tensors.Items());
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(TensorConversion tensor, ReadTensor(item));
    conversions.tensors.push_back(std::move(tensor));
  }
  return conversions;
}

Json PrintConversions(const Conversions& conversions) {
  Json tensors = Json::array();
  for (const TensorConversion& tensor : conversions.tensors) tensors.push_back(PrintTensor(tensor));
  return {{"from", PrintModelId(conversions.from)}, {"tensors", std::move(tensors)}};
}

}  // namespace dnntune::record
