#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include <Eigen/Dense>

#include "models/state_space/make_state_space.hpp"
#include "solvers/filtering/factor_smoother.hpp"

/// Random chains and their solution by dense linear algebra over all states at all coordinates.
namespace chain_problem {

using tessera::Index;
using Processes = std::vector<std::unique_ptr<tessera::StateSpace>>;

inline Processes processes(const std::vector<std::string>& kernels, double scale = 1) {
  Processes result;
  for (const std::string& kernel : kernels) {
    auto process = tessera::make_state_space(kernel);
    std::vector<double> values;
    for (const auto& p : process->parameters())
      values.push_back(p.name.find("length_scale") != std::string::npos ? scale * p.value
                                                                        : p.value);
    scale *= 1.7;
    result.push_back(process->with_parameters(values));
  }
  return result;
}

/// Sites of every rank from 0 to the number of functions, with eta in the range of Lambda.
struct Sites {
  tessera::NaturalSites natural;
  std::vector<Eigen::MatrixXd> root;    ///< Lambda = root root^T
  std::vector<Eigen::VectorXd> target;  ///< eta = root target
};

inline Sites sites(Index functions, Index coordinates, double strength, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  Sites result{tessera::NaturalSites::zero(functions, coordinates), {}, {}};
  for (Index i = 0; i < coordinates; ++i) {
    const Index rank = (i + 1) % (functions + 1);
    const Eigen::MatrixXd c =
        Eigen::MatrixXd::NullaryExpr(functions, rank, [&] { return strength * normal(random); });
    const Eigen::VectorXd y = Eigen::VectorXd::NullaryExpr(rank, [&] { return normal(random); });
    Eigen::Map<Eigen::MatrixXd>(result.natural.precision.col(i).data(), functions, functions) =
        c * c.transpose();
    result.natural.linear.col(i) = c * y;
    result.root.push_back(c);
    result.target.push_back(y);
  }
  return result;
}

/// Covariance of the stacked states of one process at all coordinates, coordinate by coordinate.
inline Eigen::MatrixXd state_covariance(const tessera::StateSpace& process,
                                        const std::vector<double>& x) {
  const Index s = process.order();
  const auto d = static_cast<Index>(x.size());
  Eigen::MatrixXd k(s * d, s * d);
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j <= i; ++j) {
      const double gap = x[static_cast<std::size_t>(i)] - x[static_cast<std::size_t>(j)];
      const Eigen::MatrixXd block =
          process.transition(gap, tessera::Direction::forward).a * process.stationary_covariance();
      k.block(s * i, s * j, s, s) = block;
      k.block(s * j, s * i, s, s) = block.transpose();
    }
  return k;
}

/// A Gaussian vector: the states of function 0 at all coordinates, those of function 1, ...
struct Dense {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
  double log_normaliser = 0;
  std::vector<Index> start;  ///< of each function
  std::vector<Index> order;

  /// Position of state `state` of function f at coordinate i.
  Index at(Index f, Index i, Index state = 0) const {
    const auto k = static_cast<std::size_t>(f);
    return start[k] + order[k] * i + state;
  }
};

/// The posterior at the ascending coordinates x; site i sits at x[position[i]].
inline Dense dense_posterior(const Processes& processes, const std::vector<double>& x,
                             const Sites& sites, const std::vector<std::size_t>& position) {
  Dense result;
  Index total = 0;
  const auto d = static_cast<Index>(x.size());
  for (const auto& process : processes) {
    result.start.push_back(total);
    result.order.push_back(process->order());
    total += process->order() * d;
  }
  Eigen::MatrixXd prior = Eigen::MatrixXd::Zero(total, total);
  for (std::size_t f = 0; f < processes.size(); ++f) {
    const Index size = processes[f]->order() * d;
    prior.block(result.start[f], result.start[f], size, size) = state_covariance(*processes[f], x);
  }
  Index ranks = 0;
  for (const auto& root : sites.root) ranks += root.cols();
  Eigen::MatrixXd c = Eigen::MatrixXd::Zero(total, ranks);
  Eigen::VectorXd target(ranks);
  ranks = 0;
  for (std::size_t i = 0; i < sites.root.size(); ++i) {
    for (std::size_t f = 0; f < processes.size(); ++f) {
      const auto row = static_cast<Index>(f);
      for (Index s = 0; s < processes[f]->order(); ++s) {
        const Index to = result.at(row, static_cast<Index>(position[i]), s);
        const double h = processes[f]->observation()(s);
        c.row(to).segment(ranks, sites.root[i].cols()) = h * sites.root[i].row(row);
      }
    }
    target.segment(ranks, sites.root[i].cols()) = sites.target[i];
    ranks += sites.root[i].cols();
  }
  const Eigen::MatrixXd pc = prior * c;
  const Eigen::LLT<Eigen::MatrixXd> b(Eigen::MatrixXd::Identity(ranks, ranks) + c.transpose() * pc);
  result.covariance = prior - pc * b.solve(pc.transpose());
  // (prior^-1 + C C^T)^-1 C = prior C B^-1, free of cancellation.
  const Eigen::VectorXd weight = b.solve(target);
  result.mean = pc * weight;
  result.log_normaliser =
      0.5 * target.dot(c.transpose() * result.mean) - b.matrixLLT().diagonal().array().log().sum();
  return result;
}

}  // namespace chain_problem
