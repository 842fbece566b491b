#include <cmath>

#include "data/fields/errors.hpp"
#include "solvers/sphere_gp/gaussian_chain.hpp"

namespace tessera::sphere_gp {

/// Gathers the gradient while the adjoint travels backward.
class GaussianChain::Score {
 public:
  Score(const GaussianChain& chain, const Eigen::VectorXd& coefficients,
        const Eigen::MatrixXd& spread)
      : chain_(chain), coefficients_(coefficients), spread_(spread) {
    for (const ChainBlock& block : chain.setup_.blocks) {
      result.covariance.push_back(
          Eigen::MatrixXd::Zero(block.covariance.rows(), block.covariance.cols()));
      const Eigen::MatrixXd zero = Eigen::MatrixXd::Zero(block.order(), block.order());
      result.a.emplace_back(chain.gaps_.size(), zero);
      result.q.emplace_back(chain.gaps_.size(), zero);
      result.stationary.push_back(zero);
    }
    result.white = Eigen::MatrixXd::Zero(chain.setup_.white.rows(), chain.setup_.white.cols());
  }

  /// Adjoint of data means at a step: u (m x data sets), D (m x m).
  void observed(const BasisRows& rows, const Eigen::MatrixXd& u, const Eigen::MatrixXd& d) {
    const Eigen::MatrixXd g = slope(u, d);
    result.noise_variance += g.trace();
    if (result.white.size() == 0) return;
    if (rows.picked.empty()) {
      const Eigen::MatrixXd gb = g * rows.dense;
      if (result.white.cols() == 1)
        result.white.col(0) += gb.cwiseProduct(rows.dense).colwise().sum().transpose();
      else
        result.white.noalias() += rows.dense.transpose() * gb;
      return;
    }
    for (std::size_t i = 0; i < rows.picked.size(); ++i)
      for (std::size_t j = 0; j < rows.picked.size(); ++j) {
        const double value = g(static_cast<Index>(i), static_cast<Index>(j));
        if (result.white.cols() != 1)
          result.white(rows.picked[i], rows.picked[j]) += value;
        else if (rows.picked[i] == rows.picked[j])
          result.white(rows.picked[i], 0) += value;
      }
  }

  /// Adjoint before the observations of the first step.
  void started(const Eigen::MatrixXd& r, const Eigen::MatrixXd& capital_r) {
    const Eigen::MatrixXd g = slope(r, capital_r);
    for (std::size_t k = 0; k < chain_.setup_.blocks.size(); ++k) {
      const ChainBlock& block = chain_.setup_.blocks[k];
      const Eigen::MatrixXd p =
          block.time ? block.time->stationary_covariance() : Eigen::MatrixXd::Ones(1, 1).eval();
      add(g, k, p, result.stationary[k]);
    }
  }

  /// Adjoint after the transition over a gap that starts at a step with this mean and covariance.
  void travelled(std::size_t gap, const Kept& before, const Eigen::MatrixXd& r,
                 const Eigen::MatrixXd& capital_r) {
    const Eigen::MatrixXd g = slope(r, capital_r);
    const GapTransition& transition = chain_.transitions_[gap];
    bool processes = false;
    for (std::size_t k = 0; k < chain_.setup_.blocks.size(); ++k) {
      const ChainBlock& block = chain_.setup_.blocks[k];
      if (block.time) {
        add(g, k, transition.of_block[k].q, result.q[k][gap]);
        processes = true;
      }
      for (std::size_t f = 0; f < block.rates.size(); ++f) {
        const auto i = static_cast<Index>(f);
        result.covariance[k](i, 0) -= std::expm1(2 * block.rates[f].real() * chain_.gaps_[gap]) *
                                      g(chain_.offset_[k] + i, chain_.offset_[k] + i);
      }
    }
    if (processes) add_transitions(gap, before, r, capital_r);
  }

  ChainGradient result;

 private:
  /// (r r^T - R) / 2 of the restricted likelihood.
  Eigen::MatrixXd slope(const Eigen::MatrixXd& r, const Eigen::MatrixXd& capital_r) const {
    const Index p = coefficients_.size();
    const Eigen::VectorXd effective = r.col(0) - r.rightCols(p) * coefficients_;
    Eigen::MatrixXd g = effective * effective.transpose() - capital_r;
    if (p > 0) g.noalias() += r.rightCols(p) * spread_ * r.rightCols(p).transpose();
    return 0.5 * g;
  }

