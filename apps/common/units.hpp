#pragma once

#include <string>

namespace tessera {

/// Whether two spellings mean the same unit: case and blanks do not count, and the usual synonyms
/// (degC and Celsius, degrees_north and degree north, hPa and mbar) are known. Nothing is
/// converted.
bool is_same_unit(const std::string& a, const std::string& b);

/// A known unit in our spelling, any other as it stands.
std::string written_unit(const std::string& unit);

/// The unit that ends a column's name: `degC` of `temp_degC` or `Temp (degC)`; empty where the name
/// ends in nothing that is known as a unit.
std::string unit_in_name(const std::string& column);

}  // namespace tessera
