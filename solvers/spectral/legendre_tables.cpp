#include "solvers/spectral/legendre_tables.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "solvers/spectral/sphere_kernels.hpp"

namespace tessera::spectral {
namespace {

constexpr long double negligible = 1e-22L;
/// Below this the diagonal is taken as zero; it belongs to latitudes and orders that never count.
constexpr long double smallest_diagonal = 1e-4900L;

long double coupling(Index l, Index m) {
  const auto a = static_cast<long double>(l), b = static_cast<long double>(m);
  return std::sqrt((a - b) * (a + b) / (4 * a * a - 1));
}

std::size_t at(Index i) {
  return static_cast<std::size_t>(i);
}

}  // namespace

LegendreTables::LegendreTables(int degree_, const std::vector<long double>& sines)
    : degree(degree_), groups((static_cast<Index>(sines.size()) + group_lanes - 1) / group_lanes) {
  const Index lanes = groups * group_lanes;
  start.assign(at((degree + 1) * lanes), std::numeric_limits<int>::max());
  start_value.assign(start.size(), 0);
  start_previous.assign(start.size(), 0);
  const Index blocks = degree / group_lanes + 1;
  Index rows = 0;
  for (Index block = 0; block < blocks; ++block) {
    first_row.push_back(rows * group_lanes);
    rows += degree + 3 - block * group_lanes + group_lanes;
  }
  for (auto* table : {&own, &second_next, &epsilon}) table->assign(at(rows * group_lanes), 0);
  std::vector<long double> diagonal(sines.size(),
                                    1 / std::sqrt(4 * std::numbers::pi_v<long double>));
  for (Index m = 0; m <= degree; ++m) {
    add_order(m);
    add_starts(m, sines, diagonal);
  }
}

void LegendreTables::add_order(Index m) {
  const Index count = terms(degree + 1, m);
  const Index begin = static_cast<Index>(slope.size());
  first_term.push_back(begin);
  const Index padded = (count + row_tile - 1) / row_tile * row_tile;
  slope.resize(at(begin + padded), 0);
  polar.resize(at(begin + padded), 0);
  equatorial.resize(at(begin + padded), 0);
  std::vector<long double> eps(at(2 * count + 4), 0), alpha(at(count + 1), 1);
  for (Index i = 1; i < static_cast<Index>(eps.size()); ++i) eps[at(i)] = coupling(m + i, m);
  for (Index k = 0; k < count; ++k) {
    // Degree m + j of the odd function.
    const std::size_t j = at(2 * k + 1);
    const long double up = eps[j + 2] * eps[j + 1];
    if (k > 0) alpha[at(k + 1)] = alpha[at(k - 1)] * eps[j] * eps[j - 1] / up;
    const long double a = alpha[at(k)] / (alpha[at(k + 1)] * up);
    slope[at(begin + k)] = static_cast<double>(a);
    const long double shift = eps[j + 1] * eps[j + 1] + eps[j] * eps[j];
    polar[at(begin + k)] = static_cast<double>(a * (1 - shift));
    equatorial[at(begin + k)] = static_cast<double>(-a * shift);
  }
  // Half of sqrt 2: both hemispheres' wave numbers m and -m carry a real field's order m.
  const long double norm = m == 0 ? 1 : std::numbers::sqrt2_v<long double> / 2;
  const Index block = m / group_lanes, lane = m % group_lanes;
  for (Index l = m; l <= degree + 1; ++l) {
    const std::size_t i = at(l - m);
    const auto place = at(first_row[at(block)] + (l - block * group_lanes) * group_lanes + lane);
    const long double scale = norm * alpha[i / 2];
    const bool even = i % 2 == 0;
    own[place] = static_cast<double>(even ? scale * eps[i + 1] : scale);
    second_next[place] = static_cast<double>(even ? scale * eps[i + 2] : 0);
    epsilon[place] = static_cast<double>(eps[i]);
  }
}

void LegendreTables::add_starts(Index m, const std::vector<long double>& sines,
                                std::vector<long double>& diagonal) {
  const Index count = terms(degree + 1, m), pairs = static_cast<Index>(sines.size());
  const Index row = m * groups * group_lanes;
  const double* a = slope_of(m);
  const double* b = polar_of(m);
  int earliest = 0;
  bool never = false;
  for (Index lane = pairs - 1; lane >= 0; --lane) {
    long double& d = diagonal[at(lane)];
    if (m > 0) {
      const auto order = static_cast<long double>(m);
      d *= std::sqrt((2 * order + 1) / (2 * order)) * sines[at(lane)];
    }
    if (d < smallest_diagonal) d = 0;
    // Starts do not decrease towards the pole.
    if (never) continue;
    const long double square = sines[at(lane)] * sines[at(lane)];
    long double value = d / coupling(m + 1, m), previous = 0;
    int k = 0;
    for (; k < count && (k < earliest || std::fabs(value) < negligible); ++k) {
      const long double next = (b[k] - a[k] * square) * value - previous;
      previous = value;
      value = next;
    }
    never = k == count;
    if (never) continue;
    earliest = k;
    start[at(row + lane)] = k;
    start_value[at(row + lane)] = static_cast<double>(value);
    start_previous[at(row + lane)] = static_cast<double>(previous);
  }
  const Index lanes = groups * group_lanes;
  const auto repeat_last = [&](auto& table) {
    std::fill(table.begin() + row + pairs, table.begin() + row + lanes, table[at(row + pairs - 1)]);
  };
  repeat_last(start);
  repeat_last(start_value);
  repeat_last(start_previous);
}

}  // namespace tessera::spectral
