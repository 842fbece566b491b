#pragma once

namespace tessera::pde::test {

/// Solution of u_t + u u_x = nu u_xx on [-1, 1] with u = -sin(pi x) at t = 0 and u = 0 at both
/// ends, by the Cole-Hopf transformation (Basdevant et al., Computers & Fluids 14, 1986,
/// equation 2.3). Trapezoidal rule in long double; its integrands decay like exp(-s^2) and are
/// entire.
double cole_hopf(double x, double t, double nu);

}  // namespace tessera::pde::test
