#include "solvers/sphere_gp/assembly.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/state_space/matern_state_space.hpp"

namespace tessera::sphere_gp {
namespace {

Index harmonic_count(int degree) {
  return static_cast<Index>(degree + 1) * (degree + 1);
}

/// C_l on the diagonal, for each order.
Eigen::MatrixXd harmonic_variances(const SphereModel& model, const std::vector<std::size_t>& terms,
                                   int degree) {
  Eigen::MatrixXd c = Eigen::MatrixXd::Zero(harmonic_count(degree), 1);
  for (const std::size_t k : terms) {
    const Eigen::VectorXd& variances = model.terms[k].spectrum->variances();
    for (Index l = 0; l < variances.size(); ++l)
      c.middleRows(l * l, 2 * l + 1).array() += variances(l);
  }
  return c;
}

void set_rates(const SphereTerm& term, int degree, ChainBlock& block) {
  const Index count = harmonic_count(degree);
  block.rates.resize(static_cast<std::size_t>(count));
  block.partner.resize(static_cast<std::size_t>(count));
  const int own = term.spectrum->degrees().last;
  for (int l = 0; l <= degree; ++l)
    for (int m = 0; m <= l; ++m) {
      const std::complex<double> rate =
          l <= own ? term.rates[static_cast<std::size_t>(l * (l + 1) / 2 + m)] : 0.0;
      // A partner that comes first is the imaginary part's: c_{l,-m} + i c_{l,m} turns backward.
      const Index plus = static_cast<Index>(l) * l + l + m, minus = plus - 2 * m;
      block.rates[static_cast<std::size_t>(plus)] = rate;
      block.rates[static_cast<std::size_t>(minus)] = std::conj(rate);
      block.partner[static_cast<std::size_t>(plus)] = minus;
      block.partner[static_cast<std::size_t>(minus)] = plus;
    }
}

BasisRows rows_of(const SphereData& data, std::size_t t, StateForm form,
                  const Eigen::MatrixXd& at_places) {
  BasisRows rows;
  std::vector<Index> places;
  for (const Index row : data.rows_at[t])
    places.push_back(data.place_of[static_cast<std::size_t>(row)]);
  if (form == StateForm::observations)
    rows.picked = std::move(places);
  else
    rows.dense = at_places(places, Eigen::all);
  return rows;
}

ChainStep step_of_time(const SphereModel& model, const SphereData& data, std::size_t t,
                       StateForm form, double centre, const Eigen::MatrixXd& at_places) {
  ChainStep step;
  step.time = data.times[t];
  const std::vector<Index>& rows = data.rows_at[t];
  step.rows = rows_of(data, t, form, at_places);
  step.data.resize(static_cast<Index>(rows.size()), 1 + model.mean_functions());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto k = static_cast<Index>(i);
    step.data(k, 0) = data.values(rows[i]) - centre;
    step.data.row(k).tail(model.mean_functions()) =
        at_places.row(data.place_of[static_cast<std::size_t>(rows[i])])
            .head(model.mean_functions());
  }
  return step;
}

}  // namespace

std::vector<TermGroup> term_groups(const SphereModel& model) {
  std::vector<TermGroup> groups;
  for (std::size_t k = 0; k < model.terms.size(); ++k) {
    const TimeLaw law = model.terms[k].time;
    const bool merges = law == TimeLaw::constant || law == TimeLaw::white;
    const auto same = std::find_if(groups.begin(), groups.end(),
                                   [&](const TermGroup& g) { return merges && g.law == law; });
    if (same != groups.end())
      same->terms.push_back(k);
    else
      groups.push_back({law, {k}});
  }
  return groups;
}

int last_degree(const SphereModel& model) {
  int degree = model.mean_degree;
  for (const SphereTerm& term : model.terms)
    if (term.spectrum) degree = std::max(degree, term.spectrum->degrees().last);
  return degree;
}

bool has_independent_places(const SphereModel& model) {
  return std::any_of(model.terms.begin(), model.terms.end(),
                     [](const SphereTerm& term) { return !term.spectrum; });
}

