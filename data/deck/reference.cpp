#include <cctype>
#include <sstream>
#include <string>

#include "data/deck/deck_writer.hpp"
#include "data/deck/parse_deck.hpp"
#include "data/deck/schema.hpp"
#include "data/deck/section_keys.hpp"
#include "data/deck/words.hpp"

namespace tessera {
namespace {

std::string without_period(const std::string& text) {
  return !text.empty() && text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

/// `integer of at least 1, in m`
std::string type_in_words(const SectionKey& key) {
  std::string words = key.type;
  if (!key.allowed.empty()) words += ": " + listed(key.allowed);
  const std::string limits = to_string(key.bounds);
  if (!limits.empty()) words += " " + limits;
  if (!key.units.empty()) words += ", in " + key.units;
  return words;
}

std::string default_in_words(const SectionKey& key) {
  if (key.is_required()) return "required";
  if (key.kind == SectionKey::Kind::section) return "";
  return key.default_value ? to_flow_yaml(*key.default_value) : "none";
}

/// The doc of a key and what may stand there.
std::string documentation(const SectionKey& key) {
  std::string text = without_period(key.doc) + ".";
  if (key.kind == SectionKey::Kind::section) return text + (key.is_required() ? " Required." : "");
  if (!key.name_doc.empty()) text += " Keyed by " + without_period(key.name_doc) + ".";
  std::string type = type_in_words(key);
  type.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(type.front())));
  const std::string value = default_in_words(key);
  return text + " " + type + "; " +
         (value == "required" || value == "none" ? "" : std::string("default ")) +
         (value == "none" ? "not given by default" : value) + ".";
}

std::string spaces(int indent) {
  return std::string(static_cast<std::size_t>(indent), ' ');
}

std::string comment(const std::string& text, int indent) {
  constexpr std::size_t width = 96;
  const std::string start = spaces(indent) + "#";
  std::istringstream words(text);
  std::string lines, line = start, word;
  while (words >> word) {
    if (line != start && line.size() + 1 + word.size() > width) {
      lines += line + "\n";
      line = start;
    }
    line += " " + word;
  }
  return lines + line + "\n";
}

std::string commented_out(const std::string& lines, int indent) {
  std::istringstream stream(lines);
  std::string result, line;
  const std::string start = spaces(indent);
  while (std::getline(stream, line))
    result += start + "#" + (line.empty() ? "" : " " + line.substr(start.size())) + "\n";
  return result;
}

bool has_live_lines(const std::string& body) {
  std::istringstream stream(body);
  std::string line;
  while (std::getline(stream, line)) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first != std::string::npos && line[first] != '#') return true;
  }
  return false;
}

std::string section_text(const Section& section, const DeckNode* sample, int indent);

/// `Name:` with the lines of its map, or `Name: {}` where all of them are comments.
std::string map_text(const std::string& name, const std::string& body, int indent) {
  return spaces(indent) + yaml_key(name) + (has_live_lines(body) ? ":\n" : ": {}\n") + body;
}

std::string named_sections_text(const SectionKey& key, const DeckNode* sample, int indent) {
  if (sample == nullptr || sample->entries.empty()) {
    const std::string element = section_text(*key.child, nullptr, indent + 4);
    return map_text(key.name, commented_out(map_text("name", element, indent + 2), indent + 2),
                    indent);
  }
  std::string body;
  for (const DeckNode::Entry& entry : sample->entries)
    body +=
        body.empty()
            ? map_text(entry.key, section_text(*key.child, &entry.value, indent + 4), indent + 2)
            : spaces(indent + 2) + yaml_key(entry.key) + ": " + to_flow_yaml(entry.value) + "\n";
  return map_text(key.name, body, indent);
}

std::string key_text(const SectionKey& key, const DeckNode* sample, int indent) {
  if (key.kind == SectionKey::Kind::section)
    return map_text(key.name, section_text(*key.child, sample, indent + 2), indent);
  if (key.kind == SectionKey::Kind::named_sections) return named_sections_text(key, sample, indent);
  const std::string name = spaces(indent) + yaml_key(key.name) + ":";
  if (sample == nullptr) return commented_out(name, indent);
  return name + " " + to_flow_yaml(*sample) + "\n";
}

std::string section_text(const Section& section, const DeckNode* sample, int indent) {
  std::string text;
  for (const SectionKey& key : section.implementation().keys) {
    DeckNode example;
    const DeckNode* value = sample != nullptr ? sample->find(key.name) : nullptr;
    if (value == nullptr && !key.example.empty()) {
      example = parse_yaml(key.example, "example of " + key.name);
      value = &example;
    }
    if (value == nullptr && key.default_value) value = &*key.default_value;
    if (indent == 0) text += "\n";
    text += comment(documentation(key), indent) + key_text(key, value, indent);
  }
  return text;
}

std::string in_cell(const std::string& text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c == '\n' ? ' ' : c;
  }
  return cell;
}

std::string table_rows(const Section& section, const std::string& path) {
  std::string rows;
  for (const SectionKey& key : section.implementation().keys) {
    const std::string key_path = path.empty() ? key.name : path + " > " + key.name;
    const std::string value = default_in_words(key);
    const bool is_word = value.empty() || value == "required" || value == "none";
    std::string doc = without_period(key.doc) + ".";
    if (!key.name_doc.empty()) doc += " Keyed by " + without_period(key.name_doc) + ".";
    rows += "| `" + in_cell(key_path) + "` | " + in_cell(type_in_words(key)) + " | " +
            (is_word ? value : "`" + in_cell(value) + "`") + " | " + in_cell(doc) + " |\n";
    if (key.child == nullptr) continue;
    const bool is_named = key.kind == SectionKey::Kind::named_sections;
    rows += table_rows(*key.child, is_named ? key_path + " > NAME" : key_path);
  }
  return rows;
}

}  // namespace

std::string Schema::reference_deck() const {
  return comment("tessera-" + application_ + ": " + without_period(title_) + ".", 0) +
         comment("Every key of its decks. Keys that are commented out have no default.", 0) +
         section_text(root_, nullptr, 0);
}

std::string Schema::reference_markdown() const {
  return "| Key | Value | Default | Meaning |\n|---|---|---|---|\n" + table_rows(root_, "");
}

}  // namespace tessera
