#pragma once

#include <map>
#include <string>

#include "data/fields/model_record.hpp"
#include "data/hdf5/library.hpp"

// Model records and texts in an opened group. Not for other rooms.
namespace tessera::hdf5 {

/// Texts longer than this become datasets: an object header holds 64 KiB in all.
inline constexpr std::size_t longest_attribute = 4096;

void write_texts(Id group, const std::map<std::string, std::string>& texts);
std::map<std::string, std::string> read_texts(Id group);

/// Throws std::invalid_argument where an array's shape does not fit its values, or two things of
/// the record would have one name in the file.
void write_record(Id group, const ModelRecord& record);
ModelRecord read_record(Id group, const std::string& path);

}  // namespace tessera::hdf5
