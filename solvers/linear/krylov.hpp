#pragma once

#include <span>

#include "solvers/linear/linear_operator.hpp"

namespace tessera {

struct KrylovOptions {
  double relative_tolerance = 1e-10;  ///< of the left-preconditioned residual, see gmres
  Index maximum_iterations = 200;
  Index restart = 200;  ///< largest number of basis vectors kept; their memory is taken at once
};

struct KrylovResult {
  bool converged = false;
  Index iterations = 0;
  Index operator_applications = 0;  ///< calls of A, with those for the start and the final check
  /// Left-preconditioned, as the iteration saw it. Where rounding keeps the explicit residual above
  /// the tolerance that this one meets, the iteration ends with converged = false.
  double relative_residual = 0;
};

/// Solves A x = b by GMRES (Saad & Schultz 1986; Belos) with an optional left preconditioner P
/// that applies an approximate inverse of A. Ends when ||P (b - A x)|| <= tolerance ||P b||, by the
/// iteration's own count and by the explicitly computed residual. `x` holds the start (zero costs
/// nothing) and receives the answer, also where the tolerance is not met. Orthogonalisation ICGS
/// (classical Gram-Schmidt twice). The same bits in every run.
///
/// Every rank of a parallel run solves the same problem by itself: no communication, and MPI need
/// not be initialised. One call at a time per process. Throws std::invalid_argument where sizes do
/// not fit; exceptions of the operators pass through. Values that are not finite end the iteration
/// with converged = false and the residual NaN, `x` as it was.
KrylovResult gmres(const LinearOperator& a, const LinearOperator* inverse_preconditioner,
                   std::span<const double> b, std::span<double> x, const KrylovOptions& options);

}  // namespace tessera
