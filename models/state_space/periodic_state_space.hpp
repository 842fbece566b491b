#pragma once

#include <memory>

#include "models/state_space/state_space.hpp"

namespace tessera {

/// The periodic kernel as a stack of undamped oscillators, one for each multiple of 1 / period,
/// whose variances are those of the kernel's line spectrum (Solin & Sarkka 2014): Q = 0, no noise.
/// The constant has one state, each harmonic two; H adds the first state of each.
///
/// The number of harmonics is fixed at construction such that less than 1e-14 of the variance is
/// missing (at least 3 harmonics), and is kept by with_parameters(). The smallest length scale
/// allowed, parameters()[1].minimum, is the one at which 1e-6 is missing, and never below 0.1.
/// Parameters: variance >= 0, length_scale (dimensionless), period > 0; others throw
/// std::invalid_argument.
std::unique_ptr<StateSpace> periodic_state_space(double variance, double length_scale,
                                                 double period);

}  // namespace tessera
