#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/deck/deck.hpp"
#include "data/deck/faults.hpp"
#include "data/deck/schema.hpp"

namespace tessera {

/// One declared key of a section.
struct SectionKey {
  enum class Kind {
    value,          ///< a scalar or a list
    named_values,   ///< a map of user names to scalars
    section,        ///< `child` has the keys
    named_sections  ///< a map of user names to sections; `child` is the section of a default
                    ///< element
  };

  Kind kind = Kind::value;
  std::string name;
  std::string doc;
  std::string type;  ///< in words: `number`, `list of texts`
  std::string units;
  std::string name_doc;  ///< what a user's name stands for
  std::vector<std::string> allowed;
  Bounds bounds;
  bool required = false;
  std::string example;  ///< YAML flow text, may be empty

  /// Values: assigns the variable and returns the effective value; nothing if faults were found.
  std::function<std::optional<DeckNode>(const DeckNode&, const std::string& path, Faults&)> read;
  /// Values and named sections: assigns the default.
  std::function<void()> reset;
  /// Nothing where the default means "not given".
  std::optional<DeckNode> default_value;
  /// Named sections: appends an element and declares its keys.
  std::function<void(const std::string& name, Section&)> add;
  std::unique_ptr<Section> child;

  bool is_required() const;
};

struct Section::Implementation {
  std::vector<SectionKey> keys;
  bool required = false;  ///< of the section itself
  std::string shorthand;  ///< the key that a scalar in place of the map stands for; may be empty

  SectionKey* find(const std::string& name);
  std::vector<std::string> names() const;
};

/// Reads a map into the variables bound to the section; an absent map (nullptr) means all
/// defaults. Returns the complete effective map, or nothing for an absent section that cannot be
/// left to its defaults.
std::optional<DeckNode> read_section(Section& section, const DeckNode* map, const Location& where,
                                     const std::string& path, Faults& faults);

/// The map that a scalar stands for in a section with a shorthand; other nodes as they are.
DeckNode without_shorthand(const DeckNode& node, const Location& key_where, const Section& section);

/// Puts the overrides into the tree. Keys are matched as `Override` says.
void apply_overrides(DeckNode& root, Section& section, const std::vector<Override>& overrides,
                     Faults& faults);

/// `unknown key. Did you mean ...`
std::string unknown_key_message(const std::string& name, const Section& section);

/// `parent > name`, fit for a message.
std::string path_of(const std::string& parent, const std::string& name);

/// `at least 1`, `between 0 and 1`; empty without bounds.
std::string to_string(const Bounds& bounds);

}  // namespace tessera
