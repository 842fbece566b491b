#include "solvers/gp_pde/posterior_rank.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// Entry r: largest variance of a derivative behind the first r functions; entry 0: all of it.
Vector tails(const AxisPrior& prior, int order) {
  constexpr Index samples = 65;
  Vector x(samples);
  const auto [lower, upper] = prior.range();
  for (Index i = 0; i < samples; ++i) {
    const double angle = std::numbers::pi * static_cast<double>(i) / (samples - 1);
    x[i] = lower + (upper - lower) * (1 - std::cos(angle)) / 2;
  }
  const Index n = prior.functions();
  const Matrix values = prior.evaluate(x, order, n);
  Vector sum = Vector::Constant(samples, prior.rest_covariance(order, order));
  Vector tail(n + 1);
  tail[n] = sum.maxCoeff();
  for (Index j = n - 1; j >= 0; --j) {
    sum += values.col(j).cwiseAbs2();
    tail[j] = sum.maxCoeff();
  }
  return tail;
}

/// Largest ratio of standard deviations (behind the cut / noise) over the kinds of rows.
class AxisRatio {
 public:
  AxisRatio(const std::vector<std::shared_ptr<const AxisPrior>>& priors, std::size_t axis,
            const std::vector<RowKind>& kinds, double variance)
      : kinds_(kinds), axis_(axis), other_(1 - axis), two_(priors.size() == 2), s_(variance) {
    for (const RowKind& kind : kinds)
      for (const auto& orders : kind.orders) {
        if (!own_.contains(orders[axis])) own_[orders[axis]] = tails(*priors[axis], orders[axis]);
        if (two_ && !full_.contains(orders[other_]))
          full_[orders[other_]] = tails(*priors[other_], orders[other_])[0];
      }
  }

  double at(Index rank) const {
    double worst = 0;
    for (const RowKind& kind : kinds_) {
      double sum = 0;
      for (std::size_t t = 0; t < kind.orders.size(); ++t) {
        const double full = two_ ? full_.at(kind.orders[t][other_]) : 1.0;
        sum += kind.coefficients[t] * std::sqrt(s_ * own_.at(kind.orders[t][axis_])[rank] * full);
      }
      worst = std::max(worst, sum / kind.noise);
    }
    return worst;
  }

 private:
  const std::vector<RowKind>& kinds_;
  std::size_t axis_;
  std::size_t other_;
  bool two_;
  double s_;
  std::map<int, Vector> own_;
  std::map<int, double> full_;
};

}  // namespace

std::vector<Index> choose_ranks(const std::vector<std::shared_ptr<const AxisPrior>>& priors,
                                const std::vector<RowKind>& kinds, double variance, double share,
                                Index maximum_unknowns) {
  std::vector<AxisRatio> ratios;
  std::vector<Index> ranks;
  const double allowed = std::sqrt(share / static_cast<double>(priors.size()));
  for (std::size_t k = 0; k < priors.size(); ++k) {
    ratios.emplace_back(priors, k, kinds, variance);
    Index lower = 1;
    Index upper = priors[k]->functions();
    while (lower < upper) {
      const Index middle = (lower + upper) / 2;
      if (ratios[k].at(middle) <= allowed)
        upper = middle;
      else
        lower = middle + 1;
    }
    ranks.push_back(upper);
  }
  const auto product = [&] { return ranks[0] * (ranks.size() > 1 ? ranks[1] : 1); };
  while (product() > maximum_unknowns) {
    std::size_t least = 0;
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < ranks.size(); ++k) {
      const double ratio =
          ranks[k] > 1 ? ratios[k].at(ranks[k] - 1) : std::numeric_limits<double>::infinity();
      if (ratio < smallest) {
        smallest = ratio;
        least = k;
      }
    }
    if (ranks[least] <= 1) break;
    --ranks[least];
  }
  return ranks;
}

}  // namespace tessera::gp_pde
