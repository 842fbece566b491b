#pragma once

#include <random>
#include <string>
#include <vector>

#include "apps/tucker/splits.hpp"

// Splits that are made from the coordinates, for make_splits and make_inner_split.
namespace tessera::tucker {

/// Groups of rows that are held out together: `group[i]` of `rows[i]`, from 0 to count - 1.
struct RowGroups {
  std::vector<Index> rows;
  std::vector<Index> group;
  Index count = 0;
};

/// Renumbers `label[row]` for the given rows so that the numbers 0, 1, ... have no gaps and keep
/// their order.
RowGroups grouped_by(const std::vector<Index>& label, const std::vector<Index>& rows);

/// Rows as groups of their own.
RowGroups grouped_alone(const std::vector<Index>& rows);

/// Fold i holds out the groups [round(i f n), round((i + 1) f n)) of a random order of the n
/// groups; all others are training rows.
Split draw_fold(const RowGroups& groups, double fraction, Index fold, std::mt19937_64& generator);

/// Fold i holds out the i-th last share of the groups in their own order, and trains on the groups
/// before it.
Split last_fold(const RowGroups& groups, double fraction, Index fold);

}  // namespace tessera::tucker
