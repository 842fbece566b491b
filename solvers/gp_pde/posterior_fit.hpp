#pragma once

#include <optional>
#include <vector>

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "solvers/gp_pde/posterior_basis.hpp"
#include "solvers/gp_pde/posterior_factor.hpp"
#include "solvers/gp_pde/posterior_field.hpp"
#include "solvers/gp_pde/posterior_noise.hpp"
#include "solvers/gp_pde/posterior_problem.hpp"
#include "solvers/gp_pde/posterior_rows.hpp"

namespace tessera::gp_pde {

/// Inference with a fixed basis. The unknowns z are whitened: u - mean = sqrt(variance) phi z.
class PosteriorFit {
 public:
  /// `evidence`: the density of the measurements alone, no field; by normal equations where
  /// PosteriorOptions::exact_share allows.
  enum class Purpose { field, evidence };

  /// `equation_noise`: standard deviation of the equation; `start`: signal variance and noise, or
  /// first guesses of what is learned; `with_rest`: variance behind the cut is added to the data.
  PosteriorFit(const PosteriorProblem& problem, const PosteriorOptions& options,
               PosteriorBasis basis, double equation_noise, LearnedNoise start, bool with_rest,
               Purpose purpose, Monitor& monitor);

  /// Throws Interrupted where the monitor asks to stop.
  void run();
  /// Largest variance behind the cut over noise variance of any row.
  double tail_ratio() const;
  const LearnedNoise& noise() const { return state_; }
  const PosteriorBasis& basis() const { return basis_; }
  std::shared_ptr<const PosteriorField> field(bool conservative) const;
  PosteriorReport report() const;

 private:
  struct Block {
    DataRows data;
    Eigen::MatrixXd rows;  ///< per unit of z at variance 1
    Eigen::VectorXd rest;  ///< variance behind the cut at variance 1; zero if not counted
  };
  Block block_of(DataRows data) const;
  double amplitude() const;
  double hard_amplitude() const;
  FieldEvaluator evaluator(const Eigen::VectorXd& z) const;
  void reduce_hard_rows();
  PosteriorFactor conditional() const;
  PosteriorFactor full(PosteriorFactor factor) const;
  const ConditionalObservations& conditional_observations();
  bool learn();
  void conclude();
  void require_going_on() const;
  double first_looseness() const;
  void gauss_newton();
  Eigen::VectorXd weighted_residual(const Eigen::VectorXd& z) const;
  double rest_of_objective(const Eigen::VectorXd& z) const;
  double line_search(const Eigen::VectorXd& step);

  const PosteriorProblem& problem_;
  const PosteriorOptions& options_;
  PosteriorBasis basis_;
  double equation_noise_;
  LearnedNoise state_;
  double first_amplitude_;
  bool with_rest_;
  Purpose purpose_;
  Monitor& monitor_;
  bool learning_ = false;
  bool learn_variance_ = false;
  bool linear_ = true;

  EquationNodes nodes_;
  LinearExpression jacobian_;    ///< of the last linearisation
  Eigen::VectorXd equation_sd_;  ///< per node
  std::vector<Block> sides_;
  Block observations_;  ///< all groups together; its points are not used
  std::optional<PosteriorFactor> hard_;
  std::optional<ConditionalObservations> observed_;  ///< given the hard rows
  double conditioned_amplitude_ = 0;                 ///< hard_amplitude() then
  double hard_log_variance_ = 0;                     ///< sum over hard rows of log(2 pi sd^2)

  double looseness_ = 1;  ///< factor on the equation's noise while Gauss-Newton is on its way
  double penalty_ = 0;    ///< slope of the line search's merit in the equation's residual
  Eigen::VectorXd z_;
  Eigen::MatrixXd factor_;  ///< S of unit variance
  std::vector<Index> permutation_;
  PosteriorReport report_;
};

}  // namespace tessera::gp_pde
