// SPDX-License-Identifier: Apache-2.0
#include "partition/integer_program.h"

#include <algorithm>
#include <coin/CbcHeuristic.hpp>
#include <coin/CbcModel.hpp>
#include <coin/CglKnapsackCover.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <limits>
#include <optional>

#include "partition/holds.h"

namespace dnntune::partition {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::max();
constexpr double kRelative = 1e-9;  // differences below this part of a value are none
constexpr int kMostNodes = 20'000;  // of branch and bound for one split
constexpr double kHalf = 0.5;       // a column is 0 or 1 but for rounding

using Column = int;

// A sum of columns with a constant.
struct Sum {
  std::vector<Column> columns;
  std::vector<double> factors;
  double constant = 0;

  void Add(Column column, double factor) {
    if (factor == 0) return;
    columns.push_back(column);
    factors.push_back(factor);
  }
};

// Rows and columns while they are collected.
class Rows {
 public:
  Column AddColumn(double low, double high) {
    lows_.push_back(low);
    highs_.push_back(high);
    return static_cast<Column>(lows_.size()) - 1;
  }
  // low <= sum <= high.
  void Require(const Sum& sum, double low, double high) {
    for (std::size_t i = 0; i < sum.columns.size(); ++i) {
      row_of_.push_back(static_cast<int>(row_lows_.size()));
      column_of_.push_back(sum.columns[i]);
      factor_of_.push_back(sum.factors[i]);
    }
    row_lows_.push_back(low == -kInfinity ? low : low - sum.constant);
    row_highs_.push_back(high == kInfinity ? high : high - sum.constant);
  }
  // a <= b.
  void Order(Column a, Column b) { Require({{a, b}, {1, -1}, 0}, -kInfinity, 0); }
  // a >= b - c: what is made on the device and read in the cloud is sent.
  void Cover(Column a, Column b, Column c) { Require({{a, b, c}, {1, -1, 1}, 0}, 0, kInfinity); }

  void Load(OsiClpSolverInterface& solver, const Sum& objective, std::size_t whole_columns) const {
    std::vector<double> factors(lows_.size(), 0);
    for (std::size_t i = 0; i < objective.columns.size(); ++i) {
      factors[static_cast<std::size_t>(objective.columns[i])] += objective.factors[i];
    }
    CoinPackedMatrix matrix(false, row_of_.data(), column_of_.data(), factor_of_.data(), static_cast<CoinBigIndex>(row_of_.size()));
    matrix.setDimensions(static_cast<int>(row_lows_.size()), static_cast<int>(lows_.size()));
    solver.messageHandler()->setLogLevel(0);
    solver.loadProblem(matrix, lows_.data(), highs_.data(), factors.data(), row_lows_.data(), row_highs_.data());
    for (std::size_t i = 0; i < whole_columns; ++i) solver.setInteger(static_cast<int>(i));
  }

 private:
  std::vector<double> lows_, highs_;          // of columns
  std::vector<double> row_lows_, row_highs_;  // of rows
  std::vector<int> row_of_, column_of_;
  std::vector<double> factor_of_;
};

// The columns: one a layer (1: on the device), one a tensor that may be sent (1: it is), and the fixed charges.
class Programme {
 public:
  Programme(const CostGraph& costs, const std::vector<Hold>& holds, const Problem& problem, const Weights& weights)
      : costs_(costs), problem_(problem) {
    for (const Hold hold : holds) rows_.AddColumn(hold == Hold::kDevice ? 1 : 0, hold == Hold::kCloud ? 0 : 1);
    for (const CostTensor& tensor : costs.tensors) AddTensor(tensor);
    AddTransfers();
    AddEnds();
    objective_ = PriceOfSplit(weights);
    AddLimits();
  }

