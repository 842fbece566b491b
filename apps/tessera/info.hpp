#pragma once

#include <filesystem>
#include <string>

namespace tessera {

/// What `tessera info` prints: title, status, axes, fields with ranges, tables, model, the figures
/// of summary.json, provenance. DataError where the result cannot be read.
std::string describe_result(const std::filesystem::path& result);

}  // namespace tessera
