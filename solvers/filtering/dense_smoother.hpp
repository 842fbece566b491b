#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "models/kernels/kernel_1d.hpp"
#include "solvers/filtering/factor_smoother.hpp"
#include "solvers/filtering/place_distances.hpp"

namespace tessera {

/// Functions on an axis whose d coordinates are places with c columns (`places`: d x c, distinct
/// rows): dense Gaussian processes, one kernel of the distance per function. Use it where states on
/// a chain do not exist; cost O((F d)^3), memory O((F d)^2) for F functions.
///
/// Whitened form: K_f = L_f L_f^T, u_f = L_f v_f, so that the posterior precision of v is
///   M = I + [L_f^T diag_i(Lambda_i[f, g]) L_g]_{f g}
/// and no K_f is ever inverted. With b_f = L_f^T eta_f, the log normaliser is
/// (b^T M^-1 b - log |M|) / 2. (Rasmussen and Williams 2006, section 3.4.3, for one function.)
///
/// Where the Cholesky factorisation of K_f fails, its diagonal is raised by 1e-12 k_f(0), growing
/// by factors of ten to 1e-6; beyond that std::runtime_error names the kernel: it is not positive
/// definite at these places (periodic kernels and mixtures are so for one Euclidean column only).
///
/// PriorMoments hold, per function, A (d x d, column-major) with A A^T = E[u_f u_f^T]: the energy
/// |L^-1 A|^2 then costs one d x d Cholesky factorisation and solve for any hyperparameters.
///
/// Lambda_i is read in its lower triangle. Derivatives do not exist: predict() throws for
/// `derivative` > 0. Throws std::invalid_argument for no places, no functions, a kernel of zero
/// variance, or what place_distances refuses.
std::unique_ptr<FactorSmoother> dense_smoother(Eigen::MatrixXd places, Geometry geometry,
                                               std::vector<std::unique_ptr<Kernel1D>> functions);

}  // namespace tessera
