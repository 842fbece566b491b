#pragma once

#include <string>
#include <utility>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "solvers/gp_pde/parity_matrix.hpp"
#include "solvers/gp_pde/spectrum.hpp"

namespace tessera::gp_pde {

/// What a basis is asked for.
struct BasisRequest {
  std::pair<double, double> range{0, 1};  ///< the axis, raw units
  Spectrum spectrum;
  Index rank = 0;           ///< functions wanted
  Index maximum_nodes = 0;  ///< cap on Gauss-Legendre nodes
  Index extra_nodes = 0;    ///< nodes beyond the number the rank needs
  /// Rank is lowered until max |Phi^T W Phi - I| at the nodes is below this.
  double orthogonality_tolerance = 1e-5;
};

/// Orthonormal basis (in L2 of the axis) of the functions that carry one axis's prior.
///
/// For a flat spectrum these are prolate spheroidal wave functions: the Karhunen-Loeve functions
/// of the band-limited prior on an interval (Slepian & Pollak 1961), from a symmetric tridiagonal
/// eigenproblem in Legendre coefficients (Xiao, Rokhlin & Yarvin 2001). For any other spectrum:
/// pivoted QR of the weighted cosine and sine features, then Legendre coefficients. Either way each
/// function is even or odd about the middle of the axis; even ones come first, each kind ordered
/// from smooth to rough.
class Basis1D {
 public:
  /// Throws std::invalid_argument for an empty range, a band that is not positive, a rank below 6,
  /// fewer than 8 nodes.
  explicit Basis1D(const BasisRequest& request);
  /// From Legendre coefficients (a saved model); has no nodes.
  Basis1D(std::pair<double, double> range, Eigen::MatrixXd even, Eigen::MatrixXd odd);

  const std::string& kind() const { return kind_; }  ///< `prolate`, `weighted features`
  std::pair<double, double> range() const { return range_; }
  double length() const { return range_.second - range_.first; }
  double band() const { return band_; }
  Index rank() const { return even_.cols() + odd_.cols(); }
  Index rank_even() const { return even_.cols(); }
  Index rank_odd() const { return odd_.cols(); }

  /// Gauss-Legendre nodes (increasing, raw units) and weights (sum = length).
  const Eigen::VectorXd& nodes() const { return nodes_; }
  const Eigen::VectorXd& weights() const { return weights_; }
  /// max |Phi^T W Phi - I| at the nodes; costs a matrix product.
  double orthogonality_defect() const;
  /// sqrt of the largest over the smallest eigenvalue that Phi^T W Phi may have, from the defect.
  double condition() const;

  /// Legendre coefficients on [-1, 1]: rows are degrees 0, 2, 4, ... (1, 3, 5, ...), columns the
  /// functions; function = sqrt(2 / length) sum_k c_k p_k.
  const Eigen::MatrixXd& even() const { return even_; }
  const Eigen::MatrixXd& odd() const { return odd_; }

  /// Values (points x rank) of the derivative of order `order` at raw coordinates.
  Eigen::MatrixXd evaluate(const Eigen::VectorXd& points, int order) const;
  /// Values of the derivative of the function with these basis coefficients: no matrix is formed.
  Eigen::VectorXd evaluate(const Eigen::VectorXd& points, int order,
                           const Eigen::VectorXd& coefficients) const;
  /// The first form at the nodes, or at 2 * half points placed symmetrically: the upper half is
  /// given in units of the half length, 0 < t <= 1, increasing.
  ParityMatrix at_nodes(int order) const;
  ParityMatrix at_symmetric(const Eigen::VectorXd& upper_half, int order) const;

  /// Values at the upper end of the even and of the odd functions.
  Eigen::VectorXd end_even() const;
  Eigen::VectorXd end_odd() const;
  /// Integrals of phi_i' phi_j', exact: even and odd block.
  std::pair<Eigen::MatrixXd, Eigen::MatrixXd> stiffness() const;

 private:
  void make_prolate(const BasisRequest& request, Index rank);
  void make_from_features(const BasisRequest& request, Index rank);
  void place_nodes(const BasisRequest& request);

  std::string kind_;
  std::pair<double, double> range_;
  double band_ = 0;
  Eigen::MatrixXd even_;
  Eigen::MatrixXd odd_;
  Eigen::VectorXd nodes_;
  Eigen::VectorXd weights_;
  Eigen::VectorXd node_half_;
  Eigen::MatrixXd node_values_even_;  ///< on [-1, 1], upper half
  Eigen::MatrixXd node_values_odd_;
  bool capped_ = false;  ///< fewer nodes than the rank asks for
};

/// Number of functions a flat band needs: 2 band length plus the plunge region, down to 1e-13.
Index flat_band_rank(double band, double length);

/// Share of the prior's variance (averaged over the axis) that lies outside the basis.
double discarded_variance(const Basis1D& basis, const Spectrum& spectrum);

}  // namespace tessera::gp_pde
