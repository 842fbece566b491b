#pragma once

#include "models/tensors/tensor.hpp"
#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/variational_state.hpp"

namespace tessera::tucker {

/// A start for data on a complete grid: factor means from singular vectors instead of noise. The
/// sections are taken in the table's order, each from what the least-squares fits of the earlier
/// ones leave:
/// the mean over the modes that a section does not have is contracted onto the leading left
/// singular vectors of its unfoldings, one mode after the other (sequentially truncated
/// higher-order singular value decomposition; Vannieuwenhoven, Vandebril, Meerbergen, SIAM J. Sci.
/// Comput. 34, 2012), by the eigenvectors of Gram matrices. For a diagonal (CP) section alternating
/// least squares on the small core turn these into its functions. Functions are scaled to unit mean
/// square; those beyond the rank that the data have stay as they are in `base` (random_start), and
/// so does all the rest: weights are left to the first regression. Throws std::invalid_argument
/// where table and tensor do not fit together.
VariationalState hosvd_start(const ComponentTable& table, Tensor tensor, VariationalState base);

}  // namespace tessera::tucker
