// SPDX-License-Identifier: Apache-2.0
#include "protocol/stream.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace dnntune::protocol {
namespace {

constexpr auto kOwned = kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP;

}  // namespace

Stream::Stream(kj::LowLevelAsyncIoProvider& provider, Descriptor from, Descriptor to)
    // An event loop takes each descriptor once.
    : to_(to.IsOpen() ? to.Release() : ::fcntl(from.get(), F_DUPFD_CLOEXEC, 0)),
      in_(provider.wrapInputFd(from.Release(), kOwned)),
      out_(provider.wrapOutputFd(to_, kOwned)) {}

kj::Promise<std::size_t> Stream::tryRead(void* buffer, std::size_t least, std::size_t most) {
  if (first_.size() >= kFirst) return in_->tryRead(buffer, least, most);
  // Whatever comes is noted as it comes: a stranger may never send all that is waited for.
  return in_->tryRead(buffer, std::min<std::size_t>(least, 1), most)
      .then([this, buffer, least, most](std::size_t size) -> kj::Promise<std::size_t> {
        first_.append(static_cast<const char*>(buffer), std::min(size, kFirst - first_.size()));
        if (size == 0 || size >= least) return size;
        return tryRead(static_cast<char*>(buffer) + size, least - size, most - size).then([size](std::size_t rest) {
          return size + rest;
        });
      });
}

kj::Promise<void> Stream::write(const void* buffer, std::size_t size) {
  return out_->write(buffer, size);
}

kj::Promise<void> Stream::write(kj::ArrayPtr<const kj::ArrayPtr<const kj::byte>> pieces) {
  return out_->write(pieces);
}

kj::Promise<void> Stream::whenWriteDisconnected() {
  return out_->whenWriteDisconnected();
}

void Stream::shutdownWrite() {
  if (out_.get() == nullptr) return;  // ended before: the number of the descriptor may be another's by now
  // A socket stays open for reading: to close its copy would tell the peer nothing.
  ::shutdown(to_, SHUT_WR);
  out_ = nullptr;
}

}  // namespace dnntune::protocol
