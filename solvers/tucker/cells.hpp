#pragma once

#include <Eigen/Core>

#include "solvers/tucker/data_terms.hpp"

namespace tessera::tucker {

/// Entries with identical coordinates gathered into one cell: its mean value, how many there were,
/// and how far they scatter within cells.
struct Cells {
  Entries entries;               ///< one per cell, ordered by index (last mode slowest)
  Eigen::VectorXd counts;        ///< n_j
  double within_square_sum = 0;  ///< sum over all entries of (y - mean of its cell)^2
  double total = 0;              ///< number of entries, copies left out
  bool copies = false;           ///< repeated entries are copies of each other
};

/// Where all entries of all cells agree to `copy_tolerance` of the values' standard deviation they
/// are copies and carry no information of their own: each cell then counts once. Linear in the
/// number of entries; those that are cells in their order already are moved, not copied.
Cells gather_cells(Entries entries, double copy_tolerance = 1e-9);

}  // namespace tessera::tucker
