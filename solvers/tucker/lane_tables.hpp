#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/tucker/entry_kernels.hpp"
#include "solvers/tucker/factor_tables.hpp"

namespace tessera::tucker {

/// The tables of all modes but one as the loop over entries reads them: first and second moments
/// each filled up with zeros to whole lane groups, and cut into passes of so many groups that their
/// sums stay in registers. A pass's part of a table is contiguous, a row per index.
class LaneTables {
 public:
  /// Takes tables[j] for all j != mode. Allocates only when sizes change.
  void pack(Index mode, const std::vector<FactorTable>& tables);

  Index terms() const { return terms_; }
  Index passes() const { return static_cast<Index>(passes_.size()); }
  /// Sums over the fiber of the pass's numbers, put into their places of a column of FiberSums.
  void add(Index pass, const Fiber& fiber, double* column) const;

 private:
  struct Pass {
    Index first = 0;  ///< lane group
    int groups = 0;
    std::vector<const double*> tables;
  };
  void plan(Index terms);
  void fill(const FactorTable& table, Eigen::ArrayXd& packed_table);

  Index terms_ = 0;
  Index first_groups_ = 0;  ///< lane groups of first moments
  std::vector<Pass> passes_;
  std::vector<Eigen::ArrayXd> tables_;
};

}  // namespace tessera::tucker
