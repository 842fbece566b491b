#pragma once

// Names of the string arrays in a file's field data. Not for other rooms.
namespace tessera::vtk {

inline constexpr const char* axis_names = "axis_names";
inline constexpr const char* axis_units = "axis_units";
inline constexpr const char* axis_long_names = "axis_long_names";
inline constexpr const char* axis_kinds = "axis_kinds";
inline constexpr const char* field_names = "field_names";
inline constexpr const char* field_units = "field_units";
inline constexpr const char* field_long_names = "field_long_names";

inline constexpr const char* kind_names[] = {"interval", "periodic", "time", "index"};

}  // namespace tessera::vtk
