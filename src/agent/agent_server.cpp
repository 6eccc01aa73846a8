// SPDX-License-Identifier: Apache-2.0
#include "agent/agent_server.h"

#include <capnp/rpc-twoparty.h>
#include <fcntl.h>
#include <kj/async-io.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>

#include "agent/engine_programs.h"
#include "agent/greet.h"
#include "agent/model_inbox.h"
#include "agent/worker_process.h"
#include "base/process.h"
#include "device/description.h"
#include "protocol/convert.h"
#include "protocol/limits.h"
#include "protocol/model_store.h"
#include "protocol/stream.h"

// Cap'n Proto's servers are owned by reference counts and never deleted through a base.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

namespace dnntune::agent {
namespace {

namespace wire = protocol::wire;

class AgentServer final : public wire::Agent::Server {
 public:
  explicit AgentServer(kj::LowLevelAsyncIoProvider& provider) : provider_(provider), inbox_(protocol::ModelStore()) {}

  kj::Promise<void> greet(GreetContext context) override {
    protocol::Write(Greet(), context.getResults().initGreeting());
    return kj::READY_NOW;
  }

  kj::Promise<void> describe(DescribeContext context) override {
    protocol::Write(device::Describe(), context.getResults().initDevice());
    return kj::READY_NOW;
  }

  kj::Promise<void> engines(EnginesContext context) override {
    const std::vector<std::string> names = EnginePrograms(ProgramFolders());
    auto list = context.getResults().initEngines(static_cast<unsigned>(names.size()));
    auto all = kj::heapArrayBuilder<kj::Promise<void>>(names.size());
    for (unsigned i = 0; i < names.size(); ++i) all.add(DescribeEngine(names[i], list[i]));
    return kj::joinPromises(all.finish());
  }

  kj::Promise<void> hasModel(HasModelContext context) override {
    context.getResults().setPresent(inbox_.Has(context.getParams().getId().cStr()));
    return kj::READY_NOW;
  }

  kj::Promise<void> putFile(PutFileContext context) override {
    const auto params = context.getParams();
    const auto bytes = params.getData().asChars();
    const auto outcome =
        inbox_.Put(params.getId().cStr(), params.getName().cStr(), params.getOffset(), {bytes.begin(), bytes.size()});
    if (!outcome) protocol::Write(outcome.error(), context.getResults().initFailure());
    return kj::READY_NOW;
  }

  kj::Promise<void> endModel(EndModelContext context) override {
    const auto params = context.getParams();
    std::map<std::string, std::string> hashes;
    for (const auto file : params.getFiles()) hashes[file.getName().cStr()] = file.getValue().cStr();
    const auto outcome = inbox_.Keep(params.getId().cStr(), hashes);
    if (!outcome) protocol::Write(outcome.error(), context.getResults().initFailure());
    return kj::READY_NOW;
  }

  kj::Promise<void> startWorker(StartWorkerContext context) override {
    const auto setting = protocol::Read(context.getParams().getSetting());
    auto started = setting ? WorkerProcess::Start(provider_, setting->engine) : Fail(setting.error());
    auto results = context.getResults();
    if (!started) {
      protocol::Write(started.error(), results.initFailure());
      return kj::READY_NOW;
    }
    results.setWorker((*started)->Client());
    results.setHandle(next_);
    workers_.emplace(next_++, *std::move(started));
    return kj::READY_NOW;
  }

  kj::Promise<void> endWorker(EndWorkerContext context) override {
    const auto found = workers_.find(context.getParams().getHandle());
    if (found == workers_.end()) {
      context.getResults().setEnding("is not known");
      return kj::READY_NOW;
    }
    context.getResults().setEnding(found->second->End(context.getParams().getLives()).c_str());
    workers_.erase(found);
    return kj::READY_NOW;
  }

  kj::Promise<void> ownThreads(OwnThreadsContext context) override {
    const auto setting = protocol::Read(context.getParams().getSetting());
    auto started = setting ? WorkerProcess::Start(provider_, setting->engine) : Fail(setting.error());
    auto results = context.getResults();
    if (!started) {
      protocol::Write(started.error(), results.initFailure());
      return kj::READY_NOW;
    }
    std::shared_ptr<WorkerProcess> process = *std::move(started);
    auto asked = process->Client().ownThreadsRequest();
    asked.setSetting(context.getParams().getSetting());
    return asked.send().then(
        [process, results](auto&& response) mutable {
          results.setThreads(response.getThreads());
          results.setFailure(response.getFailure());
        },
        [process, results, name = setting->engine](kj::Exception&&) mutable {
          protocol::Write(Error{ErrorCode::kUnavailable, "the program engine-" + name + " " + process->End(false)},
                          results.initFailure());
        });
  }

 private:
  // Asks a short-lived worker. One that dies is reported as such.
  kj::Promise<void> DescribeEngine(const std::string& name, wire::EngineInfo::Builder to) {
    auto started = WorkerProcess::Start(provider_, name);
    to.setName(name.c_str());
    if (!started) {
      protocol::Write(started.error(), to.initFailure());
      return kj::READY_NOW;
    }
    std::shared_ptr<WorkerProcess> process = *std::move(started);
    return process->Client().describeRequest().send().then(
        [process, to](auto&& response) mutable {
          const auto info = response.getInfo();
          protocol::Write(protocol::Read(info), to);
          if (info.getFailure().getCode() != 0) to.setFailure(info.getFailure());
        },
        [process, to, name](kj::Exception&&) mutable {
          protocol::Write(Error{ErrorCode::kUnavailable, "the program engine-" + name + " " + process->End(false)},
                          to.initFailure());
        });
  }

  kj::LowLevelAsyncIoProvider& provider_;
  ModelInbox inbox_;
  std::map<std::uint32_t, std::unique_ptr<WorkerProcess>> workers_;
  std::uint32_t next_ = 1;
};

bool CanCarry(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

// Takes the descriptor to where no worker inherits it and puts another in its place.
Descriptor Take(int standard, int instead) {
  Descriptor taken(::fcntl(standard, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  ::dup2(instead, standard);
  return taken;
}

void Serve(Descriptor from, Descriptor to) {
  auto io = kj::setupAsyncIo();
  protocol::Stream stream(*io.lowLevelProvider, std::move(from), std::move(to));
  capnp::TwoPartyVatNetwork network(stream, capnp::rpc::twoparty::Side::SERVER, protocol::MessageLimits());
  auto rpc = capnp::makeRpcServer(network, wire::Agent::Client(kj::heap<AgentServer>(*io.lowLevelProvider)));
  network.onDisconnect().wait(io.waitScope);
}

}  // namespace

int ServeAgent() {
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (!CanCarry(STDIN_FILENO) || !CanCarry(STDOUT_FILENO)) {
    std::fputs("dnntune-agent speaks to dnntune on its standard input and output and is started by it\n", stderr);
    return static_cast<int>(ErrorCode::kUsage);
  }
  const Descriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  Descriptor from = Take(STDIN_FILENO, nothing.get());
  Descriptor to = Take(STDOUT_FILENO, ::fcntl(STDERR_FILENO, F_GETFD) < 0 ? nothing.get() : STDERR_FILENO);
  try {
    Serve(std::move(from), std::move(to));
  } catch (const kj::Exception& error) {
    std::fprintf(stderr, "agent: %s\n", error.getDescription().cStr());
    return static_cast<int>(ErrorCode::kInternal);
  }
  return 0;
}

}  // namespace dnntune::agent
