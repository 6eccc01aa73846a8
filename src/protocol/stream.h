// SPDX-License-Identifier: Apache-2.0
// Only for .cpp files of agent and remote: Cap'n Proto's headers are heavy.
#pragma once

#include <kj/async-io.h>

#include <string>

#include "base/descriptor.h"

// Cap'n Proto's streams are never deleted through a base.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

namespace dnntune::protocol {

// Two descriptors of any kind that can be waited for (pipes, sockets), or one socket that does both, as a stream of Cap'n Proto's.
// Remembers what it read first. Lives and dies with the event loop of its thread; kj::Exception for descriptors that cannot be
// waited for.
class Stream final : public kj::AsyncIoStream {
 public:
  // `to`: none where `from` does both.
  Stream(kj::LowLevelAsyncIoProvider& provider, Descriptor from, Descriptor to);

  // The first bytes that came, up to kFirst: what to show of a peer that does not speak our language.
  static constexpr std::size_t kFirst = 256;
  [[nodiscard]] const std::string& first() const { return first_; }

  kj::Promise<std::size_t> tryRead(void* buffer, std::size_t least, std::size_t most) override;
  kj::Promise<void> write(const void* buffer, std::size_t size) override;
  kj::Promise<void> write(kj::ArrayPtr<const kj::ArrayPtr<const kj::byte>> pieces) override;
  kj::Promise<void> whenWriteDisconnected() override;
  void shutdownWrite() override;

 private:
  int to_;  // of out_
  kj::Own<kj::AsyncInputStream> in_;
  kj::Own<kj::AsyncOutputStream> out_;
  std::string first_;
};

}  // namespace dnntune::protocol

#pragma GCC diagnostic pop
