// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "base/file.h"
#include "base/sha256.h"
#include "cli/asked_layers.h"
#include "cli/verb.h"
#include "format/signatures.h"
#include "format/slice_layers.h"
#include "format/uncut.h"
#include "report/graphviz.h"
#include "report/inspect_document.h"
#include "setting/engines.h"
#include "spec/value.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

struct Options {
  std::string model;
  std::string model_format{setting::DefaultFormat()};
  std::vector<std::string> shapes;
  std::string signature;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::size_t cuts = 200;
  std::string profile;
  std::string dot;
  AskedPart part;
  std::string out;
};

Result<void> CheckPart(const Options& options) {
  ASSIGN_OR_RETURN(const bool is_asked, IsAsked(options.part));
  if (is_asked != options.out.empty()) return {};
  return Fail(ErrorCode::kUsage, "a part of a model needs both a range (--slice, --head, --tail or --layer) and --out FILE");
}

Result<report::WrittenParts> WriteParts(const Options& options, const format::Model& model) {
  report::WrittenParts written;
  if (!options.dot.empty()) {
    TRY(WriteFile(options.dot, report::Dot(options.model, model.graph())));
    written.dot = options.dot;
  }
  if (!options.out.empty()) {
    ASSIGN_OR_RETURN(const std::vector<graph::LayerId> layers, FindAsked(model.graph(), options.part));
    ASSIGN_OR_RETURN(const std::string bytes, format::SliceLayers(model, layers));
    TRY(WriteFile(options.out, bytes));
    written.part = options.out;
  }
  return written;
}

Result<report::Document> Show(const Options& options, const format::Model& model, std::optional<std::string> note) {
  std::optional<record::Profile> profile;
  std::string sha256;
  if (!options.profile.empty()) {
    ASSIGN_OR_RETURN(profile, record::ReadProfile(options.profile));
    ASSIGN_OR_RETURN(sha256, Sha256File(model.files().front()));
  }
  format::Uncut uncut = format::FindUncut(model);
  return report::InspectDocument({.name = options.model,
                                  .format = std::string(model.format()),
                                  .sha256 = sha256,
                                  .graph = model.graph(),
                                  .control_flow = std::move(uncut.control_flow),
                                  .stateful = std::move(uncut.stateful),
                                  .inference_failure = std::string(model.inference_failure()),
                                  .note = std::move(note)},
                                 options.cuts, profile ? &*profile : nullptr);
}

Result<report::Document> Run(const Options& options) {
  TRY(CheckPart(options));
  format::ReadOptions read;
  for (const std::string& shape : options.shapes)
    TRY(spec::AddShapes(spec::FromFlag("input_shape", shape, "--input-shape"), read.input_shapes));
  read.inputs = options.inputs;
  read.outputs = options.outputs;
  ASSIGN_OR_RETURN(const std::filesystem::path path, zoo::Resolve(options.model, options.model_format));
  ASSIGN_OR_RETURN(const format::SignatureFile file, format::FileOfSignature(path, options.signature));
  ASSIGN_OR_RETURN(const auto model, format::Read(file.path, read));
  ASSIGN_OR_RETURN(const format::Signatures signatures, format::FindSignatures(path));
  ASSIGN_OR_RETURN(report::Document document, Show(options, *model, format::NoteOnOthers(signatures, options.signature)));
  ASSIGN_OR_RETURN(const report::WrittenParts written, WriteParts(options, *model));
  report::AddWritten(written, document);
  return document;
}

void Configure(Command& command, VerbContext& context) {
  const auto options = std::make_shared<Options>();
  command.Add("model", options->model, "Model file, or a name of 'dnntune zoo list'").Required();
  command.Add("--model-format", options->model_format, "Format of a zoo model").WithDefaultShown();
  command.Add("--input-shape", options->shapes, "Shape of an input with free dimensions: 1,3,224,224 or NAME:1,3,224,224")
      .Repeated();
  command.Add("--signature", options->signature, "Signature of a .tflite file that has several, instead of its first graph");
  command.Add("--input", options->inputs, "Tensor to start at, instead of the file's inputs");
  command.Add("--output-tensor", options->outputs, "Tensor to end at, instead of the file's outputs");
  command.Add("--cuts", options->cuts, "List every cut up to this many, else only those after each layer").WithDefaultShown();
  command.Add("--profile", options->profile, "Show the latencies of this profile.json, and colour the layers by them in HTML");
  command.Add("--dot", options->dot, "Write the layers as a Graphviz graph to this file");
  command.Add("--slice", options->part.slice, "With --out: the layers FROM..TO, both included");
  command.Add("--head", options->part.head,
              "With --out: everything up to this layer, it included, or before a cut: \"after A and B\"");
  command.Add("--tail", options->part.tail,
              "With --out: everything from this layer on, it included, or behind a cut: \"after A and B\"");
  command.Add("--layer", options->part.layer, "With --out: this layer alone");
  command.Add("--out", options->out, "Write the part of the model as a runnable file");
  context.run = [options] { return Run(*options); };
}

}  // namespace

extern const Verb kInspectVerb;
const Verb kInspectVerb{"inspect", "Show a model's layers and cuts, or write a part of it",
                        "dnntune inspect mobilenet-v2 --report model.html", &Configure};

}  // namespace dnntune::cli
