#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/fields/field.hpp"

namespace tessera::vtk {

/// Writes fields that share one grid of 1 to 3 axes for ParaView: .vti where every axis is uniform,
/// else .vtr (appended raw data, zlib). The first axis is x. A grid of just latitude (units
/// degrees_north) and longitude (degrees_east), in either order, whose longitudes go around the
/// whole circle becomes .vts, a mesh on the unit sphere that is closed at its seam: north pole at
/// z = 1, longitude 0 towards x. Returns the file written: `stem` with the extension added. Arrays
/// carry the fields' names; names and units of axes and fields go into the file's field data.
/// Throws ResourceError where the file cannot be written completely.
std::filesystem::path write_grid(const std::vector<Field>& fields,
                                 const std::filesystem::path& stem);

/// One member of a time series.
struct SeriesMember {
  double time = 0;
  std::string file;  ///< relative to the .pvd file
};

/// Writes a ParaView collection (.pvd).
void write_series(const std::vector<SeriesMember>& members, const std::filesystem::path& file);

/// Whether the name ends as that of a grid file: .vti, .vtr or .vts.
bool has_grid_extension(const std::filesystem::path& file);

/// Reads back .vti, .vtr or .vts as fields (tests, `tessera compare`); a .vts as fields over
/// latitude and longitude with the bits that were written. Throws DataError.
std::vector<Field> read_grid(const std::filesystem::path& file);

}  // namespace tessera::vtk
