#include <utility>

#include "data/deck/deck.hpp"
#include "data/deck/parse_deck.hpp"
#include "data/deck/section_keys.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera {
namespace {

Location place_of(const std::string& text) {
  return {"--set " + printable(text, 200), 0, 0};
}

/// The names between the slashes; faults are reported at `where`.
std::vector<std::string> split_path(const std::string& path, const Location& where) {
  std::vector<std::string> names;
  std::size_t first = 0;
  while (first <= path.size()) {
    const std::size_t slash = std::min(path.find('/', first), path.size());
    names.push_back(trimmed(path.substr(first, slash - first)));
    if (names.back().empty())
      throw DeckError(
          deck_message(where, "", "a name is missing in the path \"" + printable(path) + "\"."));
    first = slash + 1;
  }
  if (names.size() > static_cast<std::size_t>(maximum_nesting))
    throw DeckError(deck_message(where, "", "the path has too many names."));
  return names;
}

/// The name among `candidates` that a path means: exact, else without regard to case and spaces.
std::string matched(const std::string& name, const std::vector<std::string>& candidates,
                    const Location& where, const std::string& path, Faults& faults) {
  std::string match;
  for (const std::string& candidate : candidates) {
    if (candidate == name) return candidate;
    if (matching_form(candidate) != matching_form(name)) continue;
    if (!match.empty())
      faults.add(where, path_of(path, name),
                 "can mean \"" + match + "\" or \"" + candidate + "\".");
    match = candidate;
  }
  return match;
}

std::vector<std::string> keys_of(const DeckNode& map) {
  std::vector<std::string> keys;
  for (const DeckNode::Entry& entry : map.entries) keys.push_back(entry.key);
  return keys;
}

void set_places(DeckNode& node, const Location& where) {
  node.where = where;
  for (DeckNode& item : node.items) set_places(item, where);
  for (DeckNode::Entry& entry : node.entries) {
    entry.key_where = where;
    set_places(entry.value, where);
  }
}

/// The entry of that key, made where it is absent.
DeckNode::Entry& entry_of(DeckNode& map, const std::string& key, const Location& where) {
  for (DeckNode::Entry& entry : map.entries)
    if (entry.key == key) return entry;
  DeckNode::Entry entry;
  entry.key = key;
  entry.key_where = where;
  entry.value.where = where;
  // `Application` stays the first key.
  const auto position = key == "Application" ? map.entries.begin() : map.entries.end();
  return *map.entries.insert(position, std::move(entry));
}

/// Walks down deck and schema together along one path.
class PathWalk {
 public:
  PathWalk(DeckNode& root, Section& section, Location where, Faults& faults)
      : map_(&root), section_(&section), where_(std::move(where)), faults_(faults) {}

  void set(const std::vector<std::string>& names, DeckNode value) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (map_->kind == DeckNode::Kind::null) map_->kind = DeckNode::Kind::map;
      if (section_ != nullptr) *map_ = without_shorthand(*map_, map_->where, *section_);
      // A wrong kind in the deck is reported when the deck is read.
      if (map_->kind != DeckNode::Kind::map) return;
      if (!(section_ != nullptr ? step_into_section(names[i]) : step_into_names(names[i]))) return;
      if (i + 1 < names.size() && is_value_) {
        faults_.add(where_, path_, "is a value, not a map.");
        return;
      }
    }
    entry_->key_where = where_;
    entry_->value = std::move(value);
  }

 private:
  bool step_into_section(const std::string& name) {
    auto& section = section_->implementation();
    const std::string key_name = matched(name, section.names(), where_, path_, faults_);
    path_ = path_of(path_, key_name.empty() ? name : key_name);
    if (key_name.empty()) {
      faults_.add(where_, path_, unknown_key_message(name, *section_));
      return false;
    }
    SectionKey& key = *section.find(key_name);
    enter(key_name);
    is_value_ = key.kind == SectionKey::Kind::value;
    element_ = key.kind == SectionKey::Kind::named_sections ? key.child.get() : nullptr;
    section_ = key.kind == SectionKey::Kind::section ? key.child.get() : nullptr;
    return true;
  }

  /// A map of user names: names that the deck does not have are added.
  bool step_into_names(const std::string& name) {
    const std::string known = matched(name, keys_of(*map_), where_, path_, faults_);
    enter(known.empty() ? name : known);
    path_ = path_of(path_, known.empty() ? name : known);
    section_ = element_;
    is_value_ = element_ == nullptr;
    return true;
  }

  void enter(const std::string& key) {
    entry_ = &entry_of(*map_, key, where_);
    map_ = &entry_->value;
  }

  DeckNode* map_;
  Section* section_;            ///< of the map; nullptr in a map of user names
  Section* element_ = nullptr;  ///< of the values in a map of user names
  DeckNode::Entry* entry_ = nullptr;
  bool is_value_ = false;
  std::string path_;
  Location where_;
  Faults& faults_;
};

}  // namespace

Override parse_override(const std::string& text) {
  const Location where = place_of(text);
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos)
    throw DeckError(deck_message(where, "", "\"=\" is missing. Write --set path=value."));
  Override override_{trimmed(text.substr(0, sign)), trimmed(text.substr(sign + 1))};
  if (override_.path.empty())
    throw DeckError(deck_message(where, "", "the path before \"=\" is empty."));
  if (override_.value.empty())
    throw DeckError(deck_message(where, "", "the value after \"=\" is empty."));
  split_path(override_.path, where);
  return override_;
}

void apply_overrides(DeckNode& root, Section& section, const std::vector<Override>& overrides,
                     Faults& faults) {
  for (const Override& change : overrides) {
    const Location where = place_of(change.path + "=" + change.value);
    DeckNode value;
    try {
      value = parse_yaml(change.value, where.file);
    } catch (const DeckError&) {
      faults.add(where, "", "the value is not YAML. Put text with special characters in quotes.");
      continue;
    }
    set_places(value, where);
    PathWalk(root, section, where, faults).set(split_path(change.path, where), std::move(value));
  }
}

}  // namespace tessera
