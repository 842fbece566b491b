#include "solvers/sphere_gp/gaussian_chain.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <Eigen/Cholesky>

#include "data/fields/errors.hpp"

namespace tessera::sphere_gp {
namespace {

/// q kron C added to a block of p that starts at `offset`.
void add_kronecker(const Eigen::MatrixXd& q, const ChainBlock& block, Index offset,
                   Eigen::MatrixXd& p) {
  const Index b = block.functions();
  for (Index i = 0; i < q.rows(); ++i)
    for (Index j = 0; j < q.cols(); ++j) {
      if (q(i, j) == 0) continue;
      auto part = p.block(offset + i * b, offset + j * b, b, b);
      if (block.diagonal())
        part.diagonal() += q(i, j) * block.covariance.col(0);
      else
        part += q(i, j) * block.covariance;
    }
}

void symmetrise(Eigen::MatrixXd& p) {
  for (Index j = 0; j < p.cols(); ++j)
    for (Index i = 0; i < j; ++i) p(i, j) = p(j, i) = 0.5 * (p(i, j) + p(j, i));
}

void stop_if_asked(Monitor& monitor) {
  if (monitor.should_stop()) throw Interrupted("Stopped on request.");
}

}  // namespace

GaussianChain::GaussianChain(ChainSetup setup) : setup_(std::move(setup)) {
  if (setup_.steps.empty()) throw std::invalid_argument("A chain needs at least one step.");
  for (const ChainBlock& block : setup_.blocks) {
    if (block.functions() != setup_.functions ||
        (!block.diagonal() && block.covariance.cols() != setup_.functions))
      throw std::invalid_argument("Blocks of a chain must have the chain's functions.");
    if (!block.rates.empty() && (!block.diagonal() || block.time))
      throw std::invalid_argument("Blocks with rates have a diagonal covariance and no process.");
    offset_.push_back(states_);
    states_ += block.order() * block.functions();
  }
  for (const ChainStep& step : setup_.steps) {
    if (step.rows.size() == 0) continue;
    if (step.data.rows() != step.rows.size() || (data_sets_ != 0 && step.data.cols() != data_sets_))
      throw std::invalid_argument("Data of a chain do not fit their rows.");
    data_sets_ = step.data.cols();
  }
  find_gaps();
}

void GaussianChain::find_gaps() {
  gap_before_.assign(setup_.steps.size(), -1);
  for (std::size_t t = 1; t < setup_.steps.size(); ++t) {
    const double dt = setup_.steps[t].time - setup_.steps[t - 1].time;
    if (!(dt > 0)) throw std::invalid_argument("Times of a chain must increase.");
    const auto same = std::find_if(gaps_.begin(), gaps_.end(), [&](double gap) {
      return std::abs(gap - dt) <= 1e-12 * std::max(gap, dt);
    });
    gap_before_[t] = same - gaps_.begin();
    if (same == gaps_.end()) gaps_.push_back(dt);
  }
  transitions_.resize(gaps_.size());
  for (std::size_t g = 0; g < gaps_.size(); ++g) make_transition(gaps_[g], transitions_[g]);
}

void GaussianChain::make_transition(double dt, GapTransition& transition) const {
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t k = 0; k < setup_.blocks.size(); ++k) {
    const ChainBlock& block = setup_.blocks[k];
    const Index b = block.functions(), offset = offset_[k];
    transition.of_block.emplace_back();
    if (block.time) {
      transition.of_block.back() = block.time->transition(dt, Direction::forward);
      const Eigen::MatrixXd& a = transition.of_block.back().a;
      for (Index i = 0; i < a.rows(); ++i)
        for (Index j = 0; j < a.cols(); ++j)
          for (Index f = 0; f < b; ++f)
            entries.emplace_back(offset + i * b + f, offset + j * b + f, a(i, j));
      continue;
    }
    for (Index f = 0; f < b; ++f) {
      if (block.rates.empty()) {
        entries.emplace_back(offset + f, offset + f, 1);
        continue;
      }
      const auto u = static_cast<std::size_t>(f);
      const Index partner = block.partner[u];
      const std::complex<double> turn = std::exp(block.rates[u] * dt);
      if (partner == f) {
        entries.emplace_back(offset + f, offset + f, turn.real());
      } else if (partner > f) {
        entries.emplace_back(offset + f, offset + f, turn.real());
        entries.emplace_back(offset + f, offset + partner, -turn.imag());
        entries.emplace_back(offset + partner, offset + f, turn.imag());
        entries.emplace_back(offset + partner, offset + partner, turn.real());
      }
    }
  }
  transition.a.resize(states_, states_);
  transition.a.setFromTriplets(entries.begin(), entries.end());
}

void GaussianChain::add_initial(Eigen::MatrixXd& p) const {
  for (std::size_t k = 0; k < setup_.blocks.size(); ++k) {
    const ChainBlock& block = setup_.blocks[k];
    add_kronecker(
        block.time ? block.time->stationary_covariance() : Eigen::MatrixXd::Ones(1, 1).eval(),
        block, offset_[k], p);
  }
}

void GaussianChain::add_noise(const GapTransition& transition, double dt,
                              Eigen::MatrixXd& p) const {
  for (std::size_t k = 0; k < setup_.blocks.size(); ++k) {
    const ChainBlock& block = setup_.blocks[k];
    if (block.time) add_kronecker(transition.of_block[k].q, block, offset_[k], p);
    for (std::size_t f = 0; f < block.rates.size(); ++f) {
      // -expm1: no cancellation for short gaps.
      const Index i = offset_[k] + static_cast<Index>(f);
      p(i, i) -=
          std::expm1(2 * block.rates[f].real() * dt) * block.covariance(static_cast<Index>(f), 0);
    }
  }
}

