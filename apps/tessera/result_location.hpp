#pragma once

#include <filesystem>

namespace tessera {

/// The result.h5 that a user means: the file itself, or the one in a result folder. DataError where
/// there is none.
std::filesystem::path result_file(const std::filesystem::path& result);

}  // namespace tessera
