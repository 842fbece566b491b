#pragma once

#include "data/fields/types.hpp"

namespace tessera::sphere {

/// J(a, b) = r . (grad a x grad b) = -div(a r x grad b) on the unit sphere as a product of the
/// coupling `vector`. In the vector harmonics of vector_field_irreps
///   r x grad Y_jm = -sqrt(j (j + 1)) V^j_jm,
///   grad Y_jm = (j + 1) sqrt(j / (2j + 1)) V^(j-1)_jm - j sqrt((j + 1) / (2j + 1)) V^(j+1)_jm
/// (the solid harmonics r^j Y and r^(-j-1) Y have gradients of degrees j - 1 and j + 1), and the
/// coefficients of J are the integrals of a r x grad b against grad Y_jm.

/// Degree of the components of a r x grad b that J to `out` reads.
int jacobian_field_degree(int a, int b, int out);

/// Coefficients of r x grad b for b of `degree`; entry i goes to field[i * stride]. Only those of
/// V^j_jm are written, the others are 0.
void write_toroidal_field(int degree, const double* b, double* field, Index stride);

/// J to `degree` from the `size` coefficients of a r x grad b.
void read_jacobian(int degree, Index size, const double* field, Index stride, double* jacobian);

}  // namespace tessera::sphere
