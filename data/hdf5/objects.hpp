#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/hdf5/library.hpp"

// Groups, datasets of numbers or text, text attributes, dimension scales. Extents are in the file's
// order, the last one fastest. Everything throws LibraryError. Not for other rooms.
namespace tessera::hdf5 {

/// Opens a file for reading. Says plainly what is wrong with a file that is missing or no HDF5
/// file.
Handle open_file(const std::string& file);

/// The group `path`, created with all groups above it where it does not exist.
Handle make_group(Id parent, const std::string& path);
Handle open_group(Id parent, const std::string& path);
bool exists(Id parent, const std::string& path);

/// What a group holds.
struct Member {
  enum class Kind { group, numbers, text, other };
  std::string name;
  Kind kind = Kind::other;
};
/// Members of a group or of a file's root, in order of creation where the file keeps it, else by
/// name.
std::vector<Member> members(Id place);

/// Replaces an attribute of that name. UTF-8 of fixed length, as netCDF programs write it.
void write_attribute(Id object, const std::string& name, const std::string& text);
/// One-element attribute of a double.
void write_attribute(Id object, const std::string& name, double value);
/// Nothing where there is no such attribute or it is no single text.
std::optional<std::string> read_attribute(Id object, const std::string& name);
/// Nothing where there is no such attribute or it is no single number.
std::optional<double> read_number_attribute(Id object, const std::string& name);
/// All single texts among the attributes.
std::map<std::string, std::string> read_attributes(Id object);

struct Numbers {
  std::vector<std::size_t> extents;
  std::vector<double> values;
};
/// A dataset of doubles; `missing` becomes its fill value and the `_FillValue` attribute.
Handle write_numbers(Id parent, const std::string& path, const std::vector<std::size_t>& extents,
                     std::span<const double> values, std::optional<double> missing = {});
Handle open_dataset(Id parent, const std::string& path);
/// Extents of a dataset whose values are not needed.
std::vector<std::size_t> extents_of_dataset(Id dataset, const std::string& path);
/// All values as doubles, whatever the type of number in the file.
Numbers read_numbers(Id dataset, const std::string& path);

void write_text(Id parent, const std::string& path, const std::string& text);
std::string read_text(Id parent, const std::string& path);

/// Makes a dataset the coordinate variable of the dimension `name`.
void make_scale(Id dataset, const std::string& name);
/// A dimension without coordinates, as netCDF-4 stores it.
Handle write_plain_dimension(Id parent, const std::string& name, std::size_t extent);
void attach_scale(Id dataset, Id scale, std::size_t dimension);
bool is_scale(Id dataset);
/// True for a dimension without coordinates.
bool is_plain_dimension(Id scale);
/// Path of the scale of a dimension; empty where it has none.
std::string scale_of(Id dataset, std::size_t dimension);

}  // namespace tessera::hdf5
