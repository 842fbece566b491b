#pragma once

#include <string>
#include <vector>

#include "apps/pde/report.hpp"

namespace tessera::pde {

/// What to change in the deck where the result is not resolved, Newton's method did not converge,
/// or the equation is all but singular: one sentence each, none for a good result.
std::vector<std::string> advice(const Figures& figures, const std::vector<Index>& points,
                                Index maximum_iterations);

}  // namespace tessera::pde
