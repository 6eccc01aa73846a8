// SPDX-License-Identifier: Apache-2.0
#include "agent/agent_server.h"

#include <capnp/rpc-twoparty.h>
#include <fcntl.h>
#include <kj/async-io.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>

#include "agent/worker_server.h"
#include "base/file.h"
#include "base/process.h"
#include "base/sha256.h"
#include "device/description.h"
#include "protocol/convert.h"
#include "protocol/limits.h"
#include "protocol/model_store.h"

// Cap'n Proto's servers are owned by reference counts and never deleted through a base.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

namespace dnntune::agent {
namespace {

namespace wire = protocol::wire;
namespace fs = std::filesystem;

constexpr int kGraceMs = 50;
constexpr const char* kPrefix = "engine-";

// A worker's process and the connection to it. Ends the process when it goes.
class WorkerProcess {
 public:
  WorkerProcess(kj::LowLevelAsyncIoProvider& provider, Child child)
      : pid_(child.pid),
        stream_(provider.wrapSocketFd(child.from.Release(), kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP)),
        network_(*stream_, capnp::rpc::twoparty::Side::CLIENT, protocol::MessageLimits()),
        rpc_(capnp::makeRpcClient(network_)) {}
  ~WorkerProcess() {
    if (pid_ > 0) (void)EndChild(pid_, 0);
  }
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  wire::Worker::Client Client() {
    capnp::MallocMessageBuilder message;
    auto id = message.initRoot<capnp::rpc::twoparty::VatId>();
    id.setSide(capnp::rpc::twoparty::Side::SERVER);
    return rpc_.bootstrap(id).castAs<wire::Worker>();
  }
  std::string End(bool lives) {
    const std::string ending = EndChild(pid_, lives ? 0 : kGraceMs);
    pid_ = -1;
    return ending;
  }

