// SPDX-License-Identifier: Apache-2.0
#include "record/decision_json.h"

#include <algorithm>

#include "record/output_difference_json.h"
#include "record/quantity_json.h"

namespace dnntune::record {
namespace {

constexpr const char* kAbsent = "not in the record";
constexpr Place kPlaces[] = {Place::kDevice, Place::kCloud, Place::kSplit};

// The rows that make up a prediction and a proof: one list for reading and for printing.
template <typename T, typename Visit>
void VisitPrediction(T& prediction, Visit&& visit) {
  visit("device_s", prediction.device);
  visit("upload_s", prediction.upload);
  visit("cloud_s", prediction.cloud);
  visit("download_s", prediction.download);
  visit("conversion_s", prediction.conversion);
  visit("latency_s", prediction.latency);
  visit("compute_energy_j", prediction.compute_energy);
  visit("radio_energy_j", prediction.radio_energy);
  visit("energy_j", prediction.energy);
}

template <typename T, typename Visit>
void VisitProof(T& proof, Visit&& visit) {
  visit("device_s", proof.device);
  visit("cloud_s", proof.cloud);
  visit("transfer_s", proof.transfer);
  visit("latency_s", proof.latency);
  visit("energy_j", proof.energy);
}

// Reads each visited quantity; keeps the first error.
struct QuantityReader {
  const Field& field;
  Result<void> outcome{};

