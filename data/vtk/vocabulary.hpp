#pragma once

// Names of the arrays in a file's field data. Not for other rooms.
namespace tessera::vtk {

inline constexpr const char* axis_names = "axis_names";
inline constexpr const char* axis_units = "axis_units";
inline constexpr const char* axis_long_names = "axis_long_names";
inline constexpr const char* axis_kinds = "axis_kinds";
inline constexpr const char* field_names = "field_names";
inline constexpr const char* field_units = "field_units";
inline constexpr const char* field_long_names = "field_long_names";

/// Coordinates of the first and the second axis of a grid whose points do not give them exactly.
inline constexpr const char* axis_coordinates[] = {"axis_coordinates_1", "axis_coordinates_2"};

inline constexpr const char* kind_names[] = {"interval", "periodic", "time", "index"};

}  // namespace tessera::vtk