 private:
  pid_t pid_;
  kj::Own<kj::AsyncIoStream> stream_;
  capnp::TwoPartyVatNetwork network_;
  capnp::RpcSystem<capnp::rpc::twoparty::VatId> rpc_;
};

std::vector<std::string> EnginePrograms() {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::path& folder : ProgramFolders()) {
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      const std::string name = entry.path().filename().string();
      if (name.rfind(kPrefix, 0) == 0 && ::access(entry.path().c_str(), X_OK) == 0)
        names.push_back(name.substr(std::strlen(kPrefix)));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

class AgentServer final : public wire::Agent::Server {
 public:
  explicit AgentServer(kj::LowLevelAsyncIoProvider& provider) : provider_(provider), store_(protocol::ModelStore()) {}

  kj::Promise<void> describe(DescribeContext context) override {
    protocol::Write(device::Describe(), context.getResults().initDevice());
    return kj::READY_NOW;
  }

  kj::Promise<void> engines(EnginesContext context) override {
    const std::vector<std::string> names = EnginePrograms();
    auto list = context.getResults().initEngines(static_cast<unsigned>(names.size()));
    auto all = kj::heapArrayBuilder<kj::Promise<void>>(names.size());
    for (unsigned i = 0; i < names.size(); ++i) all.add(DescribeEngine(names[i], list[i]));
    return kj::joinPromises(all.finish());
  }

  kj::Promise<void> hasModel(HasModelContext context) override {
    const auto path = protocol::ModelPath(store_, context.getParams().getId().cStr());
    std::error_code ignored;
    context.getResults().setPresent(path && fs::exists(*path, ignored));
    return kj::READY_NOW;
  }

  kj::Promise<void> putFile(PutFileContext context) override {
    const auto params = context.getParams();
    const auto outcome = [&]() -> Result<void> {
      ASSIGN_OR_RETURN(const fs::path folder, Incoming(params.getId().cStr()));
      if (!protocol::IsPlainName(params.getName().cStr()))
        return Fail(ErrorCode::kBadInput, "a model's file must have a plain name");
      return Append(folder / params.getName().cStr(), params.getOffset(), params.getData());
    }();
    if (!outcome) protocol::Write(outcome.error(), context.getResults().initFailure());
    return kj::READY_NOW;
  }

  kj::Promise<void> endModel(EndModelContext context) override {
    const auto params = context.getParams();
    const auto outcome = [&]() -> Result<void> {
      ASSIGN_OR_RETURN(const fs::path folder, Incoming(params.getId().cStr()));
      for (const auto file : params.getFiles()) {
        ASSIGN_OR_RETURN(const std::string hash, Sha256File(folder / file.getName().cStr()));
        if (hash != file.getValue().cStr()) {
          return Fail(ErrorCode::kIo, std::string("file '") + file.getName().cStr() + "' of the model arrived damaged; try again");
        }
      }
      ASSIGN_OR_RETURN(const fs::path path, protocol::ModelPath(store_, params.getId().cStr()));
      std::error_code error;
      fs::rename(folder, path.parent_path(), error);
      std::error_code ignored;
      if (error && !fs::exists(path, ignored))
        return Fail(ErrorCode::kIo, "cannot keep the model in " + store_.string() + ": " + error.message());
      fs::remove_all(folder, ignored);
      return {};
    }();
    if (!outcome) protocol::Write(outcome.error(), context.getResults().initFailure());
    return kj::READY_NOW;
  }

  kj::Promise<void> startWorker(StartWorkerContext context) override {
    const auto setting = protocol::Read(context.getParams().getSetting());
    auto started = setting ? Start(setting->engine) : Fail(setting.error());
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

 private:
  Result<std::unique_ptr<WorkerProcess>> Start(const std::string& engine) {
    if (!protocol::IsPlainName(engine)) return Fail(ErrorCode::kBadInput, "'" + engine + "' is no engine");
    ASSIGN_OR_RETURN(const fs::path program, FindProgram(kPrefix + engine));
    ASSIGN_OR_RETURN(Child child, StartOnSocket(program, kWorkerSocket));
    return std::make_unique<WorkerProcess>(provider_, std::move(child));
  }

  // Asks a short-lived worker. One that dies is reported as such.
  kj::Promise<void> DescribeEngine(const std::string& name, wire::EngineInfo::Builder to) {
    auto started = Start(name);
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

  // Where a model is received: apart from the store until it is whole.
  Result<fs::path> Incoming(const std::string& id) const {
    ASSIGN_OR_RETURN(const fs::path path, protocol::ModelPath(store_, id));
    const fs::path folder = store_ / (path.parent_path().filename().string() + ".part" + std::to_string(::getpid()));
    TRY(MakeFolder(folder));
    return folder;
  }

  static Result<void> Append(const fs::path& path, std::uint64_t offset, capnp::Data::Reader data) {
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    if (file < 0) return Fail(ErrorCode::kIo, "cannot write " + path.string() + ": " + std::strerror(errno));
    std::size_t done = 0;
    while (done < data.size()) {
      const ssize_t written = ::pwrite(file, data.begin() + done, data.size() - done, static_cast<off_t>(offset + done));
      if (written <= 0) break;
      done += static_cast<std::size_t>(written);
    }
    const int reason = errno;
    ::close(file);
    if (done == data.size()) return {};
    return Fail(ErrorCode::kIo, "cannot write " + path.string() + ": " + std::strerror(reason));
  }

  kj::LowLevelAsyncIoProvider& provider_;
  fs::path store_;
  std::map<std::uint32_t, std::unique_ptr<WorkerProcess>> workers_;
  std::uint32_t next_ = 1;
};

}  // namespace

int ServeAgent() {
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  int type = 0;
  socklen_t length = sizeof type;
  if (::getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &type, &length) != 0) {
    std::fputs("dnntune-agent speaks to dnntune over a socket on its standard input and is started by it\n", stderr);
    return static_cast<int>(ErrorCode::kUsage);
  }
  try {
    auto io = kj::setupAsyncIo();
    auto stream = io.lowLevelProvider->wrapSocketFd(STDIN_FILENO, 0);
    capnp::TwoPartyVatNetwork network(*stream, capnp::rpc::twoparty::Side::SERVER, protocol::MessageLimits());
    auto rpc = capnp::makeRpcServer(network, wire::Agent::Client(kj::heap<AgentServer>(*io.lowLevelProvider)));
    network.onDisconnect().wait(io.waitScope);
  } catch (const kj::Exception& error) {
    std::fprintf(stderr, "agent: %s\n", error.getDescription().cStr());
    return static_cast<int>(ErrorCode::kInternal);
  }
  return 0;
}

}  // namespace dnntune::agent
