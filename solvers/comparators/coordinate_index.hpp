#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

/// The distinct rows of a table of coordinates, numbered in lexicographic order. Rows are the same
/// where all columns compare equal; a table without columns has one distinct row.
class CoordinateIndex {
 public:
  explicit CoordinateIndex(const Eigen::MatrixXd& rows);

  Index size() const { return distinct_.rows(); }
  const Eigen::MatrixXd& distinct() const { return distinct_; }  ///< size() x columns
  /// Number of the distinct row that row n of the table is.
  const std::vector<Index>& of_row() const { return of_row_; }
  /// Number of that row; -1 where the table has none like it.
  Index find(const Eigen::RowVectorXd& row) const;

 private:
  Eigen::MatrixXd distinct_;
  std::vector<Index> of_row_;
};

/// Sums of the values of equal index: mean(i) is undefined where count[i] is 0.
struct IndexedSums {
  Eigen::VectorXd sum;
  Eigen::VectorXd count;
  double mean(Index i) const { return sum[i] / count[i]; }
};

IndexedSums sums_by_index(const std::vector<Index>& index, const Eigen::VectorXd& values,
                          Index size);

}  // namespace tessera
