#include "solvers/gp_pde/basis_1d.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "solvers/gp_pde/feature_functions.hpp"
#include "solvers/gp_pde/gauss_legendre.hpp"
#include "solvers/gp_pde/legendre.hpp"
#include "solvers/gp_pde/prolate.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

Index even_number(Index n) {
  return n + n % 2;
}

/// Highest degree that still matters for quadrature: the last row with an entry above the cut.
Index effective_degree(const Matrix& even, const Matrix& odd) {
  constexpr double cut = 1e-6;
  for (Index row = even.rows() - 1; row >= 0; --row) {
    if (odd.row(row).cwiseAbs().maxCoeff() > cut) return 2 * row + 1;
    if (even.row(row).cwiseAbs().maxCoeff() > cut) return 2 * row;
  }
  return 0;
}

double defect(const Matrix& values, const Vector& half_weights) {
  // Both halves of the axis contribute the same: twice the sum over one half.
  const Matrix scaled = half_weights.cwiseSqrt().asDiagonal() * values;
  Matrix gram = 2 * (scaled.transpose() * scaled);
  gram.diagonal().array() -= 1;
  return gram.cwiseAbs().maxCoeff();
}

}  // namespace

Basis1D::Basis1D(const BasisRequest& request) : range_(request.range) {
  if (!(length() > 0)) throw std::invalid_argument("a basis needs a range of positive length");
  if (!(request.spectrum.band > 0)) throw std::invalid_argument("a basis needs a positive band");
  constexpr Index fewest_functions = 6;
  constexpr Index fewest_nodes = 8;
  if (request.rank < fewest_functions || request.maximum_nodes < fewest_nodes)
    throw std::invalid_argument("a basis needs at least 6 functions and 8 nodes");
  band_ = request.spectrum.band;
  for (Index rank = request.rank;;) {
    if (request.periodic)
      make_fourier(rank);
    else if (!request.spectrum.flat())
      make_from_features(request, rank);
    else
      make_prolate(request, rank);
    request.periodic ? place_equidistant_nodes(request) : place_nodes(request);
    // With all the nodes that the last Legendre degree needs the quadrature is exact.
    if (!capped_ || rank <= fewest_functions ||
        orthogonality_defect() < request.orthogonality_tolerance)
      break;
    constexpr double shrink = 0.96;
    rank = std::max(fewest_functions,
                    std::min(rank - 1, static_cast<Index>(shrink * static_cast<double>(rank))));
  }
}

Basis1D::Basis1D(std::pair<double, double> range, Expansion expansion, Matrix even, Matrix odd)
    : kind_("saved"),
      expansion_(expansion),
      range_(range),
      even_(std::move(even)),
      odd_(std::move(odd)) {}

void Basis1D::make_prolate(const BasisRequest& request, Index rank) {
  kind_ = "prolate";
  const double c = std::numbers::pi * request.spectrum.band * length();
  ProlateCoefficients p = prolate_coefficients(c, rank);
  even_ = std::move(p.even);
  odd_ = std::move(p.odd);
}

void Basis1D::make_from_features(const BasisRequest& request, Index rank) {
  const Spectrum& s = request.spectrum;
  kind_ = s.gram_kernel ? "gram" : "weighted features";
  FeatureCoefficients f = s.gram_kernel ? gram_coefficients(*s.gram_kernel, s.band, length(), rank)
                                        : feature_coefficients(s, length(), rank);
  even_ = std::move(f.even);
  odd_ = std::move(f.odd);
}

void Basis1D::make_fourier(Index rank) {
  kind_ = "fourier";
  expansion_ = Expansion::fourier;
  const Index cosines = rank / 2 + 1;
  even_ = Matrix::Identity(cosines, cosines);
  odd_ = Matrix::Identity(cosines, cosines - 1);
}

void Basis1D::place_nodes(const BasisRequest& request) {
  const Index wanted = even_number(effective_degree(even_, odd_) + 2) + request.extra_nodes;
  const Index count = std::min(even_number(wanted), request.maximum_nodes / 2 * 2);
  const GaussLegendreHalf rule = gauss_legendre(count);
  set_nodes(rule.nodes, rule.weights);
  capped_ = count < wanted;
}

