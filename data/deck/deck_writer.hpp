#pragma once

#include <string>

#include "data/deck/deck.hpp"

namespace tessera {

/// Block YAML of a map, each line indented by `indent` spaces; lists are in flow form. Quoted
/// scalars are written plain only where that cannot change their meaning.
std::string to_yaml(const DeckNode& map, int indent = 0);

/// One line of flow YAML: `{Range: [0.0, 1.0], Points: 400}`.
std::string to_flow_yaml(const DeckNode& node);

/// A key, in quotes where it needs them.
std::string yaml_key(const std::string& key);

/// Indented JSON of an effective node: quoted scalars become strings, others numbers and booleans.
std::string to_json(const DeckNode& node);

}  // namespace tessera
