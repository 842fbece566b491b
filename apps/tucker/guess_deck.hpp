#pragma once

#include <filesystem>
#include <string>

namespace tessera::tucker {

/// A first deck for a data file, with a remark on every choice; it validates beside the file.
/// The measured values are `value_column`, or, where that is empty, what the layout of an HDF5 file
/// marks, else the last column of numbers that is no date, latitude, longitude or error bar. All
/// other columns of numbers and dates become axes (six at most), a latitude with a longitude one
/// axis of places; columns that are text, constant or mostly empty are named in a remark. Throws
/// DataError for a file without a value column and two axes.
std::string guess_deck(const std::filesystem::path& file, const std::string& value_column);

}  // namespace tessera::tucker
