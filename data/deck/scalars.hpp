#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/deck/deck.hpp"
#include "data/deck/faults.hpp"
#include "data/deck/schema.hpp"

namespace tessera {

// Readers of single values. They return nothing after they have added a fault.
std::optional<double> read_real(const DeckNode& node, const std::string& path, const Bounds& bounds,
                                Faults& faults);
std::optional<Index> read_integer(const DeckNode& node, const std::string& path,
                                  const Bounds& bounds, Faults& faults);
std::optional<bool> read_boolean(const DeckNode& node, const std::string& path, Faults& faults);
std::optional<std::string> read_text(const DeckNode& node, const std::string& path, Faults& faults);
std::optional<std::string> read_choice(const DeckNode& node, const std::string& path,
                                       const std::vector<std::string>& allowed, Faults& faults);

// Effective values in normal form: numbers and booleans unquoted, texts quoted.
DeckNode real_node(double value);
DeckNode integer_node(Index value);
DeckNode boolean_node(bool value);
DeckNode text_node(const std::string& value);

/// Shortest decimal form that reads back to the same number; integers are written out.
std::string shortest(double value);

}  // namespace tessera
