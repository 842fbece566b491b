#pragma once

#include <span>
#include <vector>

namespace tessera {

/// Integrals from times[0] to times[i] of a function that is known at increasing, unequally spaced
/// times: each interval integrates the cubic through the four nearest points (the parabola or line
/// where there are fewer). Error of order 4 in the longest interval for smooth functions, whatever
/// the ratios of neighbouring intervals within reason.
/// Throws std::invalid_argument where the lengths differ or times do not increase.
std::vector<double> cumulative_integral(std::span<const double> times,
                                        std::span<const double> values);

}  // namespace tessera
