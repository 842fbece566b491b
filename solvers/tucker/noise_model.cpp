#include "solvers/tucker/noise_model.hpp"

#include <cmath>
#include <numbers>

#include <boost/math/tools/minima.hpp>

namespace tessera::tucker {
namespace {

constexpr double largest_share = 0.999;  ///< of the cell effect, where observations do repeat
constexpr int minimum_bits = 20;         ///< of the share's position

}  // namespace

NoiseModel::NoiseModel(const Cells& cells, GammaDistribution prior, double degrees_of_freedom)
    : cells_(cells.counts.size()),
      total_(cells.total),
      within_(cells.within_square_sum),
      prior_(prior),
      freedom_(degrees_of_freedom) {
  for (Index j = 0; j < cells_; ++j)
    if (cells.counts[j] > 1) repeated_.push_back(j);
  counts_ = cells.counts(repeated_);
  set_share(repeats() > 0 ? 0.5 : 0.0);
  if (weighted()) set_weights(Eigen::ArrayXd::Ones(cells_));
}

void NoiseModel::set_share(double share) {
  cell_share_ = share;
  replicate_weights_ = (share + (1 - share) * counts_.inverse()).inverse();
}

void NoiseModel::set_weights(const Eigen::ArrayXd& student) {
  weights_ = student;
  for (std::size_t i = 0; i < repeated_.size(); ++i)
    weights_[repeated_[i]] *= replicate_weights_[static_cast<Index>(i)];
}

void NoiseModel::update_weights(const Eigen::VectorXd& residuals,
                                const GammaDistribution& precision) {
  if (!weighted()) return;
  const double tau = precision.mean();
  if (repeats() > 0) {
    // What the Student factors leave of the residuals; cells of one observation know no share.
    Eigen::ArrayXd energy = tau * residuals(repeated_).array();
    if (freedom_ > 0) energy *= weights_(repeated_).array() / replicate_weights_;
    const auto loss = [&](double share) {
      const Eigen::ArrayXd w = (share + (1 - share) * counts_.inverse()).inverse();
      return -0.5 * (w.log() - w * energy).sum() +
             0.5 * (repeats() * std::log(1 - share) + tau * within_ / (1 - share));
    };
    const auto best = boost::math::tools::brent_find_minima(loss, 0.0, largest_share, minimum_bits);
    if (best.second <= loss(cell_share_)) set_share(best.first);
  }
  Eigen::ArrayXd student = Eigen::ArrayXd::Ones(cells_);
  if (freedom_ > 0) {
    set_weights(student);
    const GammaDistribution prior{0.5 * freedom_, 0.5 * freedom_};
    student_divergence_ = student_expected_log_ = 0;
    for (Index j = 0; j < cells_; ++j) {
      const GammaDistribution q{0.5 * (freedom_ + 1),
                                0.5 * (freedom_ + tau * weights_[j] * residuals[j])};
      student[j] = q.mean();
      student_divergence_ += divergence(q, prior);
      student_expected_log_ += expected_log(q);
    }
  }
  set_weights(student);
  if (freedom_ > 0) student_ = std::move(student);
}

GammaDistribution NoiseModel::precision(double weighted_residual) const {
  return {prior_.shape + 0.5 * total_,
          prior_.rate + 0.5 * (weighted_residual + within_ / (1 - cell_share_))};
}

double NoiseModel::bound(const GammaDistribution& precision, double weighted_residual) const {
  const double log_two_pi = std::log(2 * std::numbers::pi);
  double bound = 0.5 * total_ * (expected_log(precision) - log_two_pi) +
                 0.5 * replicate_weights_.log().sum() -
                 0.5 * precision.mean() * (weighted_residual + within_ / (1 - cell_share_)) -
                 0.5 * counts_.log().sum();
  if (repeats() > 0) bound -= 0.5 * repeats() * std::log(1 - cell_share_);
  if (freedom_ > 0) bound += 0.5 * student_expected_log_ - student_divergence_;
  return bound - divergence(precision, prior_);
}

}  // namespace tessera::tucker