/// A quarter more nodes than functions: products of the unknown alias only in their upper part.
void Basis1D::place_equidistant_nodes(const BasisRequest& request) {
  constexpr Index margin = 8;
  const Index wanted = even_number(rank() + rank() / 4 + margin) + request.extra_nodes;
  const Index count = std::min(even_number(wanted), request.maximum_nodes / 2 * 2);
  const double spacing = 2 / static_cast<double>(count);
  set_nodes(Vector::LinSpaced(count / 2, spacing / 2, 1 - spacing / 2),
            Vector::Constant(count / 2, spacing));
  capped_ = count < wanted;
}

/// `half`: positive nodes on [-1, 1].
void Basis1D::set_nodes(const Vector& half, const Vector& half_weights) {
  const double half_length = length() / 2;
  const double middle = (range_.first + range_.second) / 2;
  const Index count = half.size();
  node_half_ = half;
  nodes_.resize(2 * count);
  weights_.resize(2 * count);
  nodes_.tail(count) = (half_length * half).array() + middle;
  nodes_.head(count) = (-half_length * half.reverse()).array() + middle;
  weights_.tail(count) = half_length * half_weights;
  weights_.head(count) = weights_.tail(count).reverse();
  const LegendreTable table = expansion_table(expansion_, node_half_, even_.rows());
  node_values_even_ = table.even * even_;
  node_values_odd_ = table.odd * odd_;
}

double Basis1D::orthogonality_defect() const {
  const Vector half_weights = weights_.tail(weights_.size() / 2) * (2 / length());
  return std::max(defect(node_values_even_, half_weights), defect(node_values_odd_, half_weights));
}

double Basis1D::condition() const {
  const double d = std::min(orthogonality_defect() * static_cast<double>(rank()), 1.0);
  return d < 1 ? std::sqrt((1 + d) / (1 - d)) : std::numeric_limits<double>::infinity();
}

namespace {

/// Coefficients of the derivative of given order; the parity flips with each order.
struct DerivedCoefficients {
  Matrix from_even;
  Matrix from_odd;
};

DerivedCoefficients derive(Expansion expansion, const Matrix& even, const Matrix& odd, int order) {
  DerivedCoefficients d{even, odd};
  for (int k = 0; k < order; ++k) {
    d.from_even = differentiate(expansion, d.from_even, k % 2 == 0 ? Parity::even : Parity::odd);
    d.from_odd = differentiate(expansion, d.from_odd, k % 2 == 0 ? Parity::odd : Parity::even);
  }
  return d;
}

double scale_of(double length, int order) {
  return std::sqrt(2 / length) * std::pow(2 / length, order);
}

}  // namespace

ParityMatrix Basis1D::at_symmetric(const Vector& upper_half, int order) const {
  const LegendreTable table = expansion_table(expansion_, upper_half, even_.rows());
  const DerivedCoefficients d = derive(expansion_, even_, odd_, order);
  const double scale = scale_of(length(), order);
  const bool swapped = order % 2 != 0;
  return {scale * ((swapped ? table.odd : table.even) * d.from_even),
          scale * ((swapped ? table.even : table.odd) * d.from_odd), swapped ? -1.0 : 1.0};
}

ParityMatrix Basis1D::at_nodes(int order) const {
  return at_symmetric(node_half_, order);
}

Matrix Basis1D::evaluate(const Vector& points, int order) const {
  const double middle = (range_.first + range_.second) / 2;
  const Vector t = (points.array() - middle) * (2 / length());
  const LegendreTable table = expansion_table(expansion_, t, even_.rows());
  const DerivedCoefficients d = derive(expansion_, even_, odd_, order);
  const double scale = scale_of(length(), order);
  const bool swapped = order % 2 != 0;
  Matrix values(points.size(), rank());
  values.leftCols(rank_even()) = scale * ((swapped ? table.odd : table.even) * d.from_even);
  values.rightCols(rank_odd()) = scale * ((swapped ? table.even : table.odd) * d.from_odd);
  return values;
}

Vector Basis1D::evaluate(const Vector& points, int order, const Vector& coefficients) const {
  const double middle = (range_.first + range_.second) / 2;
  const Vector t = (points.array() - middle) * (2 / length());
  const LegendreTable table = expansion_table(expansion_, t, even_.rows());
  const DerivedCoefficients d = derive(expansion_, even_ * coefficients.head(rank_even()),
                                       odd_ * coefficients.tail(rank_odd()), order);
  const bool swapped = order % 2 != 0;
  return scale_of(length(), order) * ((swapped ? table.odd : table.even) * d.from_even.col(0) +
                                      (swapped ? table.even : table.odd) * d.from_odd.col(0));
}

