#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tessera {

/// Where a result came from: what the group /provenance of result.h5 holds.
struct Provenance {
  std::vector<std::string> arguments;  ///< the command line, program first
  std::string application;
  std::string start_time;  ///< UTC, ISO 8601
  std::uint64_t seed = 0;
  int ranks = 1;
  int threads = 1;
};

/// UTC, `2024-05-17T09:30:00Z`.
std::string utc_now();

/// As texts, with version, compiler and BLAS core added. Arguments are quoted for a shell.
std::map<std::string, std::string> provenance_texts(const Provenance& provenance);

}  // namespace tessera
