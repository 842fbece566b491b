#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/predictor.hpp"
#include "solvers/gp_pde/posterior_basis.hpp"
#include "solvers/gp_pde/posterior_problem.hpp"

namespace tessera::gp_pde {

/// A Gaussian random function on a box, known after a fit: mean, standard deviation and samples of
/// the function and of every linear expression in it, anywhere.
///   u = mean + sum_k (m_k + (S xi)_k) phi_k,  xi ~ N(0, I),  S = P R^-1 scaled to u's units.
/// Where the fit is conservative the prior variance behind the cut is added to every variance (not
/// to samples).
class PosteriorField final : public Predictor {
 public:
  struct Parts {
    std::vector<Axis> axes;
    std::string quantity;
    std::string quantity_units;
    PosteriorBasis basis;
    double mean = 0;
    double variance = 1;           ///< signal variance
    Eigen::VectorXd coefficients;  ///< m
    Eigen::MatrixXd factor;        ///< S
    /// Row permutation[k] of S has its first nonzero in column k.
    std::vector<Index> permutation;
    bool conservative = false;
  };
  explicit PosteriorField(Parts parts);
  /// From a record of type `gp_pde_posterior`; throws DataError where something is missing or of
  /// wrong shape.
  static std::unique_ptr<Predictor> load(const ModelRecord& record);

  std::vector<Axis> axes() const override { return parts_.axes; }
  std::string quantity() const override { return parts_.quantity; }
  std::string quantity_units() const override { return parts_.quantity_units; }
  Prediction predict(const Eigen::MatrixXd& points, const std::vector<int>& orders) const override;
  Prediction predict(const Grid& grid, const std::vector<int>& orders) const override;
  /// The triangular factor is stored packed: N (N + 1) / 2 numbers for N unknowns.
  ModelRecord record() const override;

  /// A linear expression; its coefficients have one value or one per point. Throws
  /// std::invalid_argument where they do not fit.
  Prediction evaluate(const PointSet& points, const LinearExpression& expression) const;
  /// Joint covariance of the expression at all pairs of points.
  Eigen::MatrixXd covariance(const PointSet& points, const LinearExpression& expression) const;
  /// One column a sample; the same seed gives the same functions on every point set.
  Eigen::MatrixXd samples(const PointSet& points, const LinearExpression& expression, Index count,
                          std::uint64_t seed) const;

  const PosteriorBasis& basis() const { return parts_.basis; }
  const Eigen::VectorXd& coefficients() const { return parts_.coefficients; }

 private:
  void require_orders(const std::vector<int>& orders) const;

  Parts parts_;
};

}  // namespace tessera::gp_pde
