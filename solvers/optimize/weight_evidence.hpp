#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

/// Part of a linear regression y_j = A z_j + noise, j = 1..J. Parts are independent of each other
/// (for instance the even and the odd half of signals on a symmetric grid) but share weights.
struct RegressionBlock {
  Eigen::MatrixXd features;    ///< A: rows x features
  Eigen::MatrixXd data;        ///< rows x J, one signal a column
  std::vector<Index> weights;  ///< index of each feature's weight
};

/// Log evidence and what its gradient and the fixed-point updates need.
struct WeightEvidenceValue {
  double log_evidence = 0;
  /// Per weight, summed over its features a and the signals: (a^T C^-1 y)^2 and a^T C^-1 a.
  /// d log_evidence / d g_m = (quality_m - sparsity_m) / 2 (Tipping & Faul 2003 for one signal).
  Eigen::VectorXd quality;
  Eigen::VectorXd sparsity;
  double noise_gradient = 0;  ///< d log_evidence / d log(noise)
};

/// Evidence of data under y_j ~ N(0, C), C = A diag(g) A^T + noise^2 I with the blocks' parts of A.
///
/// C is never formed: its triangular factor is that of the QR decomposition of the stacked matrix
/// [diag(g)^(1/2) A^T; noise I], so weights and noise may be 24 orders apart. A pivoted QR of each
/// block, once, leaves no more rows than the features' rank; what lies outside is counted as noise.
class WeightEvidence {
 public:
  /// `smallest_noise`: directions of A below a thousandth of it are dropped from the start. Throws
  /// std::invalid_argument for blocks that do not fit together or a noise that is not positive.
  WeightEvidence(const std::vector<RegressionBlock>& blocks, double smallest_noise);

  Index weight_count() const { return weight_count_; }
  Index signal_count() const { return signals_; }
  /// Rows of all blocks before reduction.
  Index row_count() const { return rows_; }
  /// Sum of the squared features of each weight, divided by their number of rows.
  const Eigen::VectorXd& mean_square() const { return mean_square_; }
  /// Sum of the squared data divided by rows and signals.
  double data_mean_square() const { return data_mean_square_; }

  /// `g`: weights >= 0. With `with_noise_gradient` false that figure is left at 0 (cheaper).
  WeightEvidenceValue evaluate(const Eigen::VectorXd& g, double noise,
                               bool with_noise_gradient) const;

 private:
  struct Reduced {
    Eigen::MatrixXd features_and_data;  ///< features, then signals
    Eigen::MatrixXd transposed_features;
    std::vector<Index> weights;
    Index outside_rows = 0;
    double outside_energy = 0;
  };
  void reduce(const RegressionBlock& block, double smallest_noise);
  void add(const Reduced& block, const Eigen::VectorXd& g, double noise, bool with_noise_gradient,
           WeightEvidenceValue& total) const;

  std::vector<Reduced> blocks_;
  Index weight_count_ = 0;
  Index signals_ = 0;
  Index rows_ = 0;
  Eigen::VectorXd mean_square_;
  double data_mean_square_ = 0;
};

}  // namespace tessera
