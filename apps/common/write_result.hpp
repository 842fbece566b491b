#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "apps/common/application.hpp"

namespace tessera {

/// Writes all files of a result but the log into `folder`: result.h5 (fields, tables, /model,
/// /deck, /provenance), ParaView files, further files, deck.yaml and deck.json (the effective
/// deck), summary.json. Returns remarks for the log. Throws ResourceError where a file cannot be
/// written.
std::vector<std::string> write_result(const Outcome& outcome, const Deck& deck,
                                      const std::map<std::string, std::string>& provenance,
                                      const Summary& summary, const std::filesystem::path& folder);

/// The value of a scalar key at the root of the effective deck; `otherwise` where there is none.
std::string root_text(const Deck& deck, const std::string& key, const std::string& otherwise);

}  // namespace tessera
