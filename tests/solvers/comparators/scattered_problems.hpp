#pragma once

#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "data/fields/observations.hpp"
#include "data/fields/types.hpp"

namespace tessera::testing {

/// An axis of places (two columns) called `place` and one of times called `time`.
inline std::vector<ObservedAxis> place_and_time() {
  return {{"place", {"x", "y"}, {"", ""}}, {"time", {"time"}, {""}}};
}

inline Observations make_observations(std::vector<ObservedAxis> axes, Eigen::MatrixXd coordinates,
                                      Eigen::VectorXd values) {
  Observations o;
  o.axes = std::move(axes);
  o.coordinates = std::move(coordinates);
  o.values = std::move(values);
  o.row_ids.resize(static_cast<std::size_t>(o.values.size()));
  std::iota(o.row_ids.begin(), o.row_ids.end(), 0);
  o.source = "test";
  return o;
}

struct Random {
  std::mt19937_64 engine;
  explicit Random(unsigned seed) : engine(seed) {}
  double uniform(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(engine);
  }
  double normal() { return std::normal_distribution<double>()(engine); }
};

/// A smooth function of place that changes with time, plus an offset per place, at `places` places
/// and `times` times; a share of the cells is missing and some rows occur twice.
inline Observations scattered_field(Index places, Index times, double missing, unsigned seed) {
  Random random(seed);
  std::vector<double> rows;
  for (Index p = 0; p < places; ++p) {
    const double x = random.uniform(0, 4), y = random.uniform(0, 4), offset = random.normal();
    for (Index t = 0; t < times; ++t) {
      if (random.uniform(0, 1) < missing) continue;
      const double time = static_cast<double>(t);
      const double value = std::sin(x + time) * std::cos(0.7 * y - 0.5 * time) + offset;
      for (int copy = 0; copy < (t % 5 == 0 ? 2 : 1); ++copy)
        rows.insert(rows.end(), {x, y, time, value + 0.05 * random.normal()});
    }
  }
  const Eigen::Map<const Eigen::MatrixXd> table(rows.data(), 4,
                                                static_cast<Index>(rows.size() / 4));
  return make_observations(place_and_time(), table.topRows(3).transpose(),
                           table.row(3).transpose());
}

}  // namespace tessera::testing
