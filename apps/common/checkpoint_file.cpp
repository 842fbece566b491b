#include "apps/common/checkpoint_file.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "apps/common/version.hpp"
#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"

namespace tessera {

namespace {

const std::string deck_key = "checkpoint_deck";
const std::string version_key = "checkpoint_version";

std::string take_text(ModelRecord& record, const std::string& key) {
  const auto found = record.texts.find(key);
  if (found == record.texts.end()) return {};
  std::string text = found->second;
  record.texts.erase(found);
  return text;
}

}  // namespace

std::string fingerprint(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return fmt::format("{:016x}", hash);
}

CheckpointFile::CheckpointFile(std::filesystem::path file, const Deck& deck)
    : file_(std::move(file)), fingerprint_(fingerprint(deck.yaml)) {}

bool CheckpointFile::exists() const {
  std::error_code ignored;
  return std::filesystem::exists(file_, ignored);
}

void CheckpointFile::save(ModelRecord state) const {
  state.texts[deck_key] = fingerprint_;
  state.texts[version_key] = version();
  hdf5::save_record(state, file_);
}

ModelRecord CheckpointFile::load() const {
  if (!exists())
    throw DeckError("--restart: there is no checkpoint " + file_.string() +
                    ". Start without --restart.");
  ModelRecord state = hdf5::load_record(file_);
  if (const std::string written_by = take_text(state, version_key); written_by != version())
    throw DeckError(fmt::format(
        "--restart: the checkpoint {} was written by version {}, this is version {}. Start without "
        "--restart, or continue with that version.",
        file_.string(), written_by.empty() ? "unknown" : written_by, version()));
  if (take_text(state, deck_key) != fingerprint_)
    throw DeckError("--restart: the checkpoint " + file_.string() +
                    " belongs to another deck (or to other --set values). Restore the deck, or "
                    "start without --restart.");
  return state;
}

void CheckpointFile::remove() const noexcept {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

}  // namespace tessera
