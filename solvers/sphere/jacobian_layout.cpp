#include "solvers/sphere/jacobian_layout.hpp"

#include <algorithm>
#include <cmath>

namespace tessera::sphere {
namespace {

/// Where V^l_jm with m = -j stands: blocks l = 0 .. degree, in each j = |l - 1| .. l + 1.
Index field_offset(int l, int j) {
  const Index block = 3 * Index{l} * l;
  if (j == l - 1) return block;
  return j == l ? block + 2 * l - 1 : block + 4 * l;
}

}  // namespace

int jacobian_field_degree(int a, int b, int out) {
  return std::min(out + 1, a + b);
}

void write_toroidal_field(int degree, const double* b, double* field, Index stride) {
  for (int j = 1; j <= degree; ++j) {
    const double factor = -std::sqrt(j * (j + 1.0));
    const Index offset = field_offset(j, j);
    for (Index i = 0; i < 2 * j + 1; ++i)
      field[(offset + i) * stride] = factor * b[Index{j} * j + i];
  }
}

void read_jacobian(int degree, Index size, const double* field, Index stride, double* jacobian) {
  jacobian[0] = 0;
  for (int j = 1; j <= degree; ++j) {
    const double low = (j + 1) * std::sqrt(j / (2 * j + 1.0));
    const double high = -j * std::sqrt((j + 1) / (2 * j + 1.0));
    const Index below = field_offset(j - 1, j), above = field_offset(j + 1, j);
    for (Index i = 0; i < 2 * j + 1; ++i) {
      double& out = jacobian[Index{j} * j + i];
      out = low * field[(below + i) * stride];
      if (above < size) out += high * field[(above + i) * stride];
    }
  }
}

}  // namespace tessera::sphere
