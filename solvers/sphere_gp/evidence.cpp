#include "solvers/sphere_gp/evidence.hpp"

#include <cmath>

#include <Eigen/Cholesky>

#include "data/fields/errors.hpp"

namespace tessera::sphere_gp {
namespace {

constexpr double log_two_pi = 1.83787706640934548356;

/// Derivatives of <slope, C> for the variances by degree: slope is b x b between places, or of the
/// harmonics' variances, b x 1.
Eigen::VectorXd slope_by_degree(const Eigen::MatrixXd& slope, const SphereData& data,
                                StateForm form, int degree) {
  if (form == StateForm::observations) {
    const Eigen::MatrixXd cosines =
        (data.places * data.places.transpose()).cwiseMax(-1).cwiseMin(1);
    return sphere::legendre_moments(degree, slope.reshaped(), cosines.reshaped());
  }
  Eigen::VectorXd by_degree(degree + 1);
  for (Index l = 0; l <= degree; ++l) by_degree(l) = slope.middleRows(l * l, 2 * l + 1).sum();
  return by_degree;
}

/// d / d time_scale of a Matern term, from the slopes for its transitions: the matrices are small,
/// so that fourth-order differences of them cost nothing and lose nothing.
double slope_for_time_scale(const SphereTerm& term, const GaussianChain& chain, std::size_t block,
                            const ChainGradient& g) {
  const double h = 1e-3 * term.time_scale;
  double slope = 0;
  const std::pair<double, double> stencil[] = {
      {-2, 1.0 / 12}, {-1, -8.0 / 12}, {1, 8.0 / 12}, {2, -1.0 / 12}};
  for (const auto& [steps, weight] : stencil) {
    SphereTerm moved = term;
    moved.time_scale += steps * h;
    const auto process = unit_process(moved);
    double sum = g.stationary[block].cwiseProduct(process->stationary_covariance()).sum();
    for (std::size_t k = 0; k < chain.gaps().size(); ++k) {
      const Transition transition = process->transition(chain.gaps()[k], Direction::forward);
      sum += g.a[block][k].cwiseProduct(transition.a).sum() +
             g.q[block][k].cwiseProduct(transition.q).sum();
    }
    slope += weight / h * sum;
  }
  return slope;
}

Eigen::VectorXd slopes_of_term(const SphereTerm& term, const Eigen::MatrixXd& slope,
                               const SphereData& data, StateForm form) {
  if (!term.spectrum) return Eigen::VectorXd::Constant(1, 2 * term.place_deviation * slope.trace());
  const int last = term.spectrum->degrees().last;
  return term.spectrum->derivatives().transpose() * slope_by_degree(slope, data, form, last);
}

Eigen::VectorXd gradient_for_parameters(const SphereModel& model, const SphereData& data,
                                        StateForm form, const GaussianChain& chain,
                                        const ChainGradient& g) {
  std::vector<Eigen::VectorXd> of_term(model.terms.size());
  std::size_t block = 0;
  for (const TermGroup& group : term_groups(model)) {
    const bool white = group.law == TimeLaw::white;
    for (const std::size_t k : group.terms) {
      of_term[k] =
          slopes_of_term(model.terms[k], white ? g.white : g.covariance[block], data, form);
      if (group.law != TimeLaw::matern) continue;
      of_term[k].conservativeResize(of_term[k].size() + 1);
      of_term[k].tail(1)(0) = slope_for_time_scale(model.terms[k], chain, block, g);
    }
    if (!white) ++block;
  }
  std::vector<double> all;
  for (const Eigen::VectorXd& part : of_term) all.insert(all.end(), part.begin(), part.end());
  all.push_back(2 * model.noise * g.noise_variance);
  return Eigen::Map<Eigen::VectorXd>(all.data(), static_cast<Index>(all.size()));
}

std::vector<Index> rows_by_time(const SphereData& data) {
  std::vector<Index> rows;
  for (const std::vector<Index>& at : data.rows_at) rows.push_back(static_cast<Index>(at.size()));
  return rows;
}

}  // namespace

MeanFit fit_mean(const GaussianChain& chain, Index rows) {
  const Eigen::MatrixXd& s = chain.products();
  const Index p = s.rows() - 1;
  MeanFit fit;
  double residual = s(0, 0), log_determinant = chain.log_determinant();
  fit.coefficients = Eigen::VectorXd::Zero(p);
  fit.spread = Eigen::MatrixXd::Zero(p, p);
  if (p > 0) {
    const Eigen::MatrixXd a = s.bottomRightCorner(p, p);
    const Eigen::VectorXd scale = a.diagonal().cwiseSqrt().cwiseInverse();
    const Eigen::MatrixXd scaled = scale.asDiagonal() * a * scale.asDiagonal();
    const Eigen::LLT<Eigen::MatrixXd> factor(scaled);
    if (!scale.allFinite() || factor.info() != Eigen::Success || factor.rcond() < 1e-13)
      throw DataError("The observed places are too few, or lie too close, for a mean with " +
                      std::to_string(p) + " functions: lower Mean Degree.");
    fit.spread = scale.asDiagonal() * factor.solve(Eigen::MatrixXd(scale.asDiagonal()));
    fit.coefficients = fit.spread * s.col(0).tail(p);
    residual -= fit.coefficients.dot(s.col(0).tail(p));
    log_determinant +=
        2 * factor.matrixLLT().diagonal().array().log().sum() - 2 * scale.array().log().sum();
  }
  fit.log_evidence =
      -0.5 * (residual + log_determinant + static_cast<double>(rows - p) * log_two_pi);
  return fit;
}

double centre_of(const SphereModel& model, const SphereData& data) {
  return model.mean_degree >= 0 ? data.values.mean() : 0;
}

double log_evidence(const SphereModel& model, const SphereData& data, StateForm form,
                    Eigen::VectorXd* gradient, Monitor& monitor) {
  GaussianChain chain(chain_setup(model, data, form, centre_of(model, data), {}, nullptr));
  chain.filter([&](Index) { return gradient != nullptr; }, monitor);
  const MeanFit fit = fit_mean(chain, data.rows());
  if (gradient != nullptr)
    *gradient = gradient_for_parameters(model, data, form, chain,
                                        chain.gradient(fit.coefficients, fit.spread, monitor));
  return fit.log_evidence;
}

double evidence_bytes(const SphereModel& model, const SphereData& data, StateForm form) {
  const std::vector<Index> rows = rows_by_time(data);
  return GaussianChain::kept_bytes(state_count(model, data.places.rows(), form), rows,
                                   static_cast<Index>(rows.size()));
}

double prediction_bytes(const SphereModel& model, const SphereData& data, StateForm form,
                        Index output_places, Index output_times) {
  const Index states = state_count(model, data.places.rows(), form);
  // A row of the state for each place, and what is made of it; the mean's functions.
  const auto numbers =
      static_cast<double>(output_places) * static_cast<double>(3 * states + model.mean_functions());
  return GaussianChain::kept_bytes(states, rows_by_time(data), output_times) + 8 * numbers;
}

}  // namespace tessera::sphere_gp
