#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/filtering/factor_smoother.hpp"
#include "solvers/tucker/component_map.hpp"
#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/length_prior.hpp"
#include "solvers/tucker/noise_model.hpp"
#include "solvers/tucker/variational_state.hpp"

namespace tessera::tucker {

struct MessageOptions {
  GammaDistribution relevance_prior{1e-3, 1e-3};  ///< of each relevance
  bool rescale = true;  ///< moves scale between weights and functions after each update
};

/// Coordinate ascent on the evidence lower bound of a model of components: each update sets one
/// factor of q to its optimum given the others, so that the bound never decreases
/// (Attias 2000; Bishop 2006, chapter 10; for Tucker models with functional factors: Fang et al.,
/// arXiv 2311.04829, where second moments of the core and the damping differ, see the docs).
/// One sweep costs O(N sum_k Q_k^2) for the entries, Q_k rest terms, and a smoother a mode.
class MessagePassing {
 public:
  MessagePassing(ComponentTable table, DataTerms& data, NoiseModel noise,
                 std::vector<std::unique_ptr<FactorSmoother>> smoothers,
                 std::vector<std::vector<LengthPrior>> length_priors, MessageOptions options);

  const ComponentTable& table() const { return table_; }
  const FactorSmoother& smoother(Index mode) const { return *smoothers_[mode]; }
  FactorSmoother& smoother(Index mode) { return *smoothers_[mode]; }
  const VariationalState& state() const { return state_; }
  const NoiseModel& noise() const { return noise_; }
  DataTerms& data() const { return data_; }
  const MessageOptions& options() const { return options_; }

  /// Starts from these factor marginals; the weights follow by one regression on them.
  void start(VariationalState initial);
  /// Takes the data back after another model has set their weights.
  void resume();
  /// Updates every mode (with its length scales), weights, relevances and noise after each.
  /// Returns the bound in nats.
  double sweep(bool lengths);
  void learn_relevances(bool yes) { learn_relevances_ = yes; }
  void learn_weights(bool yes) { learn_weights_ = yes; }
  /// A last sweep without moves of scale: afterwards q(U^k) is exactly prior times
  /// state().sites[k].
  double finish();
  /// Evidence lower bound at the present q, including the log priors of the length scales.
  double bound() const;

 private:
  void refresh_table(Index mode);
  void update_mode(Index mode, bool lengths, bool rescaling);
  NaturalSites sites_of(Index mode, const FiberSums& sums) const;
  void step_lengths(Index mode);
  void smooth_with_lengths(Index mode, const NaturalSites& sites);
  double expected_sites(Index mode, const NaturalSites& sites) const;
  void rescale(Index mode);
  void update_weights(Index mode, const FiberSums& sums);
  void update_noise();
  void update_weights_of_entries();
  double weighted_residual() const;
  Eigen::MatrixXd weight_second() const;
  double log_length_prior(Index mode) const;
  Eigen::VectorXd prior_precision() const;

  ComponentTable table_;
  DataTerms& data_;
  NoiseModel noise_;
  std::vector<std::unique_ptr<FactorSmoother>> smoothers_;
  std::vector<std::vector<LengthPrior>> length_priors_;
  MessageOptions options_;
  VariationalState state_;
  std::vector<RestTerms> rest_;
  std::vector<ComponentMap> maps_;
  std::vector<std::vector<FactorTable>> tables_;  ///< [k][j]: mode j as mode k needs it
  std::vector<PriorMoments> moments_;
  std::vector<std::vector<double>> square_scale_;  ///< of each function since its moments
  std::vector<double> divergence_;                 ///< KL(q(U^k) || p(U^k))
  struct LengthStep {
    double size = 0.3;  ///< of the logarithm
    double gradient = 0;
  };
  std::vector<std::vector<LengthStep>> steps_;  ///< per mode and learned length
  bool learn_relevances_ = true;
  bool learn_weights_ = true;
  FiberSums sums_;
  Eigen::MatrixXd design_;       ///< sum_n E[b b^T] over components
  Eigen::VectorXd correlation_;  ///< sum_n y E[b]
};

}  // namespace tessera::tucker