  /// From the slope for q kron C to those for C and q.
  void add(const Eigen::MatrixXd& g, std::size_t k, const Eigen::MatrixXd& q,
           Eigen::MatrixXd& for_q) {
    const ChainBlock& block = chain_.setup_.blocks[k];
    const Index b = block.functions();
    Eigen::MatrixXd& for_c = result.covariance[k];
    for (Index i = 0; i < q.rows(); ++i)
      for (Index j = 0; j < q.cols(); ++j) {
        const auto part = g.block(chain_.offset_[k] + i * b, chain_.offset_[k] + j * b, b, b);
        if (block.diagonal()) {
          for_c.col(0) += q(i, j) * part.diagonal();
          for_q(i, j) += part.diagonal().dot(block.covariance.col(0));
        } else {
          for_c += q(i, j) * part;
          for_q(i, j) += part.cwiseProduct(block.covariance).sum();
        }
      }
  }

  /// d log p / d A = E[Q^-1 e z^T] with the disturbance e: r z^T - R A P.
  void add_transitions(std::size_t gap, const Kept& before, const Eigen::MatrixXd& r,
                       const Eigen::MatrixXd& capital_r) {
    const Eigen::SparseMatrix<double>& a = chain_.transitions_[gap].a;
    const Eigen::MatrixXd ap = a * before.covariance;
    const Eigen::MatrixXd z = before.mean + ap.transpose() * r;
    const Index p = coefficients_.size();
    const Eigen::VectorXd r0 = r.col(0) - r.rightCols(p) * coefficients_;
    const Eigen::VectorXd z0 = z.col(0) - z.rightCols(p) * coefficients_;
    const Eigen::MatrixXd rs = r.rightCols(p) * spread_;
    const Eigen::MatrixXd zx = z.rightCols(p);
    for (std::size_t k = 0; k < chain_.setup_.blocks.size(); ++k) {
      const ChainBlock& block = chain_.setup_.blocks[k];
      if (!block.time) continue;
      const Index b = block.functions(), offset = chain_.offset_[k];
      for (Index i = 0; i < block.order(); ++i)
        for (Index j = 0; j < block.order(); ++j) {
          const Index row = offset + i * b, column = offset + j * b;
          result.a[k][gap](i, j) +=
              r0.segment(row, b).dot(z0.segment(column, b)) +
              rs.middleRows(row, b).cwiseProduct(zx.middleRows(column, b)).sum() -
              capital_r.middleCols(row, b).cwiseProduct(ap.middleCols(column, b)).sum();
        }
    }
  }

  const GaussianChain& chain_;
  Eigen::VectorXd coefficients_;
  Eigen::MatrixXd spread_;
};

void GaussianChain::backward(const std::function<void(const SmoothedStep&)>* visit, Score* score,
                             Monitor& monitor) {
  Eigen::MatrixXd r = Eigen::MatrixXd::Zero(states_, data_sets_);
  Eigen::MatrixXd capital_r = Eigen::MatrixXd::Zero(states_, states_);
  for (Index t = steps() - 1; t >= 0; --t) {
    if (monitor.should_stop()) throw Interrupted("Stopped on request.");
    const auto u = static_cast<std::size_t>(t);
    const Kept& kept = kept_[u];
    if (visit != nullptr && kept.covariance.size() > 0)
      (*visit)({t, &kept.mean, &kept.covariance, &r, &capital_r});
    const BasisRows& rows = setup_.steps[u].rows;
    if (rows.size() > 0) {
      const Eigen::MatrixXd rk = capital_r * kept.gain;
      const Eigen::MatrixXd d = kept.solved + kept.gain.transpose() * rk;
      const Eigen::MatrixXd slope = kept.innovation - kept.gain.transpose() * r;
      if (score != nullptr) score->observed(rows, slope, d);
      add_observed(rows, slope, r);
      // R - (R K) H - H^T (R K)^T + H^T D H, as X H + (X H)^T with X = -R K + H^T D / 2.
      Eigen::MatrixXd x = -rk;
      add_observed(rows, 0.5 * d, x);
      Eigen::MatrixXd xh = Eigen::MatrixXd::Zero(states_, states_);
      add_observed(rows, x.transpose(), xh);
      capital_r += xh + xh.transpose();
    }
    if (t == 0) {
      if (score != nullptr) score->started(r, capital_r);
      break;
    }
    const auto gap = static_cast<std::size_t>(gap_before_[u]);
    if (score != nullptr) score->travelled(gap, kept_[u - 1], r, capital_r);
    const Eigen::SparseMatrix<double>& a = transitions_[gap].a;
    r = a.transpose() * r;
    const Eigen::MatrixXd half = (a.transpose() * capital_r).transpose();
    capital_r = a.transpose() * half;
  }
}

ChainGradient GaussianChain::gradient(const Eigen::VectorXd& coefficients,
                                      const Eigen::MatrixXd& spread, Monitor& monitor) {
  Score score(*this, coefficients, spread);
  backward(nullptr, &score, monitor);
  return std::move(score.result);
}

}  // namespace tessera::sphere_gp
