#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::tucker {

/// Which column of an index decides first.
enum class Significance { first_column, last_column };

/// Positions of the rows of an index (numbers from 0) in lexicographic order; equal rows keep their
/// own. A counting sort per column: linear in rows and numbers, 8 bytes a row. Throws
/// std::invalid_argument for more than 2^31 - 1 rows.
std::vector<std::int32_t> lexicographic_order(const Eigen::MatrixXi& index, Significance by);

/// The distinct rows of a table of coordinates, and which of them each row is.
struct DistinctRows {
  Eigen::MatrixXd rows;    ///< in lexicographic order, first column first
  Eigen::VectorXi number;  ///< of each row of the table
};

/// Rows are the same where all columns compare equal. A table without rows has none; without NaN.
DistinctRows distinct_rows(const Eigen::Ref<const Eigen::MatrixXd>& table);

/// The way back: tables of several axes side by side, the rows that `index` (n x K) names in each.
Eigen::MatrixXd rows_at(const std::vector<Eigen::MatrixXd>& coordinates,
                        const Eigen::MatrixXi& index);

}  // namespace tessera::tucker
