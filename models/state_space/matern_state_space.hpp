#pragma once

#include <memory>

#include "models/state_space/state_space.hpp"

namespace tessera {

/// The Matern kernel of smoothness p + 1/2, p = 0, 1, 2, with the state (u, u', ..., u^(p)) and the
/// drift's characteristic polynomial (x + lambda)^(p+1), lambda = sqrt(2 p + 1) / length_scale
/// (Hartikainen & Sarkka 2010). Parameters: variance >= 0, length_scale > 0. Throws
/// std::invalid_argument for other values.
std::unique_ptr<StateSpace> matern_state_space(int p, double variance, double length_scale);

}  // namespace tessera
