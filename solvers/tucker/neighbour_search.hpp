#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::tucker {

/// Nearest points in the Euclidean metric; points come one by one. Up to `largest_dimension`
/// coordinates.
class NeighbourSearch {
 public:
  static constexpr Index largest_dimension = 8;

  NeighbourSearch();
  ~NeighbourSearch();
  NeighbourSearch(NeighbourSearch&&) noexcept;

  /// All rows of `points` at once (packed: faster to build and to search).
  explicit NeighbourSearch(const Eigen::MatrixXd& points);
  void insert(const Eigen::RowVectorXd& point, Index id);
  /// Ids of the `count` nearest, nearest first; ties by id.
  std::vector<Index> nearest(const Eigen::RowVectorXd& point, Index count) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tessera::tucker
