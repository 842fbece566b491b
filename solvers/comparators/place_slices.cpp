#include "solvers/comparators/place_slices.hpp"

#include <algorithm>

namespace tessera {

PlaceSlices::PlaceSlices(const Observations& training, std::size_t axis, Geometry geometry)
    : axis_(axis),
      geometry_(geometry),
      columns_(axis_columns(training.axes)[axis]),
      places_(columns_of(columns_, training.coordinates)),
      slices_(columns_without(columns_, training.coordinates)),
      by_slice_(size(slices_.size())),
      by_place_(size(places_.size())) {
  const CoordinateIndex points(training.coordinates);
  const IndexedSums sums = sums_by_index(points.of_row(), training.values, points.size());
  std::vector<bool> taken(size(points.size()), false);
  for (std::size_t n = 0; n < points.of_row().size(); ++n) {
    const Index point = points.of_row()[n];
    if (taken[size(point)]) continue;
    taken[size(point)] = true;
    const Cell cell{places_.of_row()[n], slices_.of_row()[n], sums.mean(point)};
    by_slice_[size(cell.slice)].push_back(cell);
    by_place_[size(cell.place)].push_back(cell);
  }
  for (std::vector<Cell>& cells : by_slice_) std::ranges::sort(cells, {}, &Cell::place);
  for (std::vector<Cell>& cells : by_place_) std::ranges::sort(cells, {}, &Cell::slice);
}

Eigen::RowVectorXd PlaceSlices::place_of(const Eigen::RowVectorXd& point) const {
  return point.segment(columns_.first, columns_.count);
}

Index PlaceSlices::slice_of(const Eigen::RowVectorXd& point) const {
  return slices_.find(columns_without(columns_, point));
}

std::vector<PlaceSlices::Neighbour> PlaceSlices::nearest(Index slice,
                                                         const Eigen::RowVectorXd& place,
                                                         Index count) const {
  const std::vector<Cell>& cells = in_slice(slice);
  std::size_t first = 0, last = cells.size();
  if (columns_.count == 1) {
    // Places are in order of their one coordinate: the nearest are among `count` on either side.
    const auto at = std::lower_bound(
        cells.begin(), cells.end(), place[0],
        [&](const Cell& cell, double x) { return places_.distinct()(cell.place, 0) < x; });
    const auto position = static_cast<std::size_t>(at - cells.begin());
    first = position - std::min(position, size(count));
    last = std::min(cells.size(), position + size(count));
  }
  std::vector<Index> candidates;
  for (std::size_t n = first; n < last; ++n) candidates.push_back(cells[n].place);
  const Eigen::MatrixXd among = places_.distinct()(candidates, Eigen::all);
  const Eigen::RowVectorXd distances = place_distances(place, among, geometry_);
  std::vector<Neighbour> neighbours;
  for (std::size_t n = first; n < last; ++n)
    neighbours.push_back({distances[static_cast<Index>(n - first)], cells[n]});
  const auto kept = std::min(neighbours.size(), size(count));
  const auto middle = neighbours.begin() + static_cast<std::ptrdiff_t>(kept);
  std::partial_sort(
      neighbours.begin(), middle, neighbours.end(), [](const Neighbour& a, const Neighbour& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.cell.place < b.cell.place;
      });
  neighbours.erase(middle, neighbours.end());
  return neighbours;
}

}  // namespace tessera
