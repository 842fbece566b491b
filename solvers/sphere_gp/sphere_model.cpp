#include "solvers/sphere_gp/sphere_model.hpp"

#include <cmath>
#include <set>
#include <stdexcept>

namespace tessera::sphere_gp {

Rates heat_and_rotation(int degree, double diffusivity, double radius, double damping,
                        double angular_velocity) {
  Rates rates;
  for (int l = 0; l <= degree; ++l)
    for (int m = 0; m <= l; ++m)
      rates.emplace_back(-diffusivity * l * (l + 1) / (radius * radius) - damping,
                         m * angular_velocity);
  return rates;
}

std::vector<KernelParameter> parameters(const SphereModel& model) {
  std::vector<KernelParameter> all;
  const auto add = [&](const std::string& name, double value) {
    KernelParameter parameter;
    parameter.name = name;
    parameter.value = value;
    all.push_back(parameter);
  };
  for (const SphereTerm& term : model.terms) {
    if (term.spectrum)
      for (const KernelParameter& p : term.spectrum->parameters())
        add(term.name + "/" + p.name, p.value);
    else
      add(term.name + "/standard_deviation", term.place_deviation);
    if (term.time == TimeLaw::matern) add(term.name + "/time_scale", term.time_scale);
  }
  add("noise", model.noise);
  return all;
}

SphereModel with_parameters(const SphereModel& model, const std::vector<double>& values) {
  SphereModel changed = model;
  std::size_t k = 0;
  const auto next = [&] {
    if (k == values.size()) throw std::invalid_argument("Too few parameters for the model.");
    return values[k++];
  };
  for (SphereTerm& term : changed.terms) {
    if (term.spectrum) {
      std::vector<double> own(term.spectrum->parameters().size());
      for (double& value : own) value = next();
      term.spectrum = term.spectrum->with_parameters(own);
    } else {
      term.place_deviation = next();
    }
    if (term.time == TimeLaw::matern) term.time_scale = next();
  }
  changed.noise = next();
  if (k != values.size()) throw std::invalid_argument("Too many parameters for the model.");
  return changed;
}

namespace {

void require_valid(const SphereTerm& term) {
  const auto refuse = [&](const std::string& text) {
    throw std::invalid_argument("Term " + term.name + ": " + text);
  };
  if (!(term.standard_deviation() > 0)) refuse("the standard deviation must be positive.");
  if (term.time == TimeLaw::matern &&
      (!(term.time_scale > 0) || term.matern_order < 0 || term.matern_order > 2))
    refuse("a Matern process needs a positive time scale and an order from 0 to 2.");
  if (term.time != TimeLaw::flow) return;
  if (!term.spectrum) refuse("a field that obeys an equation needs an angular spectrum.");
  const auto degree = static_cast<std::size_t>(term.spectrum->degrees().last);
  if (term.rates.size() != (degree + 1) * (degree + 2) / 2)
    refuse("there must be a rate for each degree and order.");
  for (const std::complex<double>& rate : term.rates)
    if (!(rate.real() <= 0) || !std::isfinite(rate.imag()))
      refuse("a rate grows, so that no stationary field obeys the equation.");
  for (std::size_t l = 0; l <= degree; ++l)
    if (term.rates[l * (l + 1) / 2].imag() != 0) refuse("rates of order 0 must be real.");
}

}  // namespace

void require_valid(const SphereModel& model) {
  if (model.terms.empty()) throw std::invalid_argument("A model needs at least one term.");
  if (model.mean_degree < -1) throw std::invalid_argument("The mean's degree is -1 or more.");
  if (!(model.noise > 0)) throw std::invalid_argument("The noise must be positive.");
  std::set<std::string> names;
  for (const SphereTerm& term : model.terms) {
    require_valid(term);
    if (!names.insert(term.name).second)
      throw std::invalid_argument("Two terms are called " + term.name + ".");
  }
  std::set<std::string> known;
  for (const KernelParameter& p : parameters(model)) known.insert(p.name);
  for (const std::string& name : model.learned)
    if (known.count(name) == 0)
      throw std::invalid_argument("There is no parameter " + name + " to be learned.");
}

}  // namespace tessera::sphere_gp
