#pragma once

#include <memory>
#include <string>

#include "apps/common/application.hpp"

namespace tessera {

/// The application of that name (`pde`). DeckError that lists the names where there is none.
std::unique_ptr<Application> make_application(const std::string& name);

/// All names, separated by commas.
std::string application_names();

}  // namespace tessera
