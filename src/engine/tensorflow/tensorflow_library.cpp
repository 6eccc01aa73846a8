// SPDX-License-Identifier: Apache-2.0
#include "engine/tensorflow/tensorflow_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

namespace dnntune::engine {
namespace fs = std::filesystem;
namespace {

constexpr const char* kFile = "libtensorflow_cc.so.2";

// Its own protobuf must not be replaced by the one that this program has for model files. Sanitizers do not allow the flag.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kApart = 0;
#else
constexpr int kApart = RTLD_DEEPBIND;
#endif

struct Loaded {
  TensorFlowApi api;
  TensorFlowProcess process;
};

std::optional<Loaded>& TheLoaded() {
  static std::optional<Loaded> loaded;
  return loaded;
}

std::vector<fs::path> Places() {
  std::vector<fs::path> places;
  if (const char* chosen = std::getenv("DNNTUNE_TENSORFLOW")) places.emplace_back(chosen);
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  if (!program.empty()) {
    places.push_back(program / "../lib/dnntune");
    places.push_back(program / "../../lib/dnntune");
  }
  places.emplace_back(DNNTUNE_ENGINE_PACKAGE "/lib");
  return places;
}

Result<fs::path> FindFile() {
  std::error_code ignored;
  for (const fs::path& place : Places()) {
    if (fs::exists(place / kFile, ignored)) return place / kFile;
  }
  return Fail(ErrorCode::kUnavailable, std::string("engine tensorflow: ") + kFile +
                                           " was not found; run tools/setup --engines tensorflow, or name its folder in "
                                           "DNNTUNE_TENSORFLOW");
}

Result<TensorFlowApi> LookUp(void* library) {
  TensorFlowApi api;
#define DNNTUNE_TENSORFLOW_LOOK_UP(name)                                                                                           \
  api.name = reinterpret_cast<decltype(&::name)>(::dlsym(library, #name));                                                         \
  if (api.name == nullptr) {                                                                                                       \
    return Fail(ErrorCode::kUnavailable, "engine tensorflow: the library has no " #name "; run tools/setup --engines tensorflow"); \
  }
  DNNTUNE_TENSORFLOW_API(DNNTUNE_TENSORFLOW_LOOK_UP)
#undef DNNTUNE_TENSORFLOW_LOOK_UP
  return api;
}

}  // namespace

Result<void> FindTensorFlow() {
  TRY(FindFile());
  return {};
}

Result<const TensorFlowApi*> LoadTensorFlow(const TensorFlowProcess& wanted) {
  auto& loaded = TheLoaded();
  if (!loaded) {
    ASSIGN_OR_RETURN(const fs::path file, FindFile());
    ::setenv("TF_ENABLE_ONEDNN_OPTS", wanted.library == "onednn" ? "1" : "0", 1);
    ::setenv("TF_CPP_MIN_LOG_LEVEL", "3", 0);  // what matters comes as a status
    void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | kApart);
    if (library == nullptr) {
      const char* reason = ::dlerror();
      return Fail(ErrorCode::kUnavailable, std::string("engine tensorflow: cannot load the library: ") + (reason ? reason : "?"));
    }
    ASSIGN_OR_RETURN(const TensorFlowApi api, LookUp(library));
    loaded = Loaded{api, wanted};
  }
  TensorFlowProcess& has = loaded->process;
  if (has.library != wanted.library) {
    return Fail(ErrorCode::kBadInput, "this worker has TensorFlow with library " + has.library +
                                          ", which is chosen when it is loaded; " + wanted.library + " needs a fresh worker");
  }
  if (!has.threads) has.threads = wanted.threads;
  if (wanted.threads && has.threads != wanted.threads) {
    return Fail(ErrorCode::kBadInput, "this worker has TensorFlow with a pool of " + std::to_string(*has.threads) +
                                          " threads for all sessions; " + std::to_string(*wanted.threads) +
                                          " threads need a fresh worker");
  }
  return &loaded->api;
}

std::optional<int> TensorFlowThreads() {
  return TheLoaded() ? TheLoaded()->process.threads : std::nullopt;
}

std::string TensorFlowVersion() {
  return TheLoaded() ? TheLoaded()->api.TF_Version() : DNNTUNE_ENGINE_VERSION;
}

Result<void> TensorFlowStatus::Check(ErrorCode code, const std::string& what) const {
  if (api_.TF_GetCode(status_.get()) == TF_OK) return {};
  std::string message = api_.TF_Message(status_.get());
  message.resize(std::min(message.find('\n'), message.size()));
  // After it come the machine's name and advice for those who build TensorFlow.
  message.resize(std::min(message.find(" in binary running on"), message.size()));
  return Fail(code, what + ": TensorFlow says: " + message);
}

}  // namespace dnntune::engine
