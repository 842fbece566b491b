#pragma once

#include <string>
#include <vector>

namespace tessera {

/// The end of a message about an unknown name: `; known are a, b, c. Did you mean "b"?` The
/// question is left out where a third of the letters or more is wrong: that is no slip.
std::string known_names(const std::string& found, const std::vector<std::string>& names);

}  // namespace tessera
