#pragma once

#include <filesystem>
#include <string>

#include "data/deck/deck.hpp"
#include "data/fields/model_record.hpp"

namespace tessera {

/// The state of a run on disk (`<output>.checkpoint.h5`), with a fingerprint of the effective deck
/// and the version: a checkpoint only continues the run that it came from.
class CheckpointFile {
 public:
  CheckpointFile(std::filesystem::path file, const Deck& deck);

  const std::filesystem::path& file() const { return file_; }
  bool exists() const;
  /// Replaces the file by one rename; a kill leaves the former checkpoint.
  void save(ModelRecord state) const;
  /// The state as it was given to save(). Throws DeckError where there is no checkpoint or it
  /// belongs to another deck or version, DataError where it cannot be read.
  ModelRecord load() const;
  void remove() const noexcept;

 private:
  std::filesystem::path file_;
  std::string fingerprint_;
};

/// 64-bit FNV-1a hash as 16 hexadecimal digits: tells decks apart, protects against nobody.
std::string fingerprint(const std::string& text);

}  // namespace tessera
