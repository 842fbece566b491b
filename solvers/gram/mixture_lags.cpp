#include "solvers/gram/mixture_lags.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "data/fields/errors.hpp"

namespace tessera::gram {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;

bool is_gaussian(const std::string& kernel) {
  if (kernel == "gaussian mixture") return true;
  if (kernel == "student-t mixture") return false;
  throw DeckError("The method \"gram\" has no kernel \"" + kernel +
                  "\"; allowed are student-t mixture, gaussian mixture.");
}

int matern_order(double smoothness) {
  const int p = half_integer_order(smoothness);
  if (p < 0)
    throw DeckError("The student-t mixture cannot have the smoothness " +
                    std::to_string(smoothness) + "; allowed are 1/2, 3/2, ..., 21/2.");
  return p;
}

}  // namespace

MixtureLags::MixtureLags(const Options& options, std::vector<double> derivatives)
    : gaussian_(is_gaussian(options.kernel)),
      matern_(gaussian_ ? 0 : matern_order(options.smoothness)),
      derivatives_(std::move(derivatives)) {
  const int highest = gaussian_ ? maximum_kernel_derivative / 2
                                : std::min(matern_.p(), maximum_kernel_derivative / 2);
  if (static_cast<int>(derivatives_.size()) > highest)
    throw DeckError("Functions drawn from the " + options.kernel +
                    " have derivatives up to order " + std::to_string(highest) +
                    ", but the equation has one of order " + std::to_string(derivatives_.size()) +
                    ". Use a smoother kernel (gaussian mixture up to order 4).");
}

void MixtureLags::Part::resize(Index lags, Index components) {
  value.setZero(lags, components);
  by_log_scale.setZero(lags, components);
  by_frequency.setZero(lags, components);
}

Derivatives MixtureLags::profile(double log_scale, double r, int order) const {
  const double a = std::exp(log_scale);
  return gaussian_ ? gaussian_derivatives(a, r, order) : matern_.derivatives(a, r, order);
}

void MixtureLags::evaluate_component(Index lag, Index q, double r,
                                     const MixtureParameters& parameters) {
  const int highest = static_cast<int>(derivatives_.size());
  const Derivatives g = profile(parameters.log_scales(q), r, highest + 1);
  const double m = two_pi * parameters.frequencies(q);
  const Derivatives c = cosine_derivatives(m, r, highest + 1);
  // g depends on a r (a^(1/2) r for the Gaussian), so a d/da g^(j) = s (j g^(j) + r g^(j+1)) with
  // s = 1 (1/2). At r = 0 the last term vanishes: derivatives from the right are finite. Likewise
  // cos^(j)(m r) = m^j cos(m r + j pi/2) has m d/dm = j cos^(j) + r cos^(j+1).
  const double s = gaussian_ ? 0.5 : 1.0;
  Derivatives g_scale{};
  Derivatives c_frequency{};
  const double cosine = std::cos(m * r);
  const double sine = std::sin(m * r);
  const std::array<double, 4> cycle = {cosine, -sine, -cosine, sine};
  double power = 1;  // m^(j-1), so that m = 0 is no exception
  for (std::size_t j = 0; j <= static_cast<std::size_t>(highest); ++j) {
    const auto order = static_cast<double>(j);
    g_scale[j] = s * (order * g[j] + (r == 0 ? 0.0 : r * g[j + 1]));
    const double first = j == 0 ? 0.0 : order * power * cycle[j % 4];
    if (j > 0) power *= m;
    c_frequency[j] = two_pi * (first + r * power * cycle[(j + 1) % 4]);
  }
  const double weight = std::exp(parameters.log_weights(q));
  const auto add = [&](Part& part, int order, double coefficient) {
    const double factor = weight * coefficient;
    part.value(lag, q) += factor * product_derivative(g, c, order);
    part.by_log_scale(lag, q) += factor * product_derivative(g_scale, c, order);
    part.by_frequency(lag, q) += factor * product_derivative(g, c_frequency, order);
  };
  add(kernel_, 0, 1);
  for (int order = 1; order <= highest; ++order) {
    const double coefficient = derivatives_[static_cast<std::size_t>(order - 1)];
    if (coefficient != 0) add(order % 2 == 0 ? even_ : odd_, order, coefficient);
  }
}

void MixtureLags::evaluate(const MixtureParameters& parameters, const Eigen::VectorXd& lags) {
  const Index components = parameters.log_weights.size();
  for (Part* part : {&kernel_, &even_, &odd_}) part->resize(lags.size(), components);
  for (Index q = 0; q < components; ++q)
    for (Index l = 0; l < lags.size(); ++l) evaluate_component(l, q, lags(l), parameters);
  for (Part* part : {&kernel_, &even_, &odd_}) part->sum = part->value.rowwise().sum();
}

MixtureParameters MixtureLags::gradient(const Eigen::VectorXd& by_kernel,
                                        const Eigen::VectorXd& by_even,
                                        const Eigen::VectorXd& by_odd) const {
  const auto gather = [&](Eigen::MatrixXd Part::*member) -> Eigen::VectorXd {
    return (kernel_.*member).transpose() * by_kernel + (even_.*member).transpose() * by_even +
           (odd_.*member).transpose() * by_odd;
  };
  return {gather(&Part::value), gather(&Part::by_log_scale), gather(&Part::by_frequency)};
}

Eigen::MatrixXd MixtureLags::values(const MixtureParameters& parameters,
                                    const Eigen::MatrixXd& lags) const {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(lags.rows(), lags.cols());
  for (Index q = 0; q < parameters.log_weights.size(); ++q) {
    const double weight = std::exp(parameters.log_weights(q));
    const double m = two_pi * parameters.frequencies(q);
    sum += lags.unaryExpr([&](double r) {
      return weight * profile(parameters.log_scales(q), r, 0)[0] * std::cos(m * r);
    });
  }
  return sum;
}

}  // namespace tessera::gram
