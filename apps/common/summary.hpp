#pragma once

#include <string>

#include "apps/common/application.hpp"

namespace tessera {

/// The summary as JSON text, in the given order; keys with slashes become nested objects,
/// records an array of objects, numbers that are not finite null. Throws std::logic_error where a
/// key is given twice, or is both a value and an object.
std::string summary_json(const Summary& summary);

}  // namespace tessera
