#pragma once

#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "models/tensors/tensor.hpp"
#include "solvers/tucker/factor_tables.hpp"

namespace tessera::tucker {

/// N observed entries: `index` (N x K, from 0) into each mode's coordinates, and values.
struct Entries {
  Eigen::MatrixXi index;
  Eigen::VectorXd values;
};

/// The data as message passing sees them: everything that depends on single entries.
class DataTerms {
 public:
  virtual ~DataTerms() = default;

  virtual Index modes() const = 0;
  virtual Index indices(Index mode) const = 0;
  /// sum w y^2 of all ranks, w the entries' precision weights.
  virtual double weighted_square_sum() const = 0;
  /// Precision weights of the entries (1 at the start), in the entries' order.
  virtual void set_weights(const Eigen::VectorXd& weights) = 0;
  /// E[(y - f)^2] of every entry, in the entries' order; `tables` holds a table per mode, that of
  /// `mode` contracted with the weights (contracted_table).
  virtual void squared_residuals(Index mode, const std::vector<FactorTable>& tables,
                                 Eigen::VectorXd& residuals) const = 0;
  /// Sums over the fibers of `mode`; `tables` holds one table per mode (that of `mode` is ignored).
  /// The same on all ranks.
  virtual void fiber_sums(Index mode, const std::vector<FactorTable>& tables,
                          FiberSums& sums) const = 0;
};

/// Adds up equally long arrays of all ranks, element by element, in place; empty: one rank.
using SumOverRanks = std::function<void(std::span<double>)>;

struct EntryOptions {
  int threads = 1;   ///< work on fibers, each summed by one: the bits do not depend on their number
  SumOverRanks sum;  ///< with more than one rank; see entry_terms
  Index first = 0;   ///< number, among those of all ranks, of the first entry given here
  Index total = 0;   ///< entries of all ranks; 0: those given
  bool weights = true;  ///< whether set_weights() and squared_residuals() will be called
};

/// Scattered entries, sorted per mode, at 4 K + 4 bytes an entry and mode (weights: 12 more).
/// With more than one rank each holds a contiguous part of the entries, and the constructor,
/// set_weights (which takes the weights of all entries), squared_residuals (which gives those of
/// all) and fiber_sums make one call of `sum` each: collective.
/// Throws std::invalid_argument for fewer than two modes, an index out of range, more than 2^31 - 1
/// entries here.
std::unique_ptr<DataTerms> entry_terms(const Entries& entries, std::vector<Index> indices,
                                       EntryOptions options);
inline std::unique_ptr<DataTerms> entry_terms(const Entries& entries, std::vector<Index> indices,
                                              int threads = 1, SumOverRanks sum = {}) {
  return entry_terms(entries, std::move(indices),
                     EntryOptions{threads, std::move(sum), 0, 0, true});
}

/// A complete grid without missing cells: mode products of the dense tensor (mode k has
/// tensor.shape[k] indices) instead of single entries.
std::unique_ptr<DataTerms> grid_terms(Tensor tensor);

}  // namespace tessera::tucker
