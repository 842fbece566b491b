#include "solvers/tucker/neighbour_search.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <boost/geometry/algorithms/comparable_distance.hpp>
#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>

namespace tessera::tucker {
namespace {

namespace bg = boost::geometry;
using Point = bg::model::point<double, NeighbourSearch::largest_dimension, bg::cs::cartesian>;
using Entry = std::pair<Point, Index>;
using Tree = bg::index::rtree<Entry, bg::index::quadratic<16>>;

template <std::size_t... D>
Point make_point(const double* x, std::index_sequence<D...>) {
  Point point;
  (bg::set<D>(point, x[D]), ...);
  return point;
}

/// Missing coordinates are zero.
Point to_point(const Eigen::RowVectorXd& row) {
  if (row.size() > NeighbourSearch::largest_dimension)
    throw std::invalid_argument("NeighbourSearch: more than " +
                                std::to_string(NeighbourSearch::largest_dimension) +
                                " coordinates");
  std::array<double, NeighbourSearch::largest_dimension> x{};
  for (Index d = 0; d < row.size(); ++d) x[d] = row[d];
  return make_point(x.data(), std::make_index_sequence<NeighbourSearch::largest_dimension>());
}

}  // namespace

struct NeighbourSearch::Implementation {
  Tree tree;
};

NeighbourSearch::NeighbourSearch() : implementation_(std::make_unique<Implementation>()) {}
NeighbourSearch::~NeighbourSearch() = default;
NeighbourSearch::NeighbourSearch(NeighbourSearch&&) noexcept = default;

NeighbourSearch::NeighbourSearch(const Eigen::MatrixXd& points) : NeighbourSearch() {
  std::vector<Entry> entries;
  for (Index n = 0; n < points.rows(); ++n) entries.emplace_back(to_point(points.row(n)), n);
  implementation_->tree = Tree(entries.begin(), entries.end());
}

void NeighbourSearch::insert(const Eigen::RowVectorXd& point, Index id) {
  implementation_->tree.insert({to_point(point), id});
}

std::vector<Index> NeighbourSearch::nearest(const Eigen::RowVectorXd& point, Index count) const {
  const Point centre = to_point(point);
  std::vector<Entry> found;
  implementation_->tree.query(bg::index::nearest(centre, static_cast<unsigned>(count)),
                              std::back_inserter(found));
  std::vector<std::pair<double, Index>> ranked;
  for (const Entry& entry : found)
    ranked.emplace_back(bg::comparable_distance(entry.first, centre), entry.second);
  std::sort(ranked.begin(), ranked.end());
  std::vector<Index> ids;
  for (const auto& [distance, id] : ranked) ids.push_back(id);
  return ids;
}

}  // namespace tessera::tucker
