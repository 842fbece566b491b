#pragma once

#include <array>
#include <string>

#include "data/fields/axis.hpp"

// Words with a fixed meaning in a result file. Not for other rooms.
namespace tessera::hdf5 {

inline const std::string dimensionless = "1";    ///< UDUNITS for "no units"
inline const std::string contents = "contents";  ///< attribute of a group: what it holds
inline const std::string table_contents = "table";
inline const std::string axis_kind = "axis_kind";  ///< attribute of a coordinate variable

inline constexpr std::array<const char*, 4> axis_kinds = {"interval", "periodic", "time", "index"};

inline std::string name_of(AxisKind kind) {
  return axis_kinds[static_cast<std::size_t>(kind)];
}

/// An interval where the name is not one of ours.
inline AxisKind axis_kind_of(const std::string& name) {
  for (std::size_t i = 0; i < axis_kinds.size(); ++i)
    if (name == axis_kinds[i]) return static_cast<AxisKind>(i);
  return AxisKind::interval;
}

}  // namespace tessera::hdf5
