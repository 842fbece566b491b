#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/observations.hpp"
#include "data/fields/types.hpp"

namespace tessera {

/// Columns of one axis in a table of coordinates.
struct AxisColumns {
  Index first = 0;
  Index count = 0;
};

std::vector<AxisColumns> axis_columns(const std::vector<ObservedAxis>& axes);
/// Those columns of the points, and all others in their order.
Eigen::MatrixXd columns_of(const AxisColumns& axis, const Eigen::MatrixXd& points);
Eigen::MatrixXd columns_without(const AxisColumns& axis, const Eigen::MatrixXd& points);

/// Coordinates and values of some rows, and the axes; nothing else is taken over.
Observations select_rows(const Observations& observations, const std::vector<Index>& rows);

/// Rows that are kept for fitting and rows on which fits are compared.
struct HeldOutRows {
  Observations kept;
  Observations held_out;
};

/// Cross-validation in this many parts.
inline constexpr int validation_parts = 5;

/// Holds out the rows of a fifth of the distinct points (at most 20000 of them), in a random order
/// with a fixed seed: part 0 the first of it, part 1 the next, and so on. Fewer than ten distinct
/// points: nothing is held out.
HeldOutRows hold_out(const Observations& training, int part);

/// The rows of `limit` distinct points of that order; all where there are not more.
Observations thin_out(const Observations& training, Index limit);

/// Throws std::invalid_argument where points do not have as many columns as the axes.
void require_columns(const std::vector<ObservedAxis>& axes, const Eigen::MatrixXd& points);

}  // namespace tessera
