#pragma once

#include <string>
#include <utility>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "solvers/gp_pde/expansion.hpp"
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
  bool periodic = false;    ///< the upper end of the axis is its lower end
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
///
/// On a periodic axis: sines and cosines of the axis's length, the Karhunen-Loeve functions of
/// every periodic stationary prior, at equidistant nodes.
class Basis1D {
 public:
  /// Throws std::invalid_argument for an empty range, a band that is not positive, a rank below 6,
  /// fewer than 8 nodes.
  explicit Basis1D(const BasisRequest& request);
  /// From coefficients (a saved model); has no nodes.
  Basis1D(std::pair<double, double> range, Expansion expansion, Eigen::MatrixXd even,
          Eigen::MatrixXd odd);

  const std::string& kind() const {
    return kind_;
  }  ///< `prolate`, `weighted features`, `gram`, `fourier`
  Expansion expansion() const { return expansion_; }
  std::pair<double, double> range() const { return range_; }
  double length() const { return range_.second - range_.first; }
  double band() const { return band_; }
  Index rank() const { return even_.cols() + odd_.cols(); }
  Index rank_even() const { return even_.cols(); }
  Index rank_odd() const { return odd_.cols(); }

  /// Nodes of the quadrature (increasing, raw units, symmetric) and weights (sum = length).
  const Eigen::VectorXd& nodes() const { return nodes_; }
  const Eigen::VectorXd& weights() const { return weights_; }
  /// max |Phi^T W Phi - I| at the nodes; costs a matrix product.
  double orthogonality_defect() const;
  /// sqrt of the largest over the smallest eigenvalue that Phi^T W Phi may have, from the defect.
  double condition() const;

  /// Coefficients of the expansion on [-1, 1], columns the functions;
  /// function = sqrt(2 / length) sum_k c_k p_k. Legendre: rows are degrees 0, 2, ... (1, 3, ...).
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

  /// Values of a derivative at the upper end of the axis, a row of `rank` numbers. At the lower end
  /// those of the functions that are even there (odd after a derivative of odd order) are the same,
  /// those of the others the negative.
  Eigen::RowVectorXd at_end(bool upper, int order) const;
  /// Integrals of phi_i^(order) phi_j^(order), exact: even and odd block.
  std::pair<Eigen::MatrixXd, Eigen::MatrixXd> energy(int order) const;
  /// Integrals of phi_i phi_j^(order), exact, rank x rank.
  Eigen::MatrixXd derivative_matrix(int order) const;

 private:
  void make_prolate(const BasisRequest& request, Index rank);
  void make_from_features(const BasisRequest& request, Index rank);
  void make_fourier(Index rank);
  void place_nodes(const BasisRequest& request);
  void place_equidistant_nodes(const BasisRequest& request);
  void set_nodes(const Eigen::VectorXd& half, const Eigen::VectorXd& half_weights);

  std::string kind_;
  Expansion expansion_ = Expansion::legendre;
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

/// Number of functions a flat band needs: 2 band length plus, unless the axis is periodic, the
/// plunge region down to 1e-13.
Index flat_band_rank(double band, double length, bool periodic = false);

/// Share of the prior's variance (averaged over the axis) that lies outside the basis; 0 for a
/// periodic axis, whose lines the basis holds whole.
double discarded_variance(const Basis1D& basis, const Spectrum& spectrum);

}  // namespace tessera::gp_pde
