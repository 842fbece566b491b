#pragma once

#include <string>
#include <string_view>

// Inner layer of this room: the text of single cells.
namespace tessera {

/// Empty where `text` is a finite number, else what is wrong with it.
std::string parse_number(std::string_view text, double& value);

}  // namespace tessera
