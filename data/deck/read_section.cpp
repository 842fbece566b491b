#include "data/deck/section_keys.hpp"
#include "data/deck/section_values.hpp"
#include "data/deck/words.hpp"

namespace tessera {

bool SectionKey::is_required() const {
  return required || (kind == Kind::section && child->implementation().required);
}

SectionKey* Section::Implementation::find(const std::string& name) {
  for (SectionKey& key : keys)
    if (key.name == name) return &key;
  return nullptr;
}

std::vector<std::string> Section::Implementation::names() const {
  std::vector<std::string> all;
  for (const SectionKey& key : keys) all.push_back(key.name);
  return all;
}

std::string path_of(const std::string& parent, const std::string& name) {
  return parent.empty() ? printable(name) : parent + " > " + printable(name);
}

std::string unknown_key_message(const std::string& name, const Section& section) {
  const std::vector<std::string> allowed = section.implementation().names();
  return "unknown key. " + suggestion(name, allowed);
}

DeckNode without_shorthand(const DeckNode& node, const Location& key_where,
                           const Section& section) {
  const std::string& key = section.implementation().shorthand;
  if (node.kind != DeckNode::Kind::scalar || key.empty()) return node;
  DeckNode map;
  map.kind = DeckNode::Kind::map;
  map.where = node.where;
  map.entries.push_back({key, key_where, node});
  return map;
}

namespace {

bool is_empty(const DeckNode& node) {
  return node.items.empty() && node.entries.empty();
}

/// What is wrong with a key that the section does not have.
std::string unknown_key_fault(Section& section, const DeckNode& map, const DeckNode::Entry& entry) {
  if (lacks_space_after_colon(entry)) return "a space is missing after \":\".";
  for (const SectionKey& key : section.implementation().keys) {
    if (matching_form(key.name) != matching_form(entry.key)) continue;
    std::string message = "unknown key. Keys are written in Title Case: \"" + key.name + "\"";
    for (const DeckNode::Entry& twin : map.entries)
      if (twin.key == key.name)
        message += ", which is given at " + to_string(twin.key_where) + " already";
    return message + ".";
  }
  return unknown_key_message(entry.key, section);
}

void refuse_unknown_keys(Section& section, const DeckNode& map, const std::string& path,
                         Faults& faults) {
  for (const DeckNode::Entry& entry : map.entries) {
    if (section.implementation().find(entry.key) != nullptr) continue;
    faults.add(entry.key_where, path_of(path, entry.key),
               faults.full() ? std::string() : unknown_key_fault(section, map, entry));
  }
}

std::optional<DeckNode> read_named_sections(SectionKey& key, const DeckNode& map,
                                            const std::string& path, Faults& faults) {
  key.reset();
  if (!expect_map(map, path, "{name: {key: value}}", faults)) return std::nullopt;
  DeckNode effective;
  effective.kind = DeckNode::Kind::map;
  for (const DeckNode::Entry& entry : map.entries) {
    const std::string entry_path = path_of(path, entry.key);
    if (!expect_named_value(entry, entry_path, faults)) continue;
    Section element;
    key.add(entry.key, element);
    const DeckNode whole = without_shorthand(entry.value, entry.key_where, element);
    auto value = read_section(element, &whole, entry.key_where, entry_path, faults);
    if (value) add_entry(effective, entry.key, std::move(*value));
  }
  return effective;
}

std::optional<DeckNode> read_given(SectionKey& key, const DeckNode::Entry& entry,
                                   const std::string& path, Faults& faults) {
  const DeckNode& value = entry.value;
  if (value.kind == DeckNode::Kind::null) {
    faults.add(entry.key_where, path, "empty value.");
    return std::nullopt;
  }
  if (key.kind == SectionKey::Kind::section)
    return read_section(*key.child, &value, entry.key_where, path, faults);
  const bool is_collection =
      value.kind == DeckNode::Kind::sequence || value.kind == DeckNode::Kind::map;
  if (key.required && is_collection && is_empty(value)) {
    faults.add(value.where, path, "is required and must not be empty.");
    return std::nullopt;
  }
  if (key.kind == SectionKey::Kind::named_sections)
    return read_named_sections(key, value, path, faults);
  return key.read(value, path, faults);
}

std::optional<DeckNode> read_absent(SectionKey& key, const std::string& path, Faults& faults) {
  if (key.kind == SectionKey::Kind::section)
    return read_section(*key.child, nullptr, {}, path_of(path, key.name), faults);
  key.reset();
  return key.default_value;
}

/// Whether a key of the map is a misspelling of `name`, which is reported already.
bool is_misspelt_in(const DeckNode& map, const std::string& name, Section& section) {
  for (const DeckNode::Entry& entry : map.entries)
    if (section.implementation().find(entry.key) == nullptr &&
        !nearest_name(entry.key, {name}).empty())
      return true;
  return false;
}

void report_missing(const SectionKey& key, const Location& where, const std::string& path,
                    Faults& faults) {
  const std::string example =
      key.example.empty() ? "" : ", for example \"" + key.name + ": " + key.example + "\"";
  faults.add(where, path, "required key \"" + key.name + "\" is missing" + example + ".");
}

}  // namespace

std::optional<DeckNode> read_section(Section& section, const DeckNode* map, const Location& where,
                                     const std::string& path, Faults& faults) {
  const bool given = map != nullptr;
  if (given && map->kind != DeckNode::Kind::map) {
    const std::string keys = listed(section.implementation().names());
    expect_map(*map, path, "with the keys " + keys, faults);
    return std::nullopt;
  }
  if (given) refuse_unknown_keys(section, *map, path, faults);
  DeckNode effective;
  effective.kind = DeckNode::Kind::map;
  bool complete = true;
  for (SectionKey& key : section.implementation().keys) {
    const DeckNode::Entry* entry = nullptr;
    if (given)
      for (const DeckNode::Entry& candidate : map->entries)
        if (candidate.key == key.name) entry = &candidate;
    std::optional<DeckNode> value;
    if (entry != nullptr) {
      value = read_given(key, *entry, path_of(path, key.name), faults);
    } else {
      value = read_absent(key, path, faults);
      if (key.is_required()) {
        complete = false;
        if (given && !is_misspelt_in(*map, key.name, section))
          report_missing(key, where, path, faults);
      }
    }
    if (value) add_entry(effective, key.name, std::move(*value));
  }
  if (!given && (!complete || effective.entries.empty())) return std::nullopt;
  return effective;
}

}  // namespace tessera