/// P H^T.
Eigen::MatrixXd GaussianChain::covariance_with_rows(const Eigen::MatrixXd& p,
                                                    const BasisRows& rows) const {
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(states_, rows.size());
  const Index b = setup_.functions;
  for (std::size_t k = 0; k < setup_.blocks.size(); ++k) {
    const ChainBlock& block = setup_.blocks[k];
    for (Index i = 0; i < block.order(); ++i) {
      const double h = block.time ? block.time->observation()(i) : 1.0;
      if (h == 0) continue;
      const auto columns = p.middleCols(offset_[k] + i * b, b);
      if (rows.picked.empty())
        result.noalias() += h * columns * rows.dense.transpose();
      else
        for (std::size_t j = 0; j < rows.picked.size(); ++j)
          result.col(static_cast<Index>(j)) += h * columns.col(rows.picked[j]);
    }
  }
  return result;
}

/// H x.
Eigen::MatrixXd GaussianChain::observe(const BasisRows& rows, const Eigen::MatrixXd& x) const {
  const Index b = setup_.functions;
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(b, x.cols());
  for (std::size_t k = 0; k < setup_.blocks.size(); ++k) {
    const ChainBlock& block = setup_.blocks[k];
    for (Index i = 0; i < block.order(); ++i) {
      const double h = block.time ? block.time->observation()(i) : 1.0;
      if (h != 0) sum += h * x.middleRows(offset_[k] + i * b, b);
    }
  }
  return rows.times(sum);
}

/// x += H^T u.
void GaussianChain::add_observed(const BasisRows& rows, const Eigen::MatrixXd& u,
                                 Eigen::MatrixXd& x) const {
  const Index b = setup_.functions;
  const Eigen::MatrixXd sum = rows.transpose_times(u, b);
  for (std::size_t k = 0; k < setup_.blocks.size(); ++k) {
    const ChainBlock& block = setup_.blocks[k];
    for (Index i = 0; i < block.order(); ++i) {
      const double h = block.time ? block.time->observation()(i) : 1.0;
      if (h != 0) x.middleRows(offset_[k] + i * b, b) += h * sum;
    }
  }
}

void GaussianChain::update(Index t) {
  const ChainStep& step = setup_.steps[static_cast<std::size_t>(t)];
  Kept& kept = kept_[static_cast<std::size_t>(t)];
  const Index m = step.rows.size();
  const Eigen::MatrixXd c = covariance_with_rows(p_, step.rows);
  Eigen::MatrixXd f = observe(step.rows, c);
  if (setup_.white.size() > 0) f += step.rows.sandwich(setup_.white);
  f.diagonal().array() += setup_.noise_variance;
  const Eigen::LLT<Eigen::MatrixXd> factor(f);
  if (factor.info() != Eigen::Success)
    throw std::runtime_error(
        "The observations' covariance is not positive definite: the noise is too small.");
  log_determinant_ += 2 * factor.matrixLLT().diagonal().array().log().sum();
  const Eigen::MatrixXd innovation = step.data - observe(step.rows, m_);
  kept.solved = factor.solve(Eigen::MatrixXd::Identity(m, m));
  kept.innovation = factor.solve(innovation);
  products_.noalias() += innovation.transpose() * kept.innovation;
  kept.gain.noalias() = c * kept.solved;
  m_.noalias() += c * kept.innovation;
  const Eigen::MatrixXd z = factor.matrixL().solve(c.transpose());
  p_.selfadjointView<Eigen::Lower>().rankUpdate(z.transpose(), -1);
  p_.triangularView<Eigen::StrictlyUpper>() = p_.transpose();
}

double GaussianChain::kept_bytes(Index states, const std::vector<Index>& rows,
                                 Index kept_covariances) {
  const auto n = static_cast<double>(states);
  double numbers = 8 * n * n + static_cast<double>(kept_covariances) * n * (n + 8);
  double largest = 0;
  for (const Index m : rows) {
    const auto r = static_cast<double>(m);
    numbers += r * (n + r);
    largest = std::max(largest, r * (3 * n + 4 * r));
  }
  return 8 * (numbers + largest);
}

void GaussianChain::filter(const std::function<bool(Index)>& keep, Monitor& monitor) {
  p_ = Eigen::MatrixXd::Zero(states_, states_);
  m_ = Eigen::MatrixXd::Zero(states_, data_sets_);
  products_ = Eigen::MatrixXd::Zero(data_sets_, data_sets_);
  log_determinant_ = 0;
  kept_.assign(setup_.steps.size(), {});
  add_initial(p_);
  for (Index t = 0; t < steps(); ++t) {
    stop_if_asked(monitor);
    const auto u = static_cast<std::size_t>(t);
    if (t > 0) {
      const auto g = static_cast<std::size_t>(gap_before_[u]);
      const Eigen::SparseMatrix<double>& a = transitions_[g].a;
      m_ = a * m_;
      const Eigen::MatrixXd half = (a * p_).transpose();
      p_ = a * half;
      add_noise(transitions_[g], gaps_[g], p_);
      symmetrise(p_);
    }
    if (setup_.steps[u].rows.size() > 0) update(t);
    if (keep(t)) {
      kept_[u].mean = m_;
      kept_[u].covariance = p_;
    }
  }
}

void GaussianChain::smooth(const std::function<void(const SmoothedStep&)>& visit,
                           Monitor& monitor) {
  backward(&visit, nullptr, monitor);
}

}  // namespace tessera::sphere_gp
