#include "data/deck/deck_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

#include <nlohmann/json.hpp>

#include "data/deck/words.hpp"

namespace tessera {
namespace {

/// Whether the text reads back as the same text without quotes, also inside flow brackets, and
/// also for other YAML readers.
bool is_plain(const std::string& text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_safe = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') ||
           std::string_view(" _./()+-*^=").find(c) != std::string_view::npos;
  };
  if (text.empty() || !is_letter(text.front()) || text.back() == ' ') return false;
  for (const char* word : {"null", "true", "false", "yes", "no", "on", "off"})
    if (lower_case(text) == word) return false;
  return std::all_of(text.begin(), text.end(), is_safe);
}

std::string quoted(const std::string& text) {
  const char* const digits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += "\\x";
      result += digits[byte >> 4];
      result += digits[byte & 0xF];
    } else {
      result += c;
    }
  }
  return result + '"';
}

nlohmann::ordered_json scalar_value(const DeckNode& node) {
  if (node.quoted) return node.text;
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  const char* const end = node.text.data() + node.text.size();
  std::int64_t integer = 0;
  if (std::from_chars(node.text.data(), end, integer).ptr == end) return integer;
  double real = 0;
  if (std::from_chars(node.text.data(), end, real).ptr == end) return real;
  return node.text;
}

nlohmann::ordered_json json_value(const DeckNode& node) {
  switch (node.kind) {
    case DeckNode::Kind::null:
      return nullptr;
    case DeckNode::Kind::scalar:
      return scalar_value(node);
    case DeckNode::Kind::sequence: {
      auto list = nlohmann::ordered_json::array();
      for (const DeckNode& item : node.items) list.push_back(json_value(item));
      return list;
    }
    case DeckNode::Kind::map:
      break;
  }
  // Appended without the search for equal keys, which a validated deck does not have.
  nlohmann::ordered_json::object_t map;
  for (const DeckNode::Entry& entry : node.entries)
    map.push_back({entry.key, json_value(entry.value)});
  return map;
}

}  // namespace

std::string yaml_key(const std::string& key) {
  return is_plain(key) ? key : quoted(key);
}

std::string to_flow_yaml(const DeckNode& node) {
  std::string text;
  switch (node.kind) {
    case DeckNode::Kind::null:
      return "null";
    case DeckNode::Kind::scalar:
      return !node.quoted || is_plain(node.text) ? node.text : quoted(node.text);
    case DeckNode::Kind::sequence:
      for (const DeckNode& item : node.items)
        text += (text.empty() ? std::string() : ", ") + to_flow_yaml(item);
      return "[" + text + "]";
    case DeckNode::Kind::map:
      break;
  }
  for (const DeckNode::Entry& entry : node.entries)
    text += (text.empty() ? std::string() : ", ") + yaml_key(entry.key) + ": " +
            to_flow_yaml(entry.value);
  return "{" + text + "}";
}

std::string to_yaml(const DeckNode& map, int indent) {
  std::string text;
  for (const DeckNode::Entry& entry : map.entries) {
    text.append(static_cast<std::size_t>(indent), ' ');
    text.append(yaml_key(entry.key)).append(":");
    if (entry.value.kind == DeckNode::Kind::map && !entry.value.entries.empty()) {
      text.append("\n").append(to_yaml(entry.value, indent + 2));
    } else {
      text.append(" ").append(to_flow_yaml(entry.value)).append("\n");
    }
  }
  return text;
}

std::string to_json(const DeckNode& node) {
  return json_value(node).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace tessera
