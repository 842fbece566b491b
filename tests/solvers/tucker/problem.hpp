#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "solvers/tucker/axis_model.hpp"
#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/message_passing.hpp"

/// Small random problems for the tests of the room.
namespace tucker_problem {

using tessera::FactorMarginals;
using tessera::FactorSmoother;
using tessera::Index;
using Random = std::mt19937_64;

double normal(Random& random);
double uniform(Random& random);
Eigen::MatrixXd normal_matrix(Index rows, Index columns, Random& random);

struct Problem {
  std::vector<tessera::tucker::AxisModel> axes;
  std::vector<std::vector<double>> lengths;  ///< [mode][function]
  tessera::tucker::ComponentTable table;
  tessera::tucker::Entries entries;

  std::vector<Index> indices() const;
  /// Dense prior covariance of a function at the mode's coordinates, from the kernel.
  Eigen::MatrixXd covariance(Index mode, Index function) const;
  std::vector<std::unique_ptr<FactorSmoother>> smoothers() const;
  std::vector<std::vector<tessera::tucker::LengthPrior>> length_priors() const;
};

/// Irregular coordinates in [0, 10] on every mode, lengths that differ from function to function.
Problem problem(const std::vector<Index>& indices, std::vector<tessera::tucker::Section> sections,
                Random& random, const std::string& kernel = "matern 3/2");

/// Indices drawn evenly (with repeats) and standard normal values.
tessera::tucker::Entries random_entries(const std::vector<Index>& indices, Index count,
                                        Random& random);

/// Factor functions and weights drawn from the prior (weights of unit variance).
struct Truth {
  std::vector<Eigen::MatrixXd> factors;  ///< per mode, functions x indices
  Eigen::VectorXd weights;
  double value(const tessera::tucker::ComponentTable& table, const Eigen::RowVectorXi& index) const;
};
Truth draw(const Problem& problem, Random& random);
/// Gives the problem's entries the truth's values and white noise.
void observe(Problem& problem, const Truth& truth, double noise_deviation, Random& random);

FactorMarginals random_marginals(Index functions, Index indices, double spread, Random& random);
tessera::tucker::VariationalState random_state(const Problem& problem, Random& random);

/// E[b_c] and E[b_c b_e] of the components' products b_c = prod_k u^k over all modes but `without`,
/// at one entry: straight from the definition.
struct ComponentMoments {
  Eigen::VectorXd first;
  Eigen::MatrixXd second;
};
ComponentMoments component_moments(const tessera::tucker::ComponentTable& table,
                                   const std::vector<FactorMarginals>& factors,
                                   const Eigen::RowVectorXi& index, Index without = -1);
/// Mean and variance of the model's function there.
struct FunctionValue {
  double mean = 0;
  double variance = 0;
};
FunctionValue function_value(const tessera::tucker::ComponentTable& table,
                             const tessera::tucker::VariationalState& state,
                             const Eigen::RowVectorXi& index);

/// CP of one rank over all modes, and Tucker with a rank per mode.
tessera::tucker::Section product(Index modes, Index rank);
tessera::tucker::Section tucker(std::vector<Index> ranks);

}  // namespace tucker_problem