  // The best split cheaper than `bound`; nothing: there is none, or (is_proven cleared) the search was given up.
  std::optional<std::vector<bool>> Solve(double bound, bool& is_proven) {
    OsiClpSolverInterface solver;
    const double scale = Largest(objective_);
    Sum scaled = objective_;
    for (double& factor : scaled.factors) factor /= scale;
    rows_.Load(solver, scaled, costs_.nodes.size());
    solver.setHintParam(OsiDoReducePrint, true, OsiHintTry);
    CbcModel model(solver);
    model.setLogLevel(0);
    model.setMaximumNodes(nodes_left_);
    model.setNumberBeforeTrust(0);
    model.setNumberStrong(0);  // the relaxation is nearly whole: a few nodes cost less than choosing among them well
    if (bound < kInfinity) model.setCutoff((bound * (1 - kRelative) - objective_.constant) / scale);
    model.setDblParam(CbcModel::CbcCutoffIncrement, 0);
    model.setDblParam(CbcModel::CbcAllowableGap, 0);
    CglKnapsackCover covers;
    model.addCutGenerator(&covers, -1, "covers");
    CbcRounding rounding(model);
    model.addHeuristic(&rounding);
    model.initialSolve();
    model.branchAndBound();
    nodes_left_ -= model.getNodeCount();
    is_proven = is_proven && model.status() == 0;
    const double* solution = model.bestSolution();
    if (solution == nullptr) return std::nullopt;
    std::vector<bool> head(costs_.nodes.size());
    for (std::size_t i = 0; i < head.size(); ++i) head[i] = solution[i] > kHalf;
    return head;
  }

  // Rules out one split.
  void Forbid(const std::vector<bool>& head) {
    Sum changes;
    for (std::size_t i = 0; i < head.size(); ++i) {
      changes.Add(static_cast<Column>(i), head[i] ? -1 : 1);
      changes.constant += head[i] ? 1 : 0;
    }
    rows_.Require(changes, 1, kInfinity);
  }

 private:
  static double Largest(const Sum& sum) {
    double largest = 0;
    for (const double factor : sum.factors) largest = std::max(largest, std::abs(factor));
    return largest > 0 ? largest : 1;
  }

  void AddTensor(const CostTensor& tensor) {
    for (const LayerId reader : tensor.readers) {
      if (tensor.producer) rows_.Order(static_cast<Column>(reader), static_cast<Column>(*tensor.producer));
    }
    const bool is_barred = !tensor.barred.empty();
    if (tensor.is_output && is_barred) rows_.Require({{static_cast<Column>(*tensor.producer)}, {1}, 0}, 1, 1);
    if (tensor.readers.empty() || (tensor.bytes <= 0 && !is_barred)) {
      sent_.push_back(std::nullopt);
      return;
    }
    const Column sent = rows_.AddColumn(0, is_barred ? 0 : 1);
    for (const LayerId reader : tensor.readers) {
      if (tensor.producer) {
        rows_.Cover(sent, static_cast<Column>(*tensor.producer), static_cast<Column>(reader));
      } else {
        rows_.Require({{sent, static_cast<Column>(reader)}, {1, 1}, 0}, 1, kInfinity);
      }
    }
    sent_.push_back(sent);
  }

  // Whether anything is sent up, and whether anything is sent at all.
  void AddTransfers() {
    any_upload_ = rows_.AddColumn(0, 1);
    any_transfer_ = rows_.AddColumn(0, 1);
    rows_.Order(any_upload_, any_transfer_);
    for (std::size_t i = 0; i < sent_.size(); ++i) {
      const CostTensor& tensor = costs_.tensors[i];
      if (sent_[i]) rows_.Order(*sent_[i], any_upload_);
      if (tensor.is_output && tensor.bytes > 0 && problem_.counting.download) {
        rows_.Require({{any_transfer_, static_cast<Column>(*tensor.producer)}, {1, 1}, 0}, 1, kInfinity);
      }
    }
  }

  // A split has layers on both sides. The ends are priced by what was measured of the whole model, which is no sum.
  void AddEnds() {
    Sum on_device;
    for (std::size_t i = 0; i < costs_.nodes.size(); ++i) on_device.Add(static_cast<Column>(i), 1);
    rows_.Require(on_device, 1, static_cast<double>(costs_.nodes.size()) - 1);
  }