Eigen::RowVectorXd Basis1D::at_end(bool upper, int order) const {
  const DerivedCoefficients d = derive(expansion_, even_, odd_, order);
  const LegendreTable table =
      expansion_table(expansion_, Vector::Constant(1, upper ? 1.0 : -1.0), even_.rows());
  const bool swapped = order % 2 != 0;
  Eigen::RowVectorXd values(rank());
  values.head(rank_even()) = (swapped ? table.odd : table.even) * d.from_even;
  values.tail(rank_odd()) = (swapped ? table.even : table.odd) * d.from_odd;
  return scale_of(length(), order) * values;
}

std::pair<Matrix, Matrix> Basis1D::energy(int order) const {
  const DerivedCoefficients d = derive(expansion_, even_, odd_, order);
  const double scale = std::pow(2 / length(), 2 * order);
  return {scale * (d.from_even.transpose() * d.from_even),
          scale * (d.from_odd.transpose() * d.from_odd)};
}

Matrix Basis1D::derivative_matrix(int order) const {
  const DerivedCoefficients d = derive(expansion_, even_, odd_, order);
  const double scale = std::pow(2 / length(), order);
  const Index e = rank_even();
  const Index o = rank_odd();
  Matrix m = Matrix::Zero(e + o, e + o);
  if (order % 2 == 0) {
    m.topLeftCorner(e, e) = scale * (even_.transpose() * d.from_even);
    m.bottomRightCorner(o, o) = scale * (odd_.transpose() * d.from_odd);
  } else {
    m.topRightCorner(e, o) = scale * (even_.transpose() * d.from_odd);
    m.bottomLeftCorner(o, e) = scale * (odd_.transpose() * d.from_even);
  }
  return m;
}

Index flat_band_rank(double band, double length, bool periodic) {
  if (periodic) return 2 * static_cast<Index>(std::ceil(band * length)) + 1;
  const double c = std::numbers::pi * band * length;
  // Width of the plunge region (Landau & Widom 1980) for eigenvalues down to 1e-13.
  const double plunge =
      std::log(std::max(4 * c, 8.0)) * std::log(1e13) / (std::numbers::pi * std::numbers::pi);
  constexpr double margin = 22;
  return static_cast<Index>(2 * c / std::numbers::pi + plunge + margin);
}

double discarded_variance(const Basis1D& basis, const Spectrum& spectrum) {
  if (basis.expansion() == Expansion::fourier) return 0;
  // What is left of each feature cos(2 pi s x), sin(2 pi s x) after projection, averaged over the
  // band with the spectrum's weight; Gauss-Legendre in frequency.
  constexpr Index frequencies = 64;
  const GaussLegendreHalf rule = gauss_legendre(2 * frequencies);
  const ParityMatrix at_nodes = basis.at_nodes(0);
  const Vector x = basis.nodes().array() - (basis.range().first + basis.range().second) / 2;
  Tensor features({x.size(), 2 * frequencies});
  Eigen::Map<Matrix> f(features.values.data(), x.size(), 2 * frequencies);
  Vector density(frequencies);
  for (Index j = 0; j < frequencies; ++j) {
    const double s = rule.nodes[j] * spectrum.band;
    density[j] = rule.weights[j] * (spectrum.density ? spectrum.density(s) : 1.0);
    f.col(2 * j) = (2 * std::numbers::pi * s * x).array().cos();
    f.col(2 * j + 1) = (2 * std::numbers::pi * s * x).array().sin();
  }
  Tensor weighted = features;
  Eigen::Map<Matrix>(weighted.values.data(), x.size(), 2 * frequencies).array().colwise() *=
      basis.weights().array();
  const Tensor back = at_nodes.multiply(at_nodes.multiply_transposed(weighted, 0), 0);
  const Matrix left = f - Eigen::Map<const Matrix>(back.values.data(), x.size(), 2 * frequencies);
  double discarded = 0;
  double total = 0;
  for (Index j = 0; j < frequencies; ++j) {
    for (const Index column : {2 * j, 2 * j + 1}) {
      discarded += density[j] * left.col(column).cwiseAbs2().dot(basis.weights());
      total += density[j] * f.col(column).cwiseAbs2().dot(basis.weights());
    }
  }
  return discarded / total;
}

}  // namespace tessera::gp_pde
