#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/gamma_distribution.hpp"
#include "solvers/tucker/message_passing.hpp"

namespace tessera::tucker {

/// What past observations said, as sums: memory O(sum_k d_k Q_k^2) however many there were. The
/// sums of a chunk are frozen at the factor moments with which its update ended; they are exact
/// where the other modes (and the weights of entries) do not change afterwards, and an
/// approximation of the bound where they do.
struct PastObservations {
  std::vector<FiberSums> sums;     ///< per mode, as DataTerms::fiber_sums; empty: nothing yet
  double weighted_square_sum = 0;  ///< sum w y^2
  double count = 0;                ///< observations, copies left out
  double within_square_sum = 0;    ///< within cells, divided by 1 - share of the cell effect

  bool empty() const { return sums.empty(); }
  /// Prior of the noise precision given the count of the past, whose residuals are in the sums.
  GammaDistribution noise_prior(const GammaDistribution& prior) const;
};

/// A new chunk together with the past: message passing on it iterates over the chunk only.
class StreamingTerms final : public DataTerms {
 public:
  /// Throws std::invalid_argument where `past` has sums of other modes or indices.
  StreamingTerms(DataTerms& chunk, PastObservations past);

  Index modes() const override { return chunk_.modes(); }
  Index indices(Index mode) const override { return chunk_.indices(mode); }
  double weighted_square_sum() const override;
  /// Weights and residuals of the chunk's entries.
  void set_weights(const Eigen::VectorXd& weights) override { chunk_.set_weights(weights); }
  void squared_residuals(Index mode, const std::vector<FactorTable>& tables,
                         Eigen::VectorXd& residuals) const override {
    chunk_.squared_residuals(mode, tables, residuals);
  }
  /// Throws std::invalid_argument where the past was summed for another table of components.
  void fiber_sums(Index mode, const std::vector<FactorTable>& tables,
                  FiberSums& sums) const override;

  /// The past of the next chunk: this one's plus the chunk's sums at these factors. `cells` and
  /// `noise` are those of the chunk.
  PastObservations absorb(const ComponentTable& table, const std::vector<FactorMarginals>& factors,
                          const Cells& cells, const NoiseModel& noise) const;

 private:
  DataTerms& chunk_;
  PastObservations past_;
};

/// Coordinates of an axis before and after new observations: position of each old one among the
/// new, -1 for a coordinate that no old one is.
struct GrownAxis {
  Eigen::MatrixXd coordinates;   ///< of the new axis
  std::vector<Index> old_index;  ///< of each new coordinate
};

/// The start of message passing on a model with new observations from the former posterior:
/// factors at coordinates that are new come from the former fit's Gaussian processes, everything
/// else is as it was. `smoothers` are those of the former fit.
VariationalState warm_start(const VariationalState& former,
                            const std::vector<std::unique_ptr<FactorSmoother>>& smoothers,
                            const std::vector<GrownAxis>& axes);
/// Sums at coordinates that are new are zero.
PastObservations grown(const PastObservations& past, const std::vector<GrownAxis>& axes);

}  // namespace tessera::tucker
