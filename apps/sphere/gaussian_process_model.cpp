#include "apps/sphere/gaussian_process_model.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/sphere/expressions.hpp"
#include "data/deck/constant_expression.hpp"
#include "data/deck/faults.hpp"
#include "data/deck/words.hpp"

namespace tessera::sphere {
namespace {

using sphere_gp::Rates;
using sphere_gp::SphereModel;
using sphere_gp::SphereTerm;
using sphere_gp::TimeLaw;

class ModelBuilder {
 public:
  ModelBuilder(const Options& options, const std::filesystem::path& deck_file)
      : options_(options), o_(options.gaussian_process), file_(deck_file) {}

  SphereModel build() {
    check_axes();
    faults_.throw_if_any();
    model_.mean_degree = static_cast<int>(o_.mean_degree);
    model_.noise = number(o_.noise, "noise", 1);
    if (!options_.equations.empty()) compile_equation();
    for (const auto& [name, term] : o_.terms) add_term(name, term);
    add_forcing();
    if (model_.terms.empty())
      add("Prior > Terms",
          "measurements need at least one term, such as field: {Length Scale: "
          "learned}.");
    faults_.throw_if_any();
    try {
      require_valid(model_);
    } catch (const std::invalid_argument& error) {
      add("Prior", error.what());
    }
    faults_.throw_if_any();
    return std::move(model_);
  }

 private:
  void add(const std::string& path, const std::string& message) {
    faults_.add({file_.string(), 0, 0}, path, message);
  }

  void check_axes() {
    const auto* sphere = sphere_axis(options_);
    if (sphere == nullptr) {
      add("Axes", "there is no sphere: an axis with a Degree.");
      return;
    }
    degree_ = static_cast<int>(sphere->second.degree);
    radius_ = sphere->second.radius;
    if (options_.axes.size() > 2)
      add("Axes", "measurements have the axes sphere and, where they have one, time.");
    for (const auto& [name, axis] : options_.axes)
      if (axis.range.first < axis.range.second)
        add("Axes > " + name + " > Range",
            "is for decks without Observations: the result covers the times of the measurements.");
  }

  /// A number of the deck; where it is to be learned, `otherwise`, and its name is noted.
  double number(const LocatedText& text, const std::string& name, double otherwise) {
    if (is_learned(text)) {
      model_.learned.push_back(name);
      return otherwise;
    }
    try {
      const double value = evaluate_constant(text.value);
      if (value > 0) return value;
    } catch (const std::invalid_argument&) {
    }
    faults_.add(text.where, text.path,
                fmt::format("\"{}\" is neither a positive number nor `learned`.", text.value));
    return otherwise;
  }

  /// The degrees that a section names; all from `first` where it names none.
  DegreeRange degrees_of(const std::vector<double>& given, int first, const std::string& path) {
    if (given.empty()) return {first, degree_};
    if (given.size() != 2 || given[0] > given[1] || given[1] > degree_ ||
        given[0] != std::floor(given[0]) || given[1] != std::floor(given[1])) {
      add(path + " > Degrees",
          fmt::format("expected two whole numbers up to {}, the first and the last degree.",
                      degree_));
      return {first, degree_};
    }
    return {static_cast<int>(given[0]), static_cast<int>(given[1])};
  }

  std::vector<SpectralBump> bumps_of(const std::string& name, const PriorTermOptions& term) {
    const std::size_t count = term.centres.size();
    const auto fits = [&](const std::vector<double>& list) {
      return list.size() == 1 || list.size() == count;
    };
    if (count == 0 || !fits(term.widths) || (!term.shares.empty() && !fits(term.shares))) {
      add("Prior > Terms > " + name,
          "a spectral mixture needs Centres, and Widths (and Shares) for each or for all.");
      return {{1, 1, 1}};
    }
    if (!is_learned(term.bumps) && term.bumps.value != "fixed")
      faults_.add(
          term.bumps.where, term.bumps.path,
          fmt::format("found \"{}\", expected `learned` or `fixed`.", printable(term.bumps.value)));
    std::vector<SpectralBump> bumps;
    for (std::size_t k = 0; k < count; ++k) {
      bumps.push_back({term.shares.empty() ? 1 : term.shares[std::min(k, term.shares.size() - 1)],
                       term.centres[k], term.widths[std::min(k, term.widths.size() - 1)]});
      if (!is_learned(term.bumps)) continue;
      const std::string prefix = fmt::format("{}/bump {}/", name, k + 1);
      model_.learned.push_back(prefix + "centre");
      model_.learned.push_back(prefix + "width");
      if (k > 0) model_.learned.push_back(prefix + "share");
    }
    return bumps;
  }

  AngularSpectrum spectrum_of(const std::string& name, const PriorTermOptions& term, double sd) {
    const DegreeRange degrees = degrees_of(term.degrees, 0, "Prior > Terms > " + name);
    if (term.spectrum == "table") return AngularSpectrum::table(term.variances, sd, degrees);
    if (term.spectrum == "spectral mixture")
      return AngularSpectrum::mixture(bumps_of(name, term), sd, degrees);
    const double length = number(term.length_scale, name + "/length_scale", 0.15 * radius_);
    return AngularSpectrum::matern(number(term.smoothness, name + "/smoothness", 1.5),
                                   length / radius_, sd, degrees);
  }

