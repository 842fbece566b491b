#include "apps/sphere/check_options.hpp"

#include <cmath>

#include <fmt/format.h>

#include "data/deck/scalars.hpp"
#include "data/deck/words.hpp"

namespace tessera::sphere {
namespace {

class SectionChecks {
 public:
  SectionChecks(const Options& options, const std::string& deck_file, Faults& faults)
      : o_(options), file_{deck_file, 0, 0}, faults_(faults) {}

  void all() {
    counts();
    hyperdiffusion();
    for (const auto& [name, field] : o_.random_fields) random("Random Fields > " + name, field);
    for (const auto& [name, field] : o_.random_forcing) random("Random Forcing > " + name, field);
    products();
    steps();
    comparisons();
    measurements();
    if (o_.members > 1 && o_.random_fields.empty() && o_.random_forcing.empty())
      fault("Ensemble > Members",
            "members differ by Random Fields and Random Forcing, and this deck has neither.");
  }

 private:
  void fault(const std::string& path, const std::string& message) {
    faults_.add(file_, path, message);
  }

  int degree() const { return static_cast<int>(sphere_axis(o_)->second.degree); }

  void counts() {
    if (o_.unknowns.empty()) fault("Unknowns", "names are missing, as in \"Unknowns: [u]\".");
    if (o_.equations.empty())
      fault("Equations",
            "there is nothing to do: give Equations to integrate in time, or Observations.");
  }

  void hyperdiffusion() {
    for (const auto& [name, h] : o_.hyperdiffusion)
      if (h.order % 2 != 0)
        fault("Hyperdiffusion > " + name + " > Order",
              fmt::format("found {}, expected an even number.", h.order));
  }

  void random(const std::string& path, const RandomFieldOptions& r) {
    if (r.spectrum == "matern" && !(r.length_scale > 0))
      fault(path + " > Length Scale", "is required for the spectrum `matern`.");
    if (r.spectrum == "matern" && !(r.standard_deviation > 0))
      fault(path + " > Standard Deviation", "must be positive for the spectrum `matern`.");
    if (r.spectrum == "table" && r.variances.empty())
      fault(path + " > Variances", "is required for the spectrum `table`.");
    if (r.degrees.empty()) return;
    const bool two = r.degrees.size() == 2 && r.degrees[0] <= r.degrees[1];
    if (!two || r.degrees[0] != std::floor(r.degrees[0]) ||
        r.degrees[1] != std::floor(r.degrees[1]))
      fault(path + " > Degrees", "expected two whole numbers, the first and the last degree.");
    else if (r.degrees[1] > degree())
      fault(path + " > Degrees", fmt::format("the sphere has degrees up to {} only.", degree()));
  }

  void products() {
    const std::string& method = o_.products.method;
    const int limit = method == "sparse" ? 32 : method == "grid" ? 128 : 1023;
    if (degree() > limit)
      fault("Products > Method", fmt::format("`{}` has degrees up to {}; the sphere has {}. "
                                             "`transform` has no such limit.",
                                             method, limit, degree()));
    if (o_.products.oversampling > 1 && method != "transform" && method != "automatic")
      fault("Products > Oversampling", "is for the methods `transform` and `automatic`.");
  }

  void steps() {
    const SolverOptions& s = o_.solver;
    if (s.time_step > 0 && s.relative_tolerance > 0)
      fault("Solver > Time Step", "give Time Step or Relative Tolerance, not both.");
    if (s.time_step > 0 && (s.initial_step > 0 || s.maximum_step > 0))
      fault("Solver > Time Step",
            "Initial Step and Maximum Step are for steps by Relative Tolerance.");
    if (!o_.random_forcing.empty() && !(s.time_step > 0))
      fault("Solver > Time Step",
            "is required with Random Forcing: noise has no error estimate to choose steps by.");
    if (const auto* time = time_axis(o_);
        time && s.time_step > time->second.range.second - time->second.range.first)
      fault("Solver > Time Step",
            fmt::format("found {:.6g}, longer than the whole range of time, {:.6g}.", s.time_step,
                        time->second.range.second - time->second.range.first));
  }

  void comparisons() {
    for (const std::string& name : o_.compare)
      if (name != "pseudo-spectral" && name != "aliased")
        fault("Compare", fmt::format("`{}` is for Observations; Equations have: pseudo-spectral, "
                                     "aliased.",
                                     name));
  }

  void measurements() {
    const GaussianProcessOptions& g = o_.gaussian_process;
    if (!g.column.value.empty() || !g.units.value.empty())
      fault("Observations > File", "is required: the file of the measurements.");
    if (!g.split.value.empty())
      faults_.add(g.split.where, g.split.path, "is for decks with Observations.");
  }

  const Options& o_;
  Location file_;
  Faults& faults_;
};

}  // namespace

void check_axes(const Options& o, const std::string& deck_file, Faults& faults) {
  const Location file{deck_file, 0, 0};
  const auto* sphere = sphere_axis(o);
  if (sphere == nullptr) {
    faults.add(file, "Axes", "no axis has a Degree, as in \"sphere: {Degree: 31}\".");
    return;
  }
  if (o.axes.size() != 2) {
    faults.add(file, "Axes",
               fmt::format("found {} axes, expected two: the sphere and time, as in \"t: {{Range: "
                           "[0, 1]}}\".",
                           o.axes.size()));
    return;
  }
  const auto given = [](const std::pair<double, double>& range) {
    return range.first < range.second;
  };
  const auto* time = time_axis(o);
  if (time->second.degree > 0)
    faults.add(file, "Axes > " + time->first + " > Degree",
               "there is one sphere, " + sphere->first + "; the other axis is time.");
  else if (!given(time->second.range))
    faults.add(file, "Axes > " + time->first + " > Range",
               "is required for time, as in \"Range: [0, 1]\".");
  if (given(sphere->second.range))
    faults.add(file, "Axes > " + sphere->first + " > Range", "is for time, not for the sphere.");
}

void check_sections(const Options& o, const std::string& deck_file, Faults& faults) {
  SectionChecks(o, deck_file, faults).all();
}

}  // namespace tessera::sphere
