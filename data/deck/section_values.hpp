#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "data/deck/section_keys.hpp"

namespace tessera {

/// Adds a key without meaning yet. std::logic_error where the section has that key already.
SectionKey& declare(Section::Implementation& section, const std::string& key,
                    const std::string& doc);

/// Appends an effective value to a map.
void add_entry(DeckNode& map, const std::string& key, DeckNode value);

/// A key whose value `read` turns into a T, and `write` into its effective form. `is_given` tells
/// defaults that a deck could state from those that mean "not given".
template <class T, class Read, class Write, class IsGiven>
SectionKey& declare_value(Section::Implementation& section, const std::string& key, T& target,
                          const std::string& doc, Read read, Write write, IsGiven is_given) {
  SectionKey& declared = declare(section, key, doc);
  declared.read = [&target, read, write](const DeckNode& node, const std::string& path,
                                         Faults& faults) -> std::optional<DeckNode> {
    std::optional<T> value = read(node, path, faults);
    if (!value) return std::nullopt;
    target = std::move(*value);
    return write(target);
  };
  declared.reset = [&target, initial = target] { target = initial; };
  if (is_given(target)) declared.default_value = write(target);
  return declared;
}

/// Whether the node is a list; adds a fault otherwise.
bool expect_list(const DeckNode& node, const std::string& path, Faults& faults);
/// Whether the node is a map; adds a fault otherwise.
bool expect_map(const DeckNode& node, const std::string& path, const std::string& content,
                Faults& faults);
/// Whether the entry has a value and its key is an identifier; adds a fault otherwise.
bool expect_named_value(const DeckNode::Entry& entry, const std::string& path, Faults& faults);

/// A list whose elements `read` reads.
template <class T, class Read, class Write>
SectionKey& declare_list(Section::Implementation& section, const std::string& key,
                         std::vector<T>& target, const std::string& doc, Read read, Write write) {
  const auto read_list = [read](const DeckNode& node, const std::string& path,
                                Faults& faults) -> std::optional<std::vector<T>> {
    if (!expect_list(node, path, faults)) return std::nullopt;
    std::vector<T> values;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const std::string item_path = path_of(path, "item " + std::to_string(i + 1));
      if (node.items[i].kind == DeckNode::Kind::null) {
        faults.add(node.items[i].where, item_path, "empty value.");
        continue;
      }
      std::optional<T> value = read(node.items[i], item_path, faults);
      if (value) values.push_back(std::move(*value));
    }
    if (values.size() < node.items.size()) return std::nullopt;
    return values;
  };
  const auto write_list = [write](const std::vector<T>& values) {
    DeckNode list;
    list.kind = DeckNode::Kind::sequence;
    for (const T& value : values) list.items.push_back(write(value));
    return list;
  };
  return declare_value(section, key, target, doc, read_list, write_list,
                       [](const std::vector<T>& values) { return !values.empty(); });
}

/// A map of user names whose values `read` reads.
template <class T, class Read, class Write>
SectionKey& declare_named(Section::Implementation& section, const std::string& key,
                          std::vector<std::pair<std::string, T>>& target, const std::string& doc,
                          Read read, Write write) {
  using Values = std::vector<std::pair<std::string, T>>;
  const auto read_map = [read](const DeckNode& node, const std::string& path,
                               Faults& faults) -> std::optional<Values> {
    if (!expect_map(node, path, "{name: value}", faults)) return std::nullopt;
    Values values;
    for (const DeckNode::Entry& entry : node.entries) {
      const std::string entry_path = path_of(path, entry.key);
      if (!expect_named_value(entry, entry_path, faults)) continue;
      std::optional<T> value = read(entry.value, entry_path, faults);
      if (value) values.emplace_back(entry.key, std::move(*value));
    }
    if (values.size() < node.entries.size()) return std::nullopt;
    return values;
  };
  const auto write_map = [write](const Values& values) {
    DeckNode map;
    map.kind = DeckNode::Kind::map;
    for (const auto& [name, value] : values) add_entry(map, name, write(value));
    return map;
  };
  SectionKey& declared = declare_value(section, key, target, doc, read_map, write_map,
                                       [](const Values& values) { return !values.empty(); });
  declared.kind = SectionKey::Kind::named_values;
  return declared;
}

std::optional<std::pair<double, double>> read_range(const DeckNode& node, const std::string& path,
                                                    Faults& faults);
DeckNode range_node(const std::pair<double, double>& range);

/// Adds a fault for every item of the effective list that occurs earlier in it.
void refuse_repetition(const DeckNode& list, const DeckNode& written, const std::string& path,
                       Faults& faults);

}  // namespace tessera