  void add_term(const std::string& name, const PriorTermOptions& options) {
    SphereTerm term;
    term.name = name;
    try {
      const double sd = number(options.standard_deviation, name + "/standard_deviation", 1);
      if (options.spectrum == "white")
        term.place_deviation = sd;
      else
        term.spectrum = spectrum_of(name, options, sd);
    } catch (const std::invalid_argument& error) {
      add("Prior > Terms > " + name, error.what());
      return;
    }
    if (options.time == "white") term.time = TimeLaw::white;
    if (options.time.rfind("matern", 0) == 0) {
      term.time = TimeLaw::matern;
      term.matern_order = options.time[7] == '1' ? 0 : options.time[7] == '3' ? 1 : 2;
      term.time_scale = number(options.time_scale, name + "/time_scale", 1);
    }
    if (options.time == "equation") set_rates(name, term);
    if (term.time != TimeLaw::constant && time_axis(options_) == nullptr)
      add("Prior > Terms > " + name + " > Time", "there is no time among the Axes.");
    model_.terms.push_back(std::move(term));
  }

  void set_rates(const std::string& name, SphereTerm& term) {
    term.time = TimeLaw::flow;
    if (!linear_) {
      add("Prior > Terms > " + name + " > Time", "there is no equation in Equations.");
      return;
    }
    if (!term.spectrum) return;
    term.rates = rates_to(term.spectrum->degrees().last);
  }

  void compile_equation() {
    SphereNames names;
    const auto* time = time_axis(options_);
    names.time = time == nullptr ? "t" : time->first;
    names.radius = radius_;
    for (const LocatedText& u : options_.unknowns) names.unknowns.push_back(u.value);
    for (const auto& [name, value] : options_.parameters)
      names.parameters.emplace_back(name, value.value);
    for (const auto& [name, text] : options_.definitions)
      names.definitions.emplace_back(name, text.value);
    if (names.unknowns.size() != 1 || options_.equations.size() != 1) {
      add("Equations", "measurements are of one unknown with one equation.");
      faults_.throw_if_any();
    }
    const auto compiled = ExpressionCompiler(options_, faults_).equations(names);
    faults_.throw_if_any();
    if (!compiled->nonlinear.outputs.front().empty())
      faults_.add(options_.equations.front().where, options_.equations.front().path,
                  "with Observations the equation must be linear, with constant coefficients and "
                  "diagonal in spherical harmonics: lap, powers of it, damping, and "
                  "jacobian(u, c*sin(latitude)).");
    linear_ = compiled->linear.front();
  }

  /// Of c_{l,m} + i c_{l,-m}, whose derivative along longitude is -i m times it.
  Rates rates_to(int degree) const {
    Rates rates;
    for (int l = 0; l <= degree; ++l)
      for (int m = 0; m <= l; ++m) {
        std::complex<double> rate = 0;
        for (const SpectralTerm& part : *linear_) {
          const double eigenvalue = -l * (l + 1) / (radius_ * radius_);
          if (part.laplacian_power < 0 && l == 0) continue;
          const double size = part.coefficient * std::pow(eigenvalue, part.laplacian_power);
          rate += part.zonal ? std::complex<double>(0, -m * size) : std::complex<double>(size, 0);
        }
        rates.push_back(rate);
      }
    return rates;
  }

  /// Forcing of variance s_l per unit of time makes C_l = s_l / (-2 Re lambda_l) stationary.
  void add_forcing() {
    if (options_.random_forcing.empty()) return;
    const auto& [name, forcing] = options_.random_forcing.front();
    if (!linear_ || options_.random_forcing.size() > 1 || name != options_.unknowns.front().value) {
      add("Random Forcing", "with Observations it is that of the one unknown of Equations.");
      return;
    }
    try {
      const DegreeRange degrees = degrees_of(forcing.degrees, 1, "Random Forcing > " + name);
      const AngularSpectrum density =
          forcing.spectrum == "table"
              ? AngularSpectrum::table(forcing.variances, forcing.standard_deviation, degrees)
              : AngularSpectrum::matern(forcing.smoothness, forcing.length_scale / radius_,
                                        forcing.standard_deviation, degrees);
      const Rates rates = rates_to(degrees.last);
      std::vector<double> variances;
      for (int l = 0; l <= degrees.last; ++l) {
        const double s = density.variances()(l);
        const double damping = -rates[static_cast<std::size_t>(l * (l + 1) / 2)].real();
        if (s > 0 && !(damping > 0))
          throw std::invalid_argument(fmt::format(
              "degree {} is forced but not damped, so that no stationary field obeys the equation.",
              l));
        variances.push_back(s > 0 ? s / (2 * damping) : 0);
      }
      SphereTerm term;
      term.name = name;
      term.spectrum = AngularSpectrum::table(variances, 0, degrees);
      term.time = TimeLaw::flow;
      term.rates = rates;
      model_.terms.push_back(std::move(term));
    } catch (const std::invalid_argument& error) {
      add("Random Forcing > " + name, error.what());
    }
  }

  const Options& options_;
  const GaussianProcessOptions& o_;
  std::filesystem::path file_;
  Faults faults_;
  SphereModel model_;
  int degree_ = 0;
  double radius_ = 1;
  std::optional<SpectralField> linear_;
};

}  // namespace

sphere_gp::SphereModel station_model(const Options& options,
                                     const std::filesystem::path& deck_file) {
  return ModelBuilder(options, deck_file).build();
}

std::string quantity_name(const Options& options, const std::string& column) {
  std::string name = options.unknowns.empty() ? column : options.unknowns.front().value;
  std::replace(name.begin(), name.end(), '/', '_');  // separates the groups of a file
  std::set<std::string> taken{
      "latitude", "longitude", "standard_deviation", "predictive_standard_deviation",
      "model",    "history",   "predictions",        "validation"};
  if (const auto* time = time_axis(options)) taken.insert(time->first);
  return taken.contains(name) ? name + "_mean" : name;
}

}  // namespace tessera::sphere