  template <typename T>
  void operator()(const char* key, metric::Quantity<T>& quantity) {
    if (!outcome) return;
    auto read = ReadQuantity<T>(field, key, kAbsent);
    if (read) {
      quantity = *std::move(read);
    } else {
      outcome = Fail(std::move(read).error());
    }
  }
};

struct QuantityPrinter {
  Json& json;
  template <typename T>
  void operator()(const char* key, const metric::Quantity<T>& quantity) {
    json[key] = PrintQuantity(quantity);
  }
};

Result<Candidate> ReadCandidate(const Field& field) {
  Candidate candidate;
  ASSIGN_OR_RETURN(const Field place, field.Get("place"));
  ASSIGN_OR_RETURN(candidate.place, ReadNamed(place, kPlaces, &PlaceName));
  ASSIGN_OR_RETURN(candidate.name, field.Need("name", &Field::Text));
  ASSIGN_OR_RETURN(candidate.head, field.Or("head", &Field::Texts, std::vector<std::string>()));
  ASSIGN_OR_RETURN(candidate.tail, field.Or("tail", &Field::Texts, std::vector<std::string>()));
  ASSIGN_OR_RETURN(candidate.crossing, field.Or("crossing", &Field::Texts, std::vector<std::string>()));
  ASSIGN_OR_RETURN(const double upload, field.Need("upload_bytes", &Field::NotNegative));
  ASSIGN_OR_RETURN(const double download, field.Need("download_bytes", &Field::NotNegative));
  candidate.upload_bytes = Bytes(upload);
  candidate.download_bytes = Bytes(download);
  ASSIGN_OR_RETURN(const Field predicted, field.Get("predicted"));
  QuantityReader reader{predicted};
  VisitPrediction(candidate.predicted, reader);
  TRY(reader.outcome);
  if (const auto refused = field.Find("refused")) {
    ASSIGN_OR_RETURN(candidate.refused, refused->Text());
  }
  if (const auto probability = field.Find("probability_best")) {
    ASSIGN_OR_RETURN(const double given, probability->NotNegative());
    candidate.probability_best = std::min(given, 1.0);  // earlier versions summed shares, to a little more than 1
  }
  ASSIGN_OR_RETURN(candidate.ties_with_best, field.Or("ties_with_best", &Field::Flag, false));
  ASSIGN_OR_RETURN(candidate.on_front, field.Or("on_front", &Field::Flag, false));
  return candidate;
}

Json PrintCandidate(const Candidate& candidate) {
  Json predicted = Json::object();
  VisitPrediction(candidate.predicted, QuantityPrinter{predicted});
  Json json{{"place", PlaceName(candidate.place)},
            {"name", candidate.name},
            {"head", candidate.head},
            {"tail", candidate.tail},
            {"crossing", candidate.crossing},
            {"upload_bytes", candidate.upload_bytes.value()},
            {"download_bytes", candidate.download_bytes.value()},
            {"predicted", std::move(predicted)}};
  if (candidate.refused) json["refused"] = *candidate.refused;
  if (candidate.probability_best) json["probability_best"] = *candidate.probability_best;
  json["ties_with_best"] = candidate.ties_with_best;
  json["on_front"] = candidate.on_front;
  return json;
}

Result<Proof> ReadProof(const Field& field) {
  Proof proof;
  ASSIGN_OR_RETURN(proof.candidate, field.Need("candidate", &Field::Text));
  QuantityReader reader{field};
  VisitProof(proof, reader);
  TRY(reader.outcome);
  ASSIGN_OR_RETURN(proof.difference, ReadDifference(field));
  if (const auto from_device = field.Find("from_device")) {
    ASSIGN_OR_RETURN(proof.from_device, ReadDifference(*from_device));
  }
  ASSIGN_OR_RETURN(proof.failure, field.Or("failure", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(proof.unproved, field.Or("unproved", &Field::Text, std::string()));
  return proof;
}

Json PrintProof(const Proof& proof) {
  Json json{{"candidate", proof.candidate}};
  VisitProof(proof, QuantityPrinter{json});
  if (proof.difference) PrintDifference(*proof.difference, json);
  if (proof.from_device) PrintDifference(*proof.from_device, json["from_device"]);
  if (!proof.failure.empty()) json["failure"] = proof.failure;
  if (!proof.unproved.empty()) json["unproved"] = proof.unproved;
  return json;
}

// An index into the candidates.
Result<std::size_t> ReadIndex(const Field& parent, std::string_view key, std::size_t size) {
  ASSIGN_OR_RETURN(const std::uint64_t index, parent.Need(key, &Field::Count));
  if (index >= size) return Fail(parent.Wrong("'" + std::string(key) + "' is no index of a candidate"));
  return static_cast<std::size_t>(index);
}

Result<void> ReadLists(const Field& field, Decision& decision) {
  ASSIGN_OR_RETURN(const Field candidates, field.Get("candidates"));
  ASSIGN_OR_RETURN(const auto items, candidates.Items());
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(Candidate candidate, ReadCandidate(item));
    decision.candidates.push_back(std::move(candidate));
  }
  const auto proofs = field.Find("proofs");
  if (!proofs) return {};
  ASSIGN_OR_RETURN(const auto proof_items, proofs->Items());
  for (const Field& item : proof_items) {
    ASSIGN_OR_RETURN(Proof proof, ReadProof(item));
    decision.proofs.push_back(std::move(proof));
  }
  return {};
}

}  // namespace

Result<Decision> ReadDecision(const Field& field) {
  Decision decision;
  ASSIGN_OR_RETURN(decision.link, field.Need("link", &Field::Text));
  ASSIGN_OR_RETURN(const double up, field.Need("up_bps", &Field::NotNegative));
  ASSIGN_OR_RETURN(const double down, field.Need("down_bps", &Field::NotNegative));
  ASSIGN_OR_RETURN(const double round_trip, field.Need("round_trip_s", &Field::NotNegative));
  decision.up = BitRate(up);
  decision.down = BitRate(down);
  decision.round_trip = Seconds(round_trip);
  ASSIGN_OR_RETURN(decision.link_source, field.Or("link_source", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(decision.objective, field.Need("objective", &Field::Text));
  TRY(ReadLists(field, decision));
  ASSIGN_OR_RETURN(decision.best, ReadIndex(field, "best", decision.candidates.size()));
  ASSIGN_OR_RETURN(decision.proven, ReadIndex(field, "proven", decision.candidates.size()));
  ASSIGN_OR_RETURN(decision.tie, field.Or("tie", &Field::Flag, false));
  ASSIGN_OR_RETURN(decision.overturned, field.Or("overturned", &Field::Flag, false));
  ASSIGN_OR_RETURN(decision.recommended, field.Or("recommended", &Field::Flag, true));
  ASSIGN_OR_RETURN(decision.regret, ReadQuantity<Seconds>(field, "regret_s", kAbsent));
  ASSIGN_OR_RETURN(decision.energy_regret, ReadQuantity<Joules>(field, "energy_regret_j", kAbsent));
  ASSIGN_OR_RETURN(decision.counted, field.Or("counted", &Field::Texts, std::vector<std::string>()));
  ASSIGN_OR_RETURN(decision.notes, field.Or("notes", &Field::Texts, std::vector<std::string>()));
  return decision;
}

Json PrintDecision(const Decision& decision) {
  Json json{{"link", decision.link},
            {"up_bps", decision.up.value()},
            {"down_bps", decision.down.value()},
            {"round_trip_s", decision.round_trip.count()},
            {"link_source", decision.link_source},
            {"objective", decision.objective},
            {"best", decision.best},
            {"proven", decision.proven},
            {"tie", decision.tie},
            {"overturned", decision.overturned},
            {"recommended", decision.recommended},
            {"regret_s", PrintQuantity(decision.regret)},
            {"energy_regret_j", PrintQuantity(decision.energy_regret)},
            {"counted", decision.counted},
            {"notes", decision.notes}};
  json["proofs"] = Json::array();
  for (const Proof& proof : decision.proofs) json["proofs"].push_back(PrintProof(proof));
  json["candidates"] = Json::array();
  for (const Candidate& candidate : decision.candidates) json["candidates"].push_back(PrintCandidate(candidate));
  return json;
}

}  // namespace dnntune::record
