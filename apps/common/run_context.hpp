#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "data/fields/model_record.hpp"
#include "data/fields/monitor.hpp"
#include "data/parallel/communicator.hpp"

namespace tessera {

/// Random generators by name: the same name and seed give the same numbers, whatever other streams
/// were drawn from before.
class RandomStreams {
 public:
  explicit RandomStreams(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t seed() const { return seed_; }
  /// A generator that depends on seed and name only.
  std::mt19937_64 stream(std::string_view name) const;

 private:
  std::uint64_t seed_;
};

/// What a run gets from the skeleton. `monitor` reaches log, progress bar, timers, stop flag and
/// checkpoint file.
struct RunContext {
  const Communicator* communicator = nullptr;
  Monitor* monitor = nullptr;
  RandomStreams random{0};
  int threads = 1;
  /// State of an interrupted run (`--restart`), as the solver handed it to Monitor::checkpoint.
  std::optional<ModelRecord> restart;
  /// Folder of the deck: relative file names of the deck start here.
  std::filesystem::path deck_folder;
};

}  // namespace tessera
