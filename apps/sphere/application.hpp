#pragma once

#include <memory>

#include "apps/common/application.hpp"

namespace tessera::sphere {

/// tessera-sphere: physics and Gaussian processes on the sphere.
std::unique_ptr<Application> make_application();

}  // namespace tessera::sphere
