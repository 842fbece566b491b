#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "apps/tucker/check_model.hpp"

namespace tessera::tucker {
namespace {

/// Kernels by name, and how many derivatives their functions have.
const std::vector<std::pair<std::string, Index>>& known_kernels() {
  static const std::vector<std::pair<std::string, Index>> kernels = {
      {"matern 1/2", 0},
      {"matern 3/2", 1},
      {"matern 5/2", 2},
      {"periodic", std::numeric_limits<Index>::max()}};
  return kernels;
}

std::vector<std::string> kernel_names() {
  std::vector<std::string> names;
  for (const auto& [name, derivatives] : known_kernels()) names.push_back(name);
  return names;
}

bool has_term(const LocatedText& kernel, const std::string& name) {
  const auto terms = kernel_terms(kernel.value);
  return std::find(terms.begin(), terms.end(), name) != terms.end();
}

Index derivatives_of(const LocatedText& kernel) {
  Index least = std::numeric_limits<Index>::max();
  for (const std::string& term : kernel_terms(kernel.value))
    for (const auto& [name, derivatives] : known_kernels())
      if (name == term) least = std::min(least, derivatives);
  return least;
}

void check_texts(const AxisPriorOptions& prior, Faults& faults) {
  if (!prior.kernel.value.empty())
    for (const std::string& term : kernel_terms(prior.kernel.value)) {
      const auto names = kernel_names();
      if (std::find(names.begin(), names.end(), term) == names.end())
        faults.add(prior.kernel.where, prior.kernel.path,
                   fmt::format("there is no kernel \"{}\". {} Sums are written with +.",
                               printable(term), suggestion(term, names)));
    }
  const std::string& length = prior.length_scale.value;
  const auto number = constant(length);
  if (!length.empty() && length != "learned" && !(number && *number > 0))
    faults.add(
        prior.length_scale.where, prior.length_scale.path,
        fmt::format("found {}, expected `learned` or a positive number.", printable(length)));
}

void check_axis(const Options& options, const std::string& name, const Location& file,
                Faults& faults) {
  const AxisPriorOptions prior = prior_of(options, name);
  const Location& where = prior.kernel.where.file.empty() ? file : prior.kernel.where;
  const std::string path =
      prior.kernel.path.empty() ? "Prior > All Axes > Kernel" : prior.kernel.path;
  const bool periodic = has_term(prior.kernel, "periodic");
  const bool is_place = !axis_of(options, name).columns.empty();
  if (periodic && is_place)
    faults.add(where, path, "the axis " + name + " is one of places, which has no period.");
  else if (periodic && !(prior.period > 0))
    faults.add(where, path,
               "`periodic` needs a Period for the axis " + name + ", in units of the axis.");
  for (const auto& [axis, order] : options.output.derivatives)
    if (axis == name && !is_place && order.value > derivatives_of(prior.kernel))
      faults.add(
          order.where, order.path,
          fmt::format("found {}, but functions of the kernel \"{}\" have {}.", order.value,
                      prior.kernel.value,
                      derivatives_of(prior.kernel) == 0 ? "no derivative" : "one derivative only"));
}

}  // namespace

std::vector<std::string> axis_names(const Options& options) {
  std::vector<std::string> names;
  for (const auto& [name, axis] : options.axes) names.push_back(name);
  return names;
}

const AxisOptions& axis_of(const Options& options, const std::string& name) {
  return std::find_if(options.axes.begin(), options.axes.end(),
                      [&](const auto& entry) { return entry.first == name; })
      ->second;
}

void check_prior(const Options& options, const Location& file, Faults& faults) {
  check_texts(options.prior_all, faults);
  for (const auto& [name, prior] : options.prior_axes) {
    check_texts(prior, faults);
    // Sections of the deck have no place of their own; one of their keys has.
    const LocatedText& some = prior.kernel.value.empty() ? prior.length_scale : prior.kernel;
    const LocatedText place{name, some.where.file.empty() ? file : some.where,
                            "Prior > Axes > " + name};
    if (check_axis_name(options, name, place, faults) && prior.period > 0 &&
        !has_term(prior_of(options, name).kernel, "periodic"))
      faults.add(place.where, place.path + " > Period", "is read by the kernel `periodic` only.");
  }
  for (const std::string& name : axis_names(options)) check_axis(options, name, file, faults);
}

}  // namespace tessera::tucker
