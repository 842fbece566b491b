#include "solvers/tucker/effective_rank.hpp"

#include <algorithm>

#include <Eigen/Eigenvalues>

namespace tessera::tucker {
namespace {

/// Mean product of each pair of posterior mean functions over the mode's coordinates.
Eigen::MatrixXd gram(const FactorMarginals& q) {
  return q.mean * q.mean.transpose() / static_cast<double>(std::max<Index>(q.mean.cols(), 1));
}

std::vector<Index> components_of(const ComponentTable& table, Index section) {
  std::vector<Index> result;
  for (Index c = 0; c < table.components(); ++c)
    if (table.section[c] == section) result.push_back(c);
  return result;
}

}  // namespace

Eigen::VectorXd direction_energies(const ComponentTable& table, const VariationalState& state,
                                   Index section, Index mode) {
  const std::vector<Index> components = components_of(table, section);
  std::vector<Eigen::MatrixXd> grams;
  for (const FactorMarginals& q : state.factors) grams.push_back(gram(q));
  // The rest of the unfolding, contracted with itself, seen from the mode's functions.
  const Index functions = table.functions[mode];
  Eigen::MatrixXd rest = Eigen::MatrixXd::Zero(functions, functions);
  for (const Index c : components)
    for (const Index e : components) {
      double product = state.weight_mean[c] * state.weight_mean[e];
      for (Index k = 0; k < table.modes(); ++k)
        if (k != mode && table.factor(c, k) >= 0)
          product *= grams[k](table.factor(c, k), table.factor(e, k));
      rest(table.factor(c, mode), table.factor(e, mode)) += product;
    }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> basis(grams[mode]);
  const Eigen::MatrixXd root =
      basis.eigenvectors() * basis.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> directions(
      Eigen::MatrixXd(root.transpose() * rest * root), Eigen::EigenvaluesOnly);
  return directions.eigenvalues();
}

double effective_rank(const ComponentTable& table, const VariationalState& state,
                      double least_share) {
  std::vector<std::vector<Eigen::VectorXd>> energies(table.sections.size());
  double total = 1 / state.noise_precision.mean();
  for (std::size_t s = 0; s < table.sections.size(); ++s) {
    for (const Index k : table.sections[s].modes)
      energies[s].push_back(direction_energies(table, state, static_cast<Index>(s), k));
    if (!energies[s].empty()) total += energies[s].front().sum();
  }
  double rank = 0;
  for (const auto& section : energies) {
    Index largest = 0;
    for (const Eigen::VectorXd& e : section)
      largest = std::max<Index>(largest, (e.array() > least_share * total).count());
    rank += static_cast<double>(largest);
  }
  return rank;
}

}  // namespace tessera::tucker
