#pragma once

#include <string>
#include <vector>

#include "data/deck/deck.hpp"

namespace tessera {

/// ASCII lower case; other bytes as they are.
std::string lower_case(std::string text);

/// Without spaces and in lower case: the form in which paths of `--set` are compared.
std::string matching_form(const std::string& text);

/// Without spaces, tabs and line ends at both ends.
std::string trimmed(const std::string& text);

/// `[A-Za-z][A-Za-z0-9_]*`
bool is_identifier(const std::string& text);

/// One line for a message: control characters escaped, shortened to about `limit` bytes.
std::string printable(const std::string& text, std::size_t limit = 60);

/// `a, b, c`
std::string listed(const std::vector<std::string>& words);

/// `Did you mean "Points"? Allowed: Range, Points.`, the first part only where a name is near.
std::string suggestion(const std::string& word, const std::vector<std::string>& allowed);

/// Whether `{k:1}` was written for `{k: 1}`: YAML takes that as the key `k:1` without a value.
bool lacks_space_after_colon(const DeckNode::Entry& entry);

/// What stands at a node, for messages: `text "abc"`, `2.5`, `a list`, `a map`, `nothing`.
std::string description(const DeckNode& node);

}  // namespace tessera
