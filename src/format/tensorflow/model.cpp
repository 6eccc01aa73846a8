// SPDX-License-Identifier: Apache-2.0
#include "format/tensorflow/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/file.h"
#include "base/nearest.h"
#include "format/shape_misfit.h"

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
  ASSIGN_OR_RETURN(const Tensors outputs, FindAll(outputs_, "output"));
  if (inputs_.empty()) {
    const Between between = Reach({}, outputs);
    for (const std::string& name : Placeholders()) {
      if (between.placeholders.contains(name)) inputs_.push_back(name);
    }
  }
  TRY(FindAll(inputs_, "input"));
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

tl::unexpected<Error> ModelFile::FailUnknown(const std::string& name, std::string_view role) const {
  const std::vector<std::string> own = role == "input" ? Placeholders() : Ends();
  std::vector<std::string> all;
  for (const NodeDef& node : proto_.node()) all.push_back(node.name());
  for (const auto& [tensor, place] : place_of_) all.push_back(tensor);
  std::sort(all.begin(), all.end());
  return Fail(ErrorCode::kBadInput, fmt::format("there is no tensor '{}' to be an {}{}; the file's own {}s are {}", name, role,
                                                DidYouMean(name, all), role, List(own)));
}

// Nobody outside reads it.
bool ModelFile::IsInsideControlFlow(const Source& source) const {
  const int region = regions_[static_cast<std::size_t>(source.node)];
  const auto& readers = wiring_.readers[static_cast<std::size_t>(source.node)];
  return region >= 0 && !readers.empty() && std::all_of(readers.begin(), readers.end(), [&](int reader) {
           return regions_[static_cast<std::size_t>(reader)] == region;
         });
}

Result<ModelFile::Tensors> ModelFile::FindAll(const std::vector<std::string>& names, std::string_view role) const {
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
  return Fail(DoesNotFit({input, std::move(own), declared == nullptr ? "?" : PrintDims(*declared), given}));
}

Result<Facts> ModelFile::GivenFacts(const ReadOptions& options) const {
  for (const auto& [name, shape] : options.input_shapes) {
    if (name.empty() && inputs_.size() != 1) {
      return Fail(ErrorCode::kBadInput, fmt::format("the model has {} inputs ({}); name the one that the given shape is for",
                                                    inputs_.size(), List(inputs_)));
    }
    if (name.empty() || Holds(inputs_, CanonicalName(name))) continue;
    return Fail(ErrorCode::kBadInput, fmt::format("a shape is given for input '{}', which the model does not have; it has {}{}",
                                                  name, List(inputs_), DidYouMean(name, inputs_)));
  }
  Facts given;
  for (const auto& [name, shape] : options.known_shapes) {
    if (const auto source = Find(name)) given[wiring_.Name(*source)].shape = shape;
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
    if (declared == nullptr || declared->unknown_rank()) {
      return Fail(ErrorCode::kBadInput, fmt::format("the shape of input '{}' is not known; set model.input_shape", name));
    }
    std::vector<int> free;
    for (int i = 0; i < declared->dim_size(); ++i) {
      if (declared->dim(i).size() < 0) free.push_back(i);
    }
    return Fail(ErrorCode::kBadInput, fmt::format("input '{}' of shape {} leaves dimension {} free; set model.input_shape", name,
                                                  PrintDims(*declared), fmt::join(free, ", ")));
  }
  return {};
}

ModelFile::Between ModelFile::Reach(const Tensors& inputs, const Tensors& outputs) const {
  std::set<std::pair<int, int>> reached;
  for (const Source& source : inputs) reached.emplace(source.node, source.output);
  std::vector<Source> open;
  const auto reach = [&](const Source& source) {
    if (reached.emplace(source.node, source.output).second) open.push_back(source);
  };
  std::for_each(outputs.begin(), outputs.end(), reach);
  Between between;
  while (!open.empty()) {
    const Source source = open.back();
    open.pop_back();
    if (IsPlaceholder(wiring_.node(source.node))) {
      between.placeholders.insert(NameOf(source));
      continue;
    }
    if (!between.nodes.insert(source.node).second) continue;
    const auto at = static_cast<std::size_t>(source.node);
    std::for_each(wiring_.reads[at].begin(), wiring_.reads[at].end(), reach);
    if (regions_[at] < 0) continue;
    // Control flow runs as a whole or not at all.
    for (std::size_t other = 0; other < regions_.size(); ++other) {
      if (regions_[other] == regions_[at] && !between.nodes.contains(static_cast<int>(other))) reach({static_cast<int>(other), 0});
    }
  }
  return between;
}

Result<std::set<int>> ModelFile::NodesBetween(const Tensors& inputs, const Tensors& outputs) const {
  Between between = Reach(inputs, outputs);
  if (between.placeholders.empty()) return std::move(between.nodes);
  return Fail(ErrorCode::kBadInput, fmt::format("the outputs need tensor '{}', which is not among the inputs; add it to the inputs",
                                                *between.placeholders.begin()));
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
