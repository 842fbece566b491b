#include "data/deck/section_values.hpp"

#include "data/deck/scalars.hpp"
#include "data/deck/words.hpp"

namespace tessera {

SectionKey& declare(Section::Implementation& section, const std::string& key,
                    const std::string& doc) {
  if (section.find(key) != nullptr) throw std::logic_error("key \"" + key + "\" declared twice");
  SectionKey declared;
  declared.name = key;
  declared.doc = doc;
  section.keys.push_back(std::move(declared));
  return section.keys.back();
}

void add_entry(DeckNode& map, const std::string& key, DeckNode value) {
  DeckNode::Entry entry;
  entry.key = key;
  entry.value = std::move(value);
  map.entries.push_back(std::move(entry));
}

bool expect_list(const DeckNode& node, const std::string& path, Faults& faults) {
  if (node.kind == DeckNode::Kind::sequence) return true;
  std::string hint;
  if (node.kind == DeckNode::Kind::scalar)
    hint = " [" + (node.quoted ? "\"" + printable(node.text) + "\"" : printable(node.text)) + "]";
  faults.add(node.where, path, "found " + description(node) + ", expected a list" + hint + ".");
  return false;
}

bool expect_map(const DeckNode& node, const std::string& path, const std::string& content,
                Faults& faults) {
  if (node.kind == DeckNode::Kind::map) return true;
  faults.add(node.where, path, "found " + description(node) + ", expected a map " + content + ".");
  return false;
}

bool expect_named_value(const DeckNode::Entry& entry, const std::string& path, Faults& faults) {
  constexpr std::size_t longest_name = 100;
  if (entry.key.size() > longest_name) {
    faults.add(entry.key_where, path, "a name has at most 100 characters.");
  } else if (lacks_space_after_colon(entry)) {
    faults.add(entry.key_where, path, "a space is missing after \":\".");
  } else if (!is_identifier(entry.key)) {
    faults.add(entry.key_where, path,
               "not a name. Names are made of letters, digits and _, and start with a letter.");
  } else if (entry.value.kind == DeckNode::Kind::null) {
    faults.add(entry.key_where, path, "empty value.");
  } else {
    return true;
  }
  return false;
}

std::optional<std::pair<double, double>> read_range(const DeckNode& node, const std::string& path,
                                                    Faults& faults) {
  const std::string expected = ", expected [first, last] with first < last.";
  if (node.kind != DeckNode::Kind::sequence) {
    faults.add(node.where, path, "found " + description(node) + expected);
    return std::nullopt;
  }
  if (node.items.size() != 2) {
    faults.add(node.where, path, "found a list of " + std::to_string(node.items.size()) + expected);
    return std::nullopt;
  }
  const auto first = read_real(node.items[0], path_of(path, "first"), {}, faults);
  const auto last = read_real(node.items[1], path_of(path, "last"), {}, faults);
  if (!first || !last) return std::nullopt;
  if (*first < *last) return std::pair(*first, *last);
  faults.add(node.where, path,
             "found [" + shortest(*first) + ", " + shortest(*last) + "]" + expected);
  return std::nullopt;
}

DeckNode range_node(const std::pair<double, double>& range) {
  DeckNode list;
  list.kind = DeckNode::Kind::sequence;
  list.items = {real_node(range.first), real_node(range.second)};
  return list;
}

void refuse_repetition(const DeckNode& list, const DeckNode& written, const std::string& path,
                       Faults& faults) {
  for (std::size_t i = 0; i < list.items.size() && !faults.full(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      if (list.items[k].text != list.items[i].text) continue;
      faults.add(written.items[i].where, path_of(path, "item " + std::to_string(i + 1)),
                 "\"" + list.items[i].text + "\" stands in the list already.");
      break;
    }
}

}  // namespace tessera
