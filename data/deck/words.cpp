#include "data/deck/words.hpp"

#include <algorithm>
#include <stdexcept>

#include "data/deck/constant_expression.hpp"
#include "data/deck/schema.hpp"

namespace tessera {

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string matching_form(const std::string& text) {
  std::string form = lower_case(text);
  std::erase(form, ' ');
  return form;
}

std::string trimmed(const std::string& text) {
  const char* const blanks = " \t\n\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_identifier(const std::string& text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_inner = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), is_inner);
}

std::string printable(const std::string& text, std::size_t limit) {
  const char* const digits = "0123456789abcdef";
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool continuation = (byte & 0xC0) == 0x80;
    if (line.size() >= limit && !continuation) return line + "...";
    if (c == '\n') {
      line += "\\n";
    } else if (c == '\t') {
      line += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      line += std::string("\\x") + digits[byte >> 4] + digits[byte & 0xF];
    } else {
      line += c;
    }
  }
  return line;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? std::string() : ", ") + word;
  return text;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& allowed) {
  const std::string nearest = nearest_name(word, allowed);
  std::string text = nearest.empty() ? "" : "Did you mean \"" + nearest + "\"? ";
  if (allowed.empty()) return text + "No key is allowed here.";
  return text + "Allowed: " + listed(allowed) + ".";
}

bool lacks_space_after_colon(const DeckNode::Entry& entry) {
  return entry.value.kind == DeckNode::Kind::null && entry.key.find(':') != std::string::npos;
}

std::string description(const DeckNode& node) {
  switch (node.kind) {
    case DeckNode::Kind::null:
      return "nothing";
    case DeckNode::Kind::sequence:
      return node.items.empty() ? "an empty list" : "a list";
    case DeckNode::Kind::map:
      return "a map";
    case DeckNode::Kind::scalar:
      break;
  }
  if (!node.quoted) {
    if (node.text == "true" || node.text == "false") return node.text;
    try {
      evaluate_constant(node.text);
      return printable(node.text);
    } catch (const std::invalid_argument&) {
      // Not a number, so it is text.
    }
  }
  return "text \"" + printable(node.text) + "\"";
}

}  // namespace tessera
