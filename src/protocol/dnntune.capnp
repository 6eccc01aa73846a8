# SPDX-License-Identifier: Apache-2.0
# What host, agent and workers say to each other. Times in nanoseconds unless named otherwise. Results carry a Failure whose code 0
# means success, so that an error keeps its kind; an exception of the RPC layer means that the peer is gone.
@0xd3a1f0c6b7e84a25;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("dnntune::protocol::wire");

struct Failure {
  code @0 :UInt8;       # ErrorCode; 0: none
  message @1 :Text;
}

struct Pair {
  name @0 :Text;
  value @1 :Text;
}

struct Setting {
  values @0 :List(Pair);           # by the names of setting::Dimensions; others are knobs of the engine
  coreIds @1 :List(Int32);
}

struct Quantity {
  union {
    unavailable @0 :Text;
    value @1 :Float64;
  }
  source @2 :UInt8;
  hasInterval @3 :Bool;
  low @4 :Float64;
  high @5 :Float64;
}

# A metric of metric/metrics.h by its dotted name, in its unit. The host leaves out what its table does not have.
struct Reading {
  metric @0 :Text;
  quantity @1 :Quantity;
}

struct TensorInfo {
  name @0 :Text;
  dtype @1 :UInt8;
  shape @2 :List(Int64);
}

struct Form {
  dtype @0 :UInt8;
  shape @1 :List(Int64);
  scale @2 :Float64;               # graph::Quantization; 0: none
  zeroPoint @3 :Int32;
}

# graph::Conversion between two tensors by name.
struct Conversion {
  fromName @0 :Text;
  toName @1 :Text;
  from @2 :Form;
  view @3 :List(Int64);
  order @4 :List(UInt32);
  to @5 :Form;
}

struct Capability {
  kind @0 :Text;
  name @1 :Text;
  available @2 :Bool;
  detail @3 :Text;
  functionOnly @4 :Bool;
  unit @5 :Text;                   # the only one that it is about; empty: all
}

struct EngineInfo {
  name @0 :Text;
  version @1 :Text;
  capabilities @2 :List(Capability);
  failure @3 :Failure;             # why the engine cannot be used here
}

struct Samples {
  nanoseconds @0 :List(Int64);
  preempted @1 :List(Bool);
}

struct TraceEvent {
  name @0 :Text;
  type @1 :Text;
  nanoseconds @2 :List(Int64);
}

interface Worker {
  describe @0 () -> (info :EngineInfo);
  open @1 (model :Text, inputs :List(Text), outputs :List(Text), setting :Setting, before :List(Conversion),
           after :List(Conversion))
      -> (failure :Failure, session :UInt32, inputs :List(TensorInfo), outputs :List(TensorInfo), loadSeconds :Float64);
  close @2 (session :UInt32) -> (failure :Failure);
  setTensor @3 (tensor :TensorInfo, data :Data) -> (failure :Failure);
  getTensor @4 (name :Text) -> (failure :Failure, tensor :TensorInfo, data :Data);
  prime @5 (session :UInt32) -> (failure :Failure, outputs :List(TensorInfo));
  measure @6 (sessions :List(UInt32), rounds :UInt32, budget :Int64)
      -> (failure :Failure, samples :List(Samples), began :Int64, ended :Int64, readings :List(Reading));
  trace @7 (session :UInt32, runs :UInt32) -> (failure :Failure, events :List(TraceEvent));
  usage @8 () -> (failure :Failure, readings :List(Reading));
  ownThreads @9 (setting :Setting) -> (failure :Failure, threads :Int32);
}

struct Core {
  id @0 :Int32;
  maxKhz @1 :Int64;                # where hasMaxKhz
  capacity @2 :Int64;              # where hasCapacity
  governor @3 :Text;
  hasMaxKhz @4 :Bool;
  hasCapacity @5 :Bool;
}

struct Cache {
  level @0 :Int32;
  type @1 :Text;
  bytes @2 :Float64;
  sharedBy @3 :Text;
}

struct Device {
  cpu @0 :Text;
  architecture @1 :Text;
  kernel @2 :Text;
  isVirtual @3 :Bool;
  cores @4 :List(Core);
  caches @5 :List(Cache);
  memory @6 :Quantity;
  freeMemory @7 :Quantity;
  load @8 :Text;
  temperature @9 :Text;
  allowed @10 :List(Int32);        # CPUs that what is started here may use
  quotaCpus @11 :Float64;          # CPU time a second that the control groups grant; 0: they set no limit
  quotaFrom @12 :Text;             # the file that says so
}

# What an agent says first. Neither this nor the number of the call ever changes, so that two versions can tell each other.
struct Greeting {
  version @0 :Text;                # of the program
  protocol @1 :UInt32;
  architecture @2 :Text;           # as uname -m
  bootId @3 :Text;
  noBootId @4 :Failure;            # why bootId is not known
}

interface Agent {
  greet @0 () -> (greeting :Greeting);
  describe @1 () -> (device :Device);
  engines @2 () -> (engines :List(EngineInfo));
  # Model files are stored once, by the hash of their content.
  hasModel @3 (id :Text) -> (present :Bool);
  putFile @4 (id :Text, name :Text, offset :UInt64, data :Data) -> (failure :Failure);
  endModel @5 (id :Text, files :List(Pair)) -> (failure :Failure);  # names and SHA-256
  startWorker @6 (setting :Setting) -> (failure :Failure, worker :Worker, handle :UInt32);
  # Kills the worker if it lives; says how it ended: "was killed by signal 9 (Killed)".
  # One that is believed dead is given a moment to end by itself, so that its true end can be told.
  endWorker @7 (handle :UInt32, lives :Bool) -> (ending :Text);
  # Asks a short-lived worker how many threads its engine takes by itself on the setting's cores.
  ownThreads @8 (setting :Setting) -> (failure :Failure, threads :Int32);
}
