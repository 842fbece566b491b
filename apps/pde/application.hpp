#pragma once

#include <memory>

#include "apps/common/application.hpp"

namespace tessera::pde {

/// tessera-pde: Gaussian-process collocation for boundary-value problems on boxes.
std::unique_ptr<Application> make_application();

}  // namespace tessera::pde
