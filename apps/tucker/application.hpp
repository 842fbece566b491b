#pragma once

#include <memory>

#include "apps/common/application.hpp"

namespace tessera::tucker {

/// tessera-tucker: functional Tucker decomposition of scattered measurements.
std::unique_ptr<Application> make_application();

}  // namespace tessera::tucker
