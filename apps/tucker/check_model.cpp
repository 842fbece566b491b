#include "apps/tucker/check_model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace tessera::tucker {
namespace {

constexpr double largest_rank = 1000;

void check_rank(const ModelOptions& model, Faults& faults) {
  const LocatedText& rank = model.rank;
  const auto number = constant(rank.value);
  const bool is_count =
      number && *number >= 0 && *number <= largest_rank && *number == std::floor(*number);
  if (rank.value != "automatic" && !is_count)
    faults.add(rank.where, rank.path,
               fmt::format("found {}, expected `automatic` or a whole number up to {}.",
                           printable(rank.value), largest_rank));
}

/// Ranks of a model or section in Tucker format, on the given axes.
void check_ranks(const Options& options, const Named<Located<Index>>& ranks,
                 const std::string& format, const std::vector<std::string>& axes, Faults& faults) {
  if (ranks.empty()) return;
  if (format == "cp") {
    const Located<Index>& first = ranks.front().second;
    faults.add(first.where, first.path,
               "the format cp has one rank for all axes: give Rank, or \"Format: tucker\".");
  }
  for (const auto& [name, rank] : ranks)
    if (check_axis_name(options, name, rank, faults) &&
        std::find(axes.begin(), axes.end(), name) == axes.end())
      faults.add(rank.where, rank.path,
                 "the axis is not one of this section's. Axes: " + listed(axes) + ".");
  for (const std::string& axis : axes)
    if (std::none_of(ranks.begin(), ranks.end(),
                     [&](const auto& entry) { return entry.first == axis; }))
      faults.add(ranks.front().second.where, ranks.front().second.path,
                 fmt::format("Ranks says nothing about the axis {}.", axis));
}

/// The core of a Tucker format, whose covariance grows with the square of its size.
void check_core(const Options& options, double weights, const Location& where,
                const std::string& path, Faults& faults) {
  const auto limit = static_cast<double>(options.solver.maximum_core);
  if (weights > limit)
    faults.add(where, path,
               fmt::format("the core has {:.0f} weights, more than Solver > Maximum Core, {:.0f}. "
                           "Their covariance would take {:.3g} MB; lower the ranks, take \"Format: "
                           "cp\", or raise the limit.",
                           weights, limit, weights * weights * 8e-6));
}

double product(const Named<Located<Index>>& ranks) {
  double result = 1;
  for (const auto& [name, rank] : ranks) result *= static_cast<double>(rank.value);
  return result;
}

void check_section(const Options& options, const std::string& name, const SectionOptions& section,
                   Faults& faults) {
  const LocatedText& first = section.axes.front();
  const std::string path = "Model > Sections > " + name;
  std::vector<std::string> axes;
  for (const LocatedText& axis : section.axes) {
    check_axis_name(options, axis.value, axis, faults);
    if (std::find(axes.begin(), axes.end(), axis.value) != axes.end())
      faults.add(axis.where, axis.path,
                 "the axis " + printable(axis.value) + " stands in the list already.");
    axes.push_back(axis.value);
  }
  if (section.rank == 0 && section.ranks.empty()) faults.add(first.where, path, "needs a Rank.");
  if (section.rank > 0 && !section.ranks.empty())
    faults.add(section.ranks.front().second.where, section.ranks.front().second.path,
               "a section has Rank or Ranks, not both.");
  check_ranks(options, section.ranks, section.format, axes, faults);
  if (section.format == "tucker")
    check_core(options,
               section.ranks.empty()
                   ? std::pow(static_cast<double>(section.rank), static_cast<double>(axes.size()))
                   : product(section.ranks),
               first.where, path, faults);
}

void check_sections(const Options& options, const Location& file, Faults& faults) {
  const ModelOptions& model = options.model;
  if (model.sections.empty()) return;
  // An effective deck states the defaults, too.
  const ModelOptions defaults;
  const std::string replaced = "is replaced by Sections; leave one of them out.";
  if (model.rank.value != defaults.rank.value)
    faults.add(model.rank.where, model.rank.path, replaced);
  if (!model.ranks.empty())
    faults.add(model.ranks.front().second.where, model.ranks.front().second.path, replaced);
  if (model.main_effects != defaults.main_effects)
    faults.add(file, "Model > Main Effects", replaced);
  if (model.pairs != defaults.pairs) faults.add(file, "Model > Pairs", replaced);
  for (const auto& [name, section] : model.sections) check_section(options, name, section, faults);
}

void check_reference(const Options& options, const Location& file, Faults& faults) {
  const ModelOptions& model = options.model;
  if (!model.reference_compatible) return;
  const std::string path = "Model > Reference Compatible";
  if (!model.sections.empty()) faults.add(file, path, "the published model has no Sections.");
  if (model.ranks.empty() && !rank_of(model))
    faults.add(file, path, "the published model has a fixed rank: give \"Rank: NUMBER\".");
  if (model.format == "tucker")
    faults.add(file, path, "only the published CP model is available; take \"Format: cp\".");
  if (model.link == "log") faults.add(file, path, "the published model has no link.");
  for (const auto& [name, axis] : options.axes)
    if (!axis.columns.empty())
      faults.add(file, path,
                 fmt::format("the published model has no axes of places, as {} is.", name));
  const auto check_list = [&](const char* key, const std::vector<double>& list) {
    if (list.size() != 1 && list.size() != options.axes.size())
      faults.add(file, std::string("Model > Reference > ") + key,
                 fmt::format("found {} numbers, expected one or {}, the number of axes.",
                             list.size(), options.axes.size()));
  };
  check_list("Length Scale", model.reference.length_scale);
  check_list("Variance", model.reference.variance);
}

}  // namespace

void check_model(const Options& options, const Location& file, Faults& faults) {
  const ModelOptions& model = options.model;
  check_rank(model, faults);
  if (!model.ranks.empty() && rank_of(model))
    faults.add(model.rank.where, model.rank.path, "give Rank or Ranks, not both.");
  check_ranks(options, model.ranks, model.format, axis_names(options), faults);
  if (model.format == "tucker" && model.sections.empty()) {
    const auto rank = rank_of(model);
    const auto axes = static_cast<double>(options.axes.size());
    if (!model.ranks.empty())
      check_core(options, product(model.ranks), model.ranks.front().second.where, "Model > Ranks",
                 faults);
    else if (rank)
      check_core(options, std::pow(static_cast<double>(*rank), axes), model.rank.where,
                 model.rank.path, faults);
  }
  check_sections(options, file, faults);
  check_reference(options, file, faults);
}

}  // namespace tessera::tucker
