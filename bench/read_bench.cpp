// SPDX-License-Identifier: Apache-2.0
// MODEL SECONDS: by turns, what it takes to read a file's bytes, to read the model in it, and to slice that in the middle of its
// layers into head and tail. Prints the three in seconds, a line for every turn: three turns at least and nine at most, and none is
// begun once the time is spent. The first turn warms the page cache and is not printed.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/file.h"
#include "format/format.h"
#include "graph/cut.h"

namespace {

using namespace dnntune;  // a program of its own
using Clock = std::chrono::steady_clock;

constexpr int kFewestTurns = 3;
constexpr int kMostTurns = 9;

template <typename Value>
Value OrExit(Result<Value> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "bench-read: %s\n", result.error().message.c_str());
  std::exit(1);
}

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<std::string> Names(const graph::Graph& graph, const std::vector<graph::TensorId>& tensors) {
  std::vector<std::string> names;
  for (const graph::TensorId id : tensors) names.push_back(graph.tensors()[id].name);
  return names;
}

double ReadBytes(const char* path) {
  const auto start = Clock::now();
  const std::string bytes = OrExit(ReadFile(path));
  const double seconds = SecondsSince(start);
  return bytes.empty() ? 0 : seconds;
}

double Slice(const format::Model& model) {
  const graph::Graph& graph = model.graph();
  const graph::Cut cut = graph::PrefixCuts(graph)[graph.layers().size() / 2];
  const std::vector<std::string> crossing = Names(graph, cut.crossing);
  const std::vector<std::string> returned = Names(graph, cut.returned);
  std::vector<std::string> made;  // a model input that the tail reads is not the head's to yield
  for (const graph::TensorId id : cut.crossing) {
    if (!graph.tensors()[id].is_input) made.push_back(graph.tensors()[id].name);
  }
  const auto start = Clock::now();
  const std::size_t head = OrExit(model.Slice({}, made)).size();
  const std::size_t tail = OrExit(model.Slice(crossing, returned)).size();
  const double seconds = SecondsSince(start);
  return head == 0 || tail == 0 ? 0 : seconds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto begun = Clock::now();
  const double budget = std::atof(argv[2]);
  for (int turn = 0; turn <= kMostTurns && (turn <= kFewestTurns || SecondsSince(begun) < budget); ++turn) {
    const double bytes = ReadBytes(argv[1]);
    const auto start = Clock::now();
    const auto model = OrExit(format::Read(argv[1], {}));
    const double read = SecondsSince(start);
    const double slice = Slice(*model);
    if (turn > 0) std::printf("%.9f %.9f %.9f\n", bytes, read, slice);
  }
}
