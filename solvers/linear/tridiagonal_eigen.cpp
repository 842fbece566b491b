#include "solvers/linear/tridiagonal_eigen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "solvers/linear/lapack.hpp"

namespace tessera {
namespace {

using Vector = Eigen::VectorXd;

/// Eigenvalues closer than this share of the matrix's norm do not count as separated: rounding
/// would mix their vectors by more than 1e-9.
constexpr double separation = 1e-7;

class TwistedFactorisation {
 public:
  TwistedFactorisation(const Vector& diagonal, const Vector& off_diagonal, double norm)
      : diagonal_(diagonal),
        off_diagonal_(off_diagonal),
        smallest_pivot_(std::numeric_limits<double>::min() * norm),
        rounding_(8 * std::numeric_limits<double>::epsilon() * norm),
        down_(diagonal.size()),
        up_(diagonal.size()) {}

  /// Eigenvector for an eigenvalue that is right to rounding, which is corrected in place.
  void solve(double& value, Eigen::Ref<Vector> vector) {
    constexpr int passes = 3;  // mostly one: dsterf's eigenvalues are right to rounding
    for (int pass = 0; pass < passes; ++pass) {
      const double correction = factorise_and_solve(value, vector) / vector.squaredNorm();
      value += correction;
      if (std::abs(correction) <= rounding_) break;
    }
    vector.normalize();
  }

 private:
  double safe(double pivot) const {
    return std::abs(pivot) < smallest_pivot_ ? smallest_pivot_ : pivot;
  }

  double factorise_and_solve(double value, Eigen::Ref<Vector> z) {
    const Index n = diagonal_.size();
    down_[0] = safe(diagonal_[0] - value);
    up_[n - 1] = safe(diagonal_[n - 1] - value);
    for (Index i = 0; i + 1 < n; ++i) {
      const double e = off_diagonal_[i];
      down_[i + 1] = safe(diagonal_[i + 1] - value - e * e / down_[i]);
      const Index k = n - 2 - i;
      const double f = off_diagonal_[k];
      up_[k] = safe(diagonal_[k] - value - f * f / up_[k + 1]);
    }
    Index twist = 0;
    const double gamma =
        (down_ + up_ - (diagonal_.array() - value).matrix()).cwiseAbs().minCoeff(&twist);
    const double sign = down_[twist] + up_[twist] - (diagonal_[twist] - value) < 0 ? -1.0 : 1.0;
    z[twist] = 1;
    for (Index i = twist - 1; i >= 0; --i) z[i] = -off_diagonal_[i] * z[i + 1] / down_[i];
    for (Index i = twist; i + 1 < n; ++i) z[i + 1] = -off_diagonal_[i] * z[i] / up_[i + 1];
    return sign * gamma;
  }

  const Vector& diagonal_;
  const Vector& off_diagonal_;
  double smallest_pivot_;
  double rounding_;  ///< corrections of this size are noise
  Vector down_;      ///< pivots of the factorisation from the first row on
  Vector up_;        ///< pivots of the factorisation from the last row on
};

bool well_separated(const Vector& values, Index count, double norm) {
  for (Index j = 1; j < std::min(count + 1, values.size()); ++j)
    if (!(values[j] - values[j - 1] > separation * norm)) return false;
  return true;
}

}  // namespace

void tridiagonal_eigen(const Vector& diagonal, const Vector& off_diagonal, Index count,
                       Vector& values, Eigen::MatrixXd& vectors) {
  const Index n = diagonal.size();
  if (count < 0 || count > n || off_diagonal.size() != std::max<Index>(n - 1, 0))
    throw std::invalid_argument("tridiagonal_eigen: a matrix of size " + std::to_string(n) +
                                " with " + std::to_string(off_diagonal.size()) +
                                " off-diagonal entries has no " + std::to_string(count) +
                                " eigenpairs.");
  values.resize(count);
  vectors.resize(n, count);
  if (count == 0) return;
  const Vector all = tridiagonal_eigenvalues(diagonal, off_diagonal);
  const double norm = std::max(std::abs(all[0]), std::abs(all[n - 1]));
  if (!well_separated(all, count, norm)) {
    Vector every_value;
    Eigen::MatrixXd every_vector;
    tridiagonal_eigenvectors(diagonal, off_diagonal, every_value, every_vector);
    values = every_value.head(count);
    vectors = every_vector.leftCols(count);
    return;
  }
  TwistedFactorisation twisted(diagonal, off_diagonal, norm);
  for (Index j = 0; j < count; ++j) {
    double value = all[j];
    twisted.solve(value, vectors.col(j));
    values[j] = value;
  }
}

}  // namespace tessera