Index state_count(const SphereModel& model, Index places, StateForm form) {
  if (form == StateForm::harmonic) {
    if (has_independent_places(model))
      throw std::invalid_argument(
          "A term whose places are independent has no harmonic state: use the state of "
          "observations.");
    if (last_degree(model) > largest_harmonic_degree)
      throw std::invalid_argument("The harmonic state goes to degree " +
                                  std::to_string(largest_harmonic_degree) + ", not " +
                                  std::to_string(last_degree(model)) + ".");
  }
  const Index functions = form == StateForm::harmonic ? harmonic_count(last_degree(model)) : places;
  Index states = 0;
  for (const TermGroup& group : term_groups(model)) {
    if (group.law == TimeLaw::flow && form == StateForm::observations)
      throw std::invalid_argument("A field that obeys an equation needs the harmonic state.");
    if (group.law == TimeLaw::white) continue;
    const bool matern = group.law == TimeLaw::matern;
    states += functions * (matern ? model.terms[group.terms.front()].matern_order + 1 : 1);
  }
  return states;
}

StateForm automatic_form(const SphereModel& model, Index places) {
  const bool flows = std::any_of(model.terms.begin(), model.terms.end(),
                                 [](const SphereTerm& t) { return t.time == TimeLaw::flow; });
  if (flows) return StateForm::harmonic;
  const bool fits = !has_independent_places(model) && last_degree(model) <= largest_harmonic_degree;
  return fits && harmonic_count(last_degree(model)) < places ? StateForm::harmonic
                                                             : StateForm::observations;
}

Eigen::MatrixXd covariance(const SphereModel& model, const std::vector<std::size_t>& terms,
                           const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  const Eigen::MatrixXd cosines = (a * b.transpose()).cwiseMax(-1).cwiseMin(1);
  Eigen::VectorXd variances = Eigen::VectorXd::Zero(last_degree(model) + 1);
  double independent = 0;
  for (const std::size_t k : terms) {
    const SphereTerm& term = model.terms[k];
    if (term.spectrum)
      variances.head(term.spectrum->variances().size()) += term.spectrum->variances();
    else
      independent += term.place_deviation * term.place_deviation;
  }
  Eigen::MatrixXd c = Eigen::MatrixXd::Zero(a.rows(), b.rows());
  if (variances.size() > 0)
    c = sphere::legendre_sums(variances, cosines.reshaped()).reshaped(a.rows(), b.rows());
  if (independent == 0) return c;
  for (Index i = 0; i < a.rows(); ++i) {
    const Index j = same_place(b, a.row(i));
    if (j >= 0) c(i, j) += independent;
  }
  return c;
}

std::shared_ptr<const StateSpace> unit_process(const SphereTerm& term) {
  return matern_state_space(term.matern_order, 1.0, term.time_scale);
}

ChainSetup chain_setup(const SphereModel& model, const SphereData& data, StateForm form,
                       double centre, const std::vector<double>& more_times,
                       std::vector<Index>* step_of) {
  state_count(model, data.places.rows(), form);
  ChainSetup setup;
  const int degree = form == StateForm::harmonic ? last_degree(model) : model.mean_degree;
  const Eigen::MatrixXd at_places = harmonics_at(degree, data.places);
  setup.functions = form == StateForm::harmonic ? at_places.cols() : data.places.rows();
  setup.noise_variance = model.noise * model.noise;
  for (const TermGroup& group : term_groups(model)) {
    ChainBlock block;
    block.covariance = form == StateForm::harmonic
                           ? harmonic_variances(model, group.terms, degree)
                           : covariance(model, group.terms, data.places, data.places);
    const SphereTerm& term = model.terms[group.terms.front()];
    if (group.law == TimeLaw::white) {
      setup.white = std::move(block.covariance);
      continue;
    }
    if (group.law == TimeLaw::matern) block.time = unit_process(term);
    if (group.law == TimeLaw::flow) set_rates(term, degree, block);
    setup.blocks.push_back(std::move(block));
  }
  if (step_of != nullptr) step_of->clear();
  std::size_t t = 0;
  for (const double time : more_times) {
    for (; t < data.times.size() && data.times[t] <= time; ++t)
      setup.steps.push_back(step_of_time(model, data, t, form, centre, at_places));
    if (setup.steps.empty() || setup.steps.back().time < time) {
      setup.steps.emplace_back();
      setup.steps.back().time = time;
    }
    if (step_of != nullptr) step_of->push_back(static_cast<Index>(setup.steps.size()) - 1);
  }
  for (; t < data.times.size(); ++t)
    setup.steps.push_back(step_of_time(model, data, t, form, centre, at_places));
  return setup;
}

}  // namespace tessera::sphere_gp