  [[nodiscard]] Sum PriceOfSplit(const Weights& weights) const {
    const UnitPrices prices = UnitPricesOf(problem_, weights);
    Sum sum;
    for (std::size_t i = 0; i < costs_.nodes.size(); ++i) {
      const CostNode& node = costs_.nodes[i];
      const double device = node.device.seconds * weights.per_second + node.device.joules.value_or(0) * weights.per_joule;
      const double cloud = node.cloud.seconds * weights.per_second;
      sum.Add(static_cast<Column>(i), device - cloud);
      sum.constant += cloud;
    }
    for (std::size_t i = 0; i < sent_.size(); ++i) {
      const CostTensor& tensor = costs_.tensors[i];
      if (sent_[i]) sum.Add(*sent_[i], UploadPrice(tensor, prices));
      if (!tensor.is_output) continue;
      sum.Add(static_cast<Column>(*tensor.producer), -DownloadPrice(tensor, prices));
      sum.constant += DownloadPrice(tensor, prices);
    }
    sum.Add(any_upload_, prices.any_upload);
    sum.Add(any_transfer_, prices.any_transfer);
    return sum;
  }

  // sum <= limit, in units of the limit.
  void AddLimit(Sum sum, double limit) {
    const double unit = limit > 0 ? limit : Largest(sum);
    for (double& factor : sum.factors) factor /= unit;
    sum.constant /= unit;
    rows_.Require(sum, -kInfinity, limit / unit);
  }

  void AddLimits() {
    const spec::Limits& limits = problem_.limits;
    if (limits.max_latency) AddLimit(PriceOfSplit({1, 0}), limits.max_latency->count());
    if (limits.max_energy) AddLimit(PriceOfSplit({0, 1}), limits.max_energy->value());
    if (limits.max_upload) {
      Sum sum;
      for (std::size_t i = 0; i < sent_.size(); ++i) {
        if (sent_[i]) sum.Add(*sent_[i], costs_.tensors[i].bytes);
      }
      AddLimit(std::move(sum), limits.max_upload->value());
    }
    if (limits.max_device_memory) AddMemoryLimit(limits.max_device_memory->value());
  }

  // Parameters of the head and the most that any of its layers reads and yields, in units of the limit.
  void AddMemoryLimit(double limit) {
    const double unit = std::max(limit, 1.0);
    const Column most = rows_.AddColumn(0, kInfinity);
    Sum sum;
    for (std::size_t i = 0; i < costs_.nodes.size(); ++i) {
      const CostNode& node = costs_.nodes[i];
      const auto layer = static_cast<Column>(i);
      sum.Add(layer, node.parameter_bytes / unit);
      if (node.edge_bytes > 0) rows_.Require({{most, layer}, {1, -node.edge_bytes / unit}, 0}, 0, kInfinity);
    }
    sum.Add(most, 1);
    rows_.Require(sum, -kInfinity, limit / unit);
  }

  const CostGraph& costs_;
  const Problem& problem_;
  Rows rows_;
  std::vector<std::optional<Column>> sent_;  // by tensor
  Column any_upload_ = 0;
  Column any_transfer_ = 0;
  Sum objective_;
  int nodes_left_ = kMostNodes;
};

bool IsUnmeasured(const CostNode& node) {
  return !node.device.missing.empty() && !node.cloud.missing.empty();
}

}  // namespace

BestSplits FindBestSplits(const CostGraph& costs, const std::vector<Hold>& holds, const Problem& problem, const Weights& weights,
                          std::size_t count, std::vector<double> known) {
  BestSplits found{{}, true};
  const std::string energy_problem = EnergyProblem(costs, problem);
  const bool has_unknown_energy = problem.limits.max_energy && !energy_problem.empty();
  if (costs.nodes.size() < 2 || has_unknown_energy || std::any_of(costs.nodes.begin(), costs.nodes.end(), IsUnmeasured))
    return found;
  Programme programme(costs, holds, problem, weights);
  while (true) {
    known.resize(std::min(known.size(), count));
    auto head = programme.Solve(known.size() < count ? kInfinity : known.back(), found.is_proven);
    if (!head) return found;
    programme.Forbid(*head);
    const Deployment split{Head::Set(*head), SumUp(costs, Head::Set(*head))};
    if (!Refusal(costs, problem, split, energy_problem)) {  // else over a limit by less than the solver sees
      const double value = weights.Of(PriceOf(split.sums, problem));
      known.insert(std::upper_bound(known.begin(), known.end(), value), value);
      found.heads.push_back(std::move(*head));
    }
    if (!found.is_proven) return found;
  }
}

}  // namespace dnntune::partition
