#pragma once

#include <complex>
#include <functional>
#include <memory>
#include <vector>

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include "data/fields/monitor.hpp"
#include "data/fields/types.hpp"
#include "models/state_space/state_space.hpp"

namespace tessera::sphere_gp {

/// Rows of m observations on a basis of b functions: each picks one of them, or has b numbers.
struct BasisRows {
  std::vector<Index> picked;
  Eigen::MatrixXd dense;  ///< m x b; used where `picked` is empty

  Index size() const { return picked.empty() ? dense.rows() : static_cast<Index>(picked.size()); }
  /// This (m x b) times x (b x k), and its transpose times x (m x k), b functions in all.
  Eigen::MatrixXd times(const Eigen::MatrixXd& x) const;
  Eigen::MatrixXd transpose_times(const Eigen::MatrixXd& x, Index functions) const;
  /// This times C times its transpose; C is b x b, or its diagonal, b x 1.
  Eigen::MatrixXd sandwich(const Eigen::MatrixXd& c) const;
};

/// b functions of time with the covariance k(t - t') C: `time` has unit variance, C is b x b, or
/// its diagonal, b x 1. Without `time` they are constant; with `rates` (C diagonal) they are
///   dz = lambda z dt + dw, stationary,
/// where z = z_i + i z_partner(i) for i < partner(i), and real for partner(i) = i.
struct ChainBlock {
  std::shared_ptr<const StateSpace> time;
  Eigen::MatrixXd covariance;
  std::vector<std::complex<double>> rates;
  std::vector<Index> partner;

  Index functions() const { return covariance.rows(); }
  bool diagonal() const { return covariance.cols() == 1; }
  Index order() const { return time ? time->order() : 1; }
};

/// What is observed at one time: rows times the sum of the blocks' functions, plus a part that is
/// independent from time to time, plus noise. `data` has one column for each data set that is
/// filtered at once; no rows: nothing is observed.
struct ChainStep {
  double time = 0;
  BasisRows rows;
  Eigen::MatrixXd data;
};

/// A Gaussian linear model in time.
struct ChainSetup {
  Index functions = 0;  ///< b
  std::vector<ChainBlock> blocks;
  Eigen::MatrixXd white;  ///< covariance of the independent part: b x b, b x 1 (diagonal) or empty
  double noise_variance = 0;
  std::vector<ChainStep> steps;  ///< times strictly increase
};

/// Adjoint recursion at one step, after its observations: with m and P of the filter there, the
/// posterior is N(m + P r, P - P R P).
struct SmoothedStep {
  Index step = 0;
  const Eigen::MatrixXd* filtered_mean = nullptr;        ///< n x data sets
  const Eigen::MatrixXd* filtered_covariance = nullptr;  ///< n x n
  const Eigen::MatrixXd* r = nullptr;                    ///< n x data sets
  const Eigen::MatrixXd* capital_r = nullptr;            ///< n x n
};

/// Derivatives of the log density of the first data set, the others being columns of a mean with
/// free coefficients, for the numbers of the setup.
struct ChainGradient {
  std::vector<Eigen::MatrixXd> covariance;  ///< of each block, as its C
  /// Of each block with `time`, order x order, for each distinct gap: for the transition's A and Q;
  /// and for the stationary covariance.
  std::vector<std::vector<Eigen::MatrixXd>> a, q;
  std::vector<Eigen::MatrixXd> stationary;
  Eigen::MatrixXd white;  ///< as that of the setup
  double noise_variance = 0;
};

/// Kalman filter and adjoint (modified Bryson-Frazier) recursions for a chain with dense
/// covariances. State: blocks one after another, in each the derivatives of the process slowest,
/// functions fastest. n states and m rows cost O(n^2 m) at a step in either direction.
///
/// The score follows Koopman & Shephard (1992): with u, D the adjoint of a data mean, d log p / d V
/// = (u u^T - D) / 2; for free coefficients of further columns r and R are those of the restricted
/// likelihood.
class GaussianChain {
 public:
  /// Throws std::invalid_argument for sizes that disagree and times that do not increase.
  explicit GaussianChain(ChainSetup setup);

  Index states() const { return states_; }
  Index steps() const { return static_cast<Index>(setup_.steps.size()); }
  const ChainSetup& setup() const { return setup_; }
  const std::vector<double>& gaps() const { return gaps_; }

  /// Bytes that filter() keeps, and its work, for a chain of that shape.
  static double kept_bytes(Index states, const std::vector<Index>& rows, Index kept_covariances);

  /// Forward. `keep(step)`: the covariance after this step is wanted by smooth(). Throws
  /// std::runtime_error where the data have no density; Interrupted on request.
  void filter(const std::function<bool(Index)>& keep, Monitor& monitor);
  /// Sum of data^T (covariance of all data)^-1 data, data sets x data sets, and log determinant of
  /// that covariance; after filter().
  const Eigen::MatrixXd& products() const { return products_; }
  double log_determinant() const { return log_determinant_; }

  /// Backward; calls `visit` at every step that was kept.
  void smooth(const std::function<void(const SmoothedStep&)>& visit, Monitor& monitor);
  /// Backward, after a filter() that kept all steps. The first data set less the others times
  /// `coefficients`, whose covariance is `spread` (both of data sets - 1 numbers).
  ChainGradient gradient(const Eigen::VectorXd& coefficients, const Eigen::MatrixXd& spread,
                         Monitor& monitor);

 private:
  struct Kept {
    Eigen::MatrixXd mean, covariance;          // after the step
    Eigen::MatrixXd gain, innovation, solved;  // K; F^-1 v; F^-1
  };
  struct GapTransition {
    Eigen::SparseMatrix<double> a;
    std::vector<Transition> of_block;
  };
  class Score;

  void find_gaps();
  void make_transition(double dt, GapTransition& transition) const;
  void add_initial(Eigen::MatrixXd& p) const;
  void add_noise(const GapTransition& transition, double dt, Eigen::MatrixXd& p) const;
  Eigen::MatrixXd covariance_with_rows(const Eigen::MatrixXd& p, const BasisRows& rows) const;
  Eigen::MatrixXd observe(const BasisRows& rows, const Eigen::MatrixXd& x) const;
  void add_observed(const BasisRows& rows, const Eigen::MatrixXd& u, Eigen::MatrixXd& x) const;
  void update(Index t);
  void backward(const std::function<void(const SmoothedStep&)>* visit, Score* score,
                Monitor& monitor);

  ChainSetup setup_;
  Index states_ = 0, data_sets_ = 0;
  std::vector<Index> offset_;
  std::vector<double> gaps_;
  std::vector<Index> gap_before_;
  std::vector<GapTransition> transitions_;
  std::vector<Kept> kept_;
  Eigen::MatrixXd p_, m_, products_;
  double log_determinant_ = 0;
};

}  // namespace tessera::sphere_gp
