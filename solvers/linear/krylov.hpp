#pragma once

#include <span>

#include "solvers/linear/linear_operator.hpp"

namespace tessera {

struct KrylovOptions {
  double relative_tolerance = 1e-10;  ///< of the left-preconditioned residual
  Index maximum_iterations = 200;
  Index restart = 200;
};

struct KrylovResult {
  bool converged = false;
  Index iterations = 0;
  Index operator_applications = 0;
  double relative_residual = 0;  ///< left-preconditioned, as the iteration saw it
};

/// Solves A x = b by GMRES (Belos) with an optional left preconditioner that applies an
/// approximate inverse of A. `x` holds the start and receives the answer, also where the tolerance
/// is not met. Orthogonalisation ICGS. The same bits in every run.
KrylovResult gmres(const LinearOperator& a, const LinearOperator* inverse_preconditioner,
                   std::span<const double> b, std::span<double> x, const KrylovOptions& options);

}  // namespace tessera
