#pragma once

#include <memory>

#include "apps/common/application.hpp"

namespace tessera::product {

/// tessera-product: equivariant products of coefficients, and how fast they are.
std::unique_ptr<Application> make_application();

}  // namespace tessera::product
