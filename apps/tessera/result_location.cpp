#include "apps/tessera/result_location.hpp"

#include "data/fields/errors.hpp"

namespace tessera {

std::filesystem::path result_file(const std::filesystem::path& result) {
  if (!std::filesystem::exists(result))
    throw DataError(result.string() + ": there is no such file or folder");
  if (!std::filesystem::is_directory(result)) return result;
  const std::filesystem::path file = result / "result.h5";
  if (!std::filesystem::exists(file))
    throw DataError(result.string() + ": not a result folder, it has no result.h5");
  return file;
}

}  // namespace tessera
