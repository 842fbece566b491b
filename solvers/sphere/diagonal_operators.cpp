#include "solvers/sphere/diagonal_operators.hpp"

#include <algorithm>

namespace tessera::sphere {

DiagonalOperators::DiagonalOperators(int degree, double radius)
    : degree_(degree), radius_(radius) {}

double DiagonalOperators::laplacian(int l, int power) const {
  return SpectralTerm{.laplacian_power = power}.factor(l, radius_);
}

void DiagonalOperators::form(const SpectralField& field, const double* sources, double scale,
                             double* out) const {
  std::fill_n(out, count(), 0.0);
  for (const SpectralTerm& term : field) {
    const double* in = sources + term.source * count();
    for (int l = 0; l <= degree_; ++l) {
      const double factor = scale * term.factor(l, radius_);
      const Index centre = Index{l} * l + l;
      if (term.zonal) {
        for (int m = -l; m <= l; ++m) out[centre + m] += factor * m * in[centre - m];
      } else {
        for (int m = -l; m <= l; ++m) out[centre + m] += factor * in[centre + m];
      }
    }
  }
}

void DiagonalOperators::apply_laplacian(int power, double scale, double* coefficients) const {
  for (int l = 0; l <= degree_; ++l) {
    const double factor = scale * laplacian(l, power);
    double* const begin = coefficients + Index{l} * l;
    std::for_each(begin, begin + 2 * l + 1, [factor](double& c) { c *= factor; });
  }
}

}  // namespace tessera::sphere
