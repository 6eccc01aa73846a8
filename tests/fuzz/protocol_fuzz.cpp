// SPDX-License-Identifier: Apache-2.0
// links: protocol
// Any message that Cap'n Proto can open is converted to our types or refused.
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <protocol/dnntune.capnp.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "protocol/convert.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace wire = dnntune::protocol::wire;
  std::vector<capnp::word> words(size / sizeof(capnp::word));
  if (words.empty()) return 0;
  std::memcpy(words.data(), data, words.size() * sizeof(capnp::word));
  try {
    capnp::FlatArrayMessageReader message(kj::arrayPtr(words.data(), words.size()));
    (void)dnntune::protocol::Read(message.getRoot<wire::Setting>());
    (void)dnntune::protocol::Read(message.getRoot<wire::Device>());
    (void)dnntune::protocol::Read(message.getRoot<wire::EngineInfo>());
    (void)dnntune::protocol::Read(message.getRoot<wire::TensorInfo>());
    (void)dnntune::protocol::Read(message.getRoot<wire::Failure>());
    (void)dnntune::protocol::CheckVersion(dnntune::protocol::Read(message.getRoot<wire::Greeting>()));
    const auto results = message.getRoot<wire::Worker::MeasureResults>();
    (void)dnntune::protocol::Read(results);
    const auto tensor = message.getRoot<wire::Worker::SetTensorParams>();
    (void)dnntune::protocol::ReadTensor(tensor.getTensor(), tensor.getData());
  } catch (const kj::Exception&) {
    // What the library itself refuses.
  }
  return 0;
}
