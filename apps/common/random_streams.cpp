#include <cstdint>
#include <vector>

#include "apps/common/run_context.hpp"

namespace tessera {

std::mt19937_64 RandomStreams::stream(std::string_view name) const {
  // std::seed_seq is specified bit by bit by the standard, std::hash is not.
  std::vector<std::uint32_t> words{static_cast<std::uint32_t>(seed_),
                                   static_cast<std::uint32_t>(seed_ >> 32)};
  for (const char c : name) words.push_back(static_cast<unsigned char>(c));
  std::seed_seq sequence(words.begin(), words.end());
  return std::mt19937_64(sequence);
}

}  // namespace tessera
