// SPDX-License-Identifier: Apache-2.0
#include "format/tensorflow/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/file.h"
#include "format/skeleton/free_dimensions.h"
#include "format/skeleton/given_shapes.h"

namespace dnntune::format::tensorflow {

Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  return Parse(bytes, path, options);
}

Result<std::unique_ptr<Model>> Parse(const std::string& bytes, const std::filesystem::path& path, const ReadOptions& options) {
  ASSIGN_OR_RETURN(GraphDef proto, ParseFile(bytes, path));
  return ModelFile::Make(std::move(proto), path, options);
}

Result<ModelEdges> FindEdges(const std::string& bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(GraphDef proto, ParseFile(bytes, path));
  ReadOptions options;
  options.allow_free_dimensions = true;
  ASSIGN_OR_RETURN(const auto model, ModelFile::Make(std::move(proto), path, options));
  return model->Edges();
}

namespace {

constexpr std::size_t kCandidates = 12;  // more names than that help nobody

std::string List(std::vector<std::string> names) {
  const std::size_t more = names.size() > kCandidates ? names.size() - kCandidates : 0;
  names.resize(names.size() - more);
  if (names.empty()) return "none";
  return fmt::format("{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

std::string PrintDims(const TensorShape& shape) {
  std::vector<std::string> dims;
  for (const auto& dim : shape.dim()) dims.push_back(dim.size() < 0 ? "?" : std::to_string(dim.size()));
  return fmt::format("[{}]", fmt::join(dims, ","));
}

const TensorShape* DeclaredShape(const NodeDef& node) {
  const auto shape = node.attr().find("shape");
  return shape != node.attr().end() && shape->second.has_shape() ? &shape->second.shape() : nullptr;
}

// What the caller says of this input's shape, if anything.
const Shape* GivenShape(const std::string& input, std::size_t inputs, const ReadOptions& options) {
  for (const auto& [name, shape] : options.input_shapes) {
    if (CanonicalName(name) == input || (name.empty() && inputs == 1)) return &shape;
  }
  return nullptr;
}

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Result<std::unique_ptr<ModelFile>> ModelFile::Make(GraphDef proto, const std::filesystem::path& path, const ReadOptions& options) {
  std::unique_ptr<ModelFile> model(new ModelFile());
  model->proto_ = std::move(proto);
  model->files_ = {path};
  if (auto ok = model->Analyse(options); !ok) return Fail(std::move(ok).error().Context("model " + path.string()));
  return model;
}

Result<void> ModelFile::Analyse(const ReadOptions& options) {
  ASSIGN_OR_RETURN(wiring_, Wire(proto_));
  regions_ = FindRegions(wiring_);
  TRY(ChooseEdges(options));
  ASSIGN_OR_RETURN(const Facts given, GivenFacts(options));
  facts_ = InferFacts(wiring_, given);
  std::set<int> fed;
  for (const std::string& name : inputs_) fed.insert(Find(name)->node);
  constants_ = FindConstants(wiring_, fed, regions_);
  if (!options.allow_free_dimensions) TRY(CheckInputsAreFixed());
  ASSIGN_OR_RETURN(graph_, BuildGraph());
  return {};
}

Result<void> ModelFile::ChooseEdges(const ReadOptions& options) {
  const auto& edges = proto_.dnntune_edges();
  for (const auto* list : {&edges.input(), &edges.output()}) {
    for (const auto& edge : *list) {
      if (edge.tensor() == edge.place()) continue;
      place_of_.emplace(edge.tensor(), edge.place());
      name_of_.emplace(edge.place(), edge.tensor());
    }
  }
  const auto choose = [&](const std::vector<std::string>& asked, const auto& own) {
    std::vector<std::string> names;
    for (const std::string& name : asked) names.push_back(CanonicalName(name));
    if (asked.empty()) {
      for (const auto& edge : own) names.push_back(edge.tensor());
    }
    return names;
  };
  inputs_ = choose(options.inputs, edges.input());
  outputs_ = choose(options.outputs, edges.output());
  if (outputs_.empty()) outputs_ = Ends();
  ASSIGN_OR_RETURN(const Tensors outputs, FindAll(outputs_, skeleton::Role::kOutput));
  if (inputs_.empty()) {
    const Tensors missing = Reach({}, outputs).missing;
    for (const std::string& name : Placeholders()) {
      const auto is_it = [&](const Source& source) { return NameOf(source) == name; };
      if (std::any_of(missing.begin(), missing.end(), is_it)) inputs_.push_back(name);
    }
  }
  TRY(FindAll(inputs_, skeleton::Role::kInput));
  if (!inputs_.empty() && !outputs_.empty()) return {};
  return Fail(ErrorCode::kBadInput, inputs_.empty()
                                        ? "its outputs depend on no Placeholder; name what is to be fed in model.input_name"
                                        : "no tensor of it is an output; name one in model.output_name");
}

std::vector<std::string> ModelFile::Placeholders() const {
  std::vector<std::string> names;
  for (const NodeDef& node : proto_.node()) {
    if (IsPlaceholder(node)) names.push_back(NameOf({wiring_.nodes.at(node.name()), 0}));
  }
  return names;
}

std::vector<std::string> ModelFile::Ends() const {
  const Constants constants = FindConstants(wiring_, {}, regions_);
  // Of a loop that somebody reads, what nobody reads is left over: counters, the values of the last turn.
  std::set<int> read_regions;
  for (std::size_t i = 0; i < regions_.size(); ++i) {
    const auto is_outside = [&](int reader) { return regions_[static_cast<std::size_t>(reader)] != regions_[i]; };
    if (std::any_of(wiring_.readers[i].begin(), wiring_.readers[i].end(), is_outside)) read_regions.insert(regions_[i]);
  }
  // A branch of a conditional that leads nowhere may not have run.
  const auto is_branch = [&](const Source& source) {
    const std::string& op = wiring_.node(source.node).op();
    return op == "Switch" || op == "RefSwitch";
  };
  std::vector<std::string> names;
  for (int i = 0; i < proto_.node_size(); ++i) {
    const std::string& op = proto_.node(i).op();
    const auto at = static_cast<std::size_t>(i);
    if (regions_[at] >= 0 && read_regions.contains(regions_[at])) continue;
    if (std::any_of(wiring_.reads[at].begin(), wiring_.reads[at].end(), is_branch)) continue;
    const bool yields_nothing = op == "NoOp" || op == "Assert" || op == "Print" || op == "ControlTrigger";
    if (yields_nothing || IsPlaceholder(proto_.node(i)) || constants.contains(i)) continue;
    if (wiring_.readers[static_cast<std::size_t>(i)].empty()) names.push_back(NameOf({i, 0}));
  }
  return names;
}

std::optional<Source> ModelFile::Find(const std::string& tensor) const {
  const auto place = place_of_.find(tensor);
  return wiring_.Find(place == place_of_.end() ? tensor : place->second);
}

std::string ModelFile::NameOf(const Source& source) const {
  std::string place = wiring_.Name(source);
  const auto name = name_of_.find(place);
  return name == name_of_.end() ? place : name->second;
}

tl::unexpected<Error> ModelFile::FailUnknown(const std::string& name, skeleton::Role role) const {
  std::vector<std::string> all;
  for (const NodeDef& node : proto_.node()) all.push_back(node.name());
  for (const auto& [tensor, place] : place_of_) all.push_back(tensor);
  return Fail(skeleton::IsUnknown({name, role, List(role == skeleton::Role::kInput ? Placeholders() : Ends()), std::move(all)}));
}

// Nobody outside reads it.
bool ModelFile::IsInsideControlFlow(const Source& source) const {
  const int region = regions_[static_cast<std::size_t>(source.node)];
  const auto& readers = wiring_.readers[static_cast<std::size_t>(source.node)];
  return region >= 0 && !readers.empty() && std::all_of(readers.begin(), readers.end(), [&](int reader) {
           return regions_[static_cast<std::size_t>(reader)] == region;
         });
}

Result<ModelFile::Tensors> ModelFile::FindAll(const std::vector<std::string>& names, skeleton::Role role) const {
  Tensors tensors;
  for (const std::string& name : names) {
    const auto source = Find(name);
    if (!source) return FailUnknown(name, role);
    if (IsInsideControlFlow(*source)) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("tensor '{}' is inside of control flow (a loop or a conditional), which cannot be "
                              "cut; name a tensor before or after it",
                              name));
    }
    tensors.push_back(*source);
  }
  return tensors;
}

Result<void> ModelFile::CheckShapeFits(const std::string& input, const Shape& given) const {
  const NodeDef& node = wiring_.node(Find(input)->node);
  const TensorShape* declared = IsPlaceholder(node) ? DeclaredShape(node) : nullptr;
  bool fits = std::all_of(given.begin(), given.end(), [](std::int64_t extent) { return extent >= 0; });
  // Old files write a shape without dimensions where they know none.
  if (declared != nullptr && !declared->unknown_rank() && declared->dim_size() > 0) {
    fits = fits && declared->dim_size() == static_cast<int>(given.size());
    for (int i = 0; fits && i < declared->dim_size(); ++i) {
      fits = declared->dim(i).size() < 0 || declared->dim(i).size() == given[static_cast<std::size_t>(i)];
    }
  }
  if (fits) return {};
  Shape own;
  for (int i = 0; declared != nullptr && i < declared->dim_size(); ++i) own.push_back(declared->dim(i).size());
  return Fail(skeleton::DoesNotFit({input, std::move(own), declared == nullptr ? "?" : PrintDims(*declared), given}));
}

Result<Facts> ModelFile::GivenFacts(const ReadOptions& options) const {
  const auto takes = [&](const std::string& name) { return Holds(inputs_, CanonicalName(name)); };
  TRY(skeleton::CheckGivenShapes(options, {inputs_, List(inputs_), inputs_.size() == 1, takes}));
  Facts given;
  for (const auto& [name, known] : options.known_tensors) {
    if (const auto source = Find(name)) given[wiring_.Name(*source)].shape = known.shape;
  }
  for (const std::string& name : inputs_) {
    const Shape* shape = GivenShape(name, inputs_.size(), options);
    if (shape == nullptr) continue;
    TRY(CheckShapeFits(name, *shape));
    given[wiring_.Name(*Find(name))].shape = *shape;
  }
  return given;
}

Result<void> ModelFile::CheckInputsAreFixed() const {
  for (const std::string& name : inputs_) {
    const Source source = *Find(name);
    const auto known = facts_.find(wiring_.Name(source));
    if (known != facts_.end() && known->second.shape) continue;
    const TensorShape* declared = DeclaredShape(wiring_.node(source.node));
    skeleton::OpenInput open{name, "", {}};
    if (declared != nullptr && !declared->unknown_rank()) {
      open.told = "shape " + PrintDims(*declared);
      for (int i = 0; i < declared->dim_size(); ++i) {
        if (declared->dim(i).size() < 0) open.free.push_back(std::to_string(i));
      }
    }
    return Fail(skeleton::IsOpen(open));
  }
  return {};
}

skeleton::Reached<Source> ModelFile::Reach(const Tensors& inputs, const Tensors& outputs) const {
  const auto maker_of = [&](const Source& source) {
    return IsPlaceholder(wiring_.node(source.node)) ? std::nullopt : std::optional(source.node);
  };
  const auto reads_of = [&](int node) {
    const auto at = static_cast<std::size_t>(node);
    Tensors reads = wiring_.reads[at];
    if (regions_[at] < 0) return reads;
    // Control flow runs as a whole or not at all.
    for (std::size_t other = 0; other < regions_.size(); ++other) {
      if (regions_[other] == regions_[at]) reads.push_back({static_cast<int>(other), 0});
    }
    return reads;
  };
  return skeleton::Reach<Source>(inputs, outputs,
                                 {.maker_of = maker_of, .reads_of = reads_of, .is_held = [](const Source&) { return false; }});
}

Result<std::set<int>> ModelFile::Between(const Tensors& inputs, const Tensors& outputs) const {
  skeleton::Reached<Source> reached = Reach(inputs, outputs);
  if (reached.missing.empty()) return std::move(reached.operators);
  std::set<std::string> missing;
  for (const Source& source : reached.missing) missing.insert(NameOf(source));
  return Fail(skeleton::IsMissing(*missing.begin()));
}

ModelEdges ModelFile::Edges() const {
  const auto edges = [&](const std::vector<std::string>& names) {
    std::vector<ModelEdge> list;
    for (const std::string& name : names) {
      const Source source = *Find(name);
      list.push_back({name, wiring_.node(source.node).name(), source.output});
    }
    return list;
  };
  return {edges(inputs_), edges(outputs_)};
}

}  // namespace dnntune::format::tensorflow
