// SPDX-License-Identifier: Apache-2.0
// A run for tests: a small model in files, two devices without processes, and a folder that goes with the test.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "campaign/context.h"
#include "engine/capability.h"
#include "engine/local_worker.h"
#include "engine/null/null_engine.h"
#include "engine/replay/replay_engine.h"
#include "format/format.h"
#include "spec/load.h"
#include "target/near_agent_test.h"
#include "zoo/builder.h"

namespace dnntune::campaign {

// Keeps what it is told.
class KeptProgress final : public Progress {
 public:
  void At(const Step& step) override { titles.push_back(step.title); }
  void Note(const std::string& line) override { notes.push_back(line); }
  std::vector<std::string> titles;
  std::vector<std::string> notes;
};

// The null engine, told what the model of these tests reads and yields as a whole.
class TwoLayers final : public engine::Engine {
 public:
  [[nodiscard]] engine::EngineInfo Describe() const override { return null_->Describe(); }
  [[nodiscard]] Result<std::unique_ptr<engine::Session>> Open(const engine::OpenRequest& request) override {
    engine::OpenRequest named = request;
    if (named.inputs.empty()) named.inputs = {"input"};
    if (named.outputs.empty()) named.outputs = {"predictions"};
    return null_->Open(named);
  }
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting) override { return null_->OwnThreads(setting); }
  [[nodiscard]] const Clock& clock() const override { return null_->clock(); }

 private:
  std::unique_ptr<engine::Engine> null_ = engine::MakeNullEngine();
};

class MadeRun : public ::testing::Test {
 protected:
  // Engines by name; workers of "replay" answer from a record, all others are the null engine, whatever they are called.
  void Have(const std::vector<std::string>& engines) { engines_ = engines; }

  // Fully connected layers of eight numbers, "first" and "second", as a file of the format.
  std::filesystem::path Model(const std::string& format) {
    const format::Format* row = format::FormatNamed(format);
    zoo::Builder net("two-layers");
    zoo::Feature x = net.Input("input", {{1, 8}});
    for (const char* layer : {"first", "second"}) {
      net.Layer(layer);
      x = net.FullyConnect("fc", x, 8);
    }
    const auto path = folder_.path() / ("two" + std::string(row->extensions.front()));
    EXPECT_TRUE(WriteFile(path, format::BytesOf(std::move(net).Finish(), row->write_network).value()));
    return path;
  }

  // Phone and server with engine null, on the ONNX model, measured for a few milliseconds; `more` as in a config.
  spec::Spec Spec(const std::string& more = "") {
    const std::string yaml = fmt::format(
        "model: {{name: two, file: '{}'}}\n"
        "profiling: {{budget: 20 ms, trace: false}}\n"
        "output: {{folder: '{}'}}\n"
        "devices:\n"
        "  - {{name: phone, role: device, framework: 'null', slowdown: 2}}\n"
        "  - {{name: server, role: cloud, framework: 'null'}}\n{}",
        Model("onnx").string(), (folder_.path() / "run").string(), more);
    auto loaded = spec::LoadText(yaml, "made.yaml", {});
    EXPECT_TRUE(loaded) << loaded.error().message;
    return loaded ? std::move(loaded->spec) : spec::Spec();
  }

  Context MakeContext() { return {targets_, models_, progress_}; }
  std::filesystem::path Run() const { return folder_.path() / "run"; }

  TemporaryFolder folder_ = TemporaryFolder::Make().value();
  std::vector<std::string> engines_ = {"null", "replay"};
  int own_threads_ = 1;  // of every engine
  std::optional<device::CpuQuota> quota_;
  target::AgentLog log_;
  KeptProgress progress_;
  target::Models models_;
  const target::Connect connect_ = [this](const spec::Device&) -> Result<std::unique_ptr<remote::Agent>> {
    ++log_.connected;
    target::NearAgent::Machine machine;
    for (int id = 0; id < 4; ++id) machine.description.cores.emplace_back().id = id;
    machine.description.allowed = {0, 1, 2, 3};
    machine.description.quota = quota_;
    machine.own_threads = own_threads_;
    for (const std::string& name : engines_) machine.engines.push_back({engine::DescribeAs(name, "1"), ""});
    machine.start = [](const setting::Setting& setting) -> Result<std::unique_ptr<engine::Worker>> {
      if (setting.engine == "replay") return std::make_unique<engine::LocalWorker>(engine::MakeReplayEngine());
      return std::make_unique<engine::LocalWorker>(std::make_unique<TwoLayers>());
    };
    return std::make_unique<target::NearAgent>(std::move(machine), log_);
  };
  target::Targets targets_{connect_};
};

}  // namespace dnntune::campaign
