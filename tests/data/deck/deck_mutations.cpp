#include "tests/data/deck/deck_mutations.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>

namespace tessera {
namespace {

using Strings = std::vector<std::string>;

Strings lines_of(const std::string& text) {
  Strings lines{""};
  for (const char c : text) {
    lines.back() += c;
    if (c == '\n') lines.emplace_back();
  }
  if (lines.back().empty() && lines.size() > 1) lines.pop_back();
  return lines;
}

std::string joined(const Strings& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::string repeated(const std::string& part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

bool is_key_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ' ';
}

/// First byte and length of everything that looks like `Key` in `Key:`, or like a value.
using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

Spans keys_of(const std::string& text) {
  Spans spans;
  for (std::size_t colon = text.find(':'); colon != std::string::npos;
       colon = text.find(':', colon + 1)) {
    std::size_t first = colon;
    while (first > 0 && is_key_character(text[first - 1])) --first;
    while (first < colon && text[first] == ' ') ++first;
    if (first < colon) spans.emplace_back(first, colon - first);
  }
  return spans;
}

Spans values_of(const std::string& text) {
  Spans spans;
  std::size_t first = std::string::npos;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '\n';
    const bool is_end = c == '\n' || c == ',' || c == ']' || c == '}';
    if (is_end && first != std::string::npos && i > first) spans.emplace_back(first, i - first);
    if (is_end) first = std::string::npos;
    if (c == '[' || c == '{' || c == ',' || c == ':') first = i + 1;
  }
  return spans;
}

}  // namespace

DeckMutations::DeckMutations(std::string correct_deck, std::uint64_t seed)
    : correct_deck_(std::move(correct_deck)), random_(seed) {}

// The distributions of the standard library differ between its implementations.
std::size_t DeckMutations::below(std::size_t bound) {
  return bound == 0 ? 0 : static_cast<std::size_t>(random_() % bound);
}

std::string DeckMutations::next() {
  std::string text = correct_deck_;
  const std::size_t mutations = 1 + below(4);
  for (std::size_t i = 0; i < mutations; ++i) mutate(text);
  return text;
}

void DeckMutations::mutate(std::string& text) {
  switch (below(10)) {
    case 0:
    case 1:
      return mutate_lines(text);
    case 2:
      return mutate_key(text);
    case 3:
    case 4:
    case 5:
      return mutate_value(text);
    case 6:
      return mutate_characters(text);
    case 7:
      return mutate_indentation(text);
    case 8:
      return mutate_case(text);
    default:
      return mutate_whole(text);
  }
}

void DeckMutations::mutate_lines(std::string& text) {
  Strings lines = lines_of(text);
  const std::size_t line = below(lines.size());
  const auto position = [&](std::size_t i) {
    return lines.begin() + static_cast<std::ptrdiff_t>(i);
  };
  switch (below(4)) {
    case 0:
      lines.erase(position(line));
      break;
    case 1: {
      const std::string copy = lines[line];
      lines.insert(position(below(lines.size())), copy);
      break;
    }
    case 2:
      std::swap(lines[line], lines[below(lines.size())]);
      break;
    default:
      lines.insert(position(line), any_of(Strings{"---\n", "...\n", "%YAML 1.2\n", "<<: {a: 1}\n",
                                                  "Unheard Of: 1\n", "- 1\n", "? x\n", "# text\n",
                                                  "? [a, b]\n: c\n", ": 1\n", "\n", "x\n"}));
  }
  text = joined(lines);
}

void DeckMutations::mutate_key(std::string& text) {
  const Spans keys = keys_of(text);
  if (keys.empty()) return;
  const auto [first, length] = keys[below(keys.size())];
  const auto [other_first, other_length] = keys[below(keys.size())];
  const std::string other = text.substr(other_first, other_length);
  switch (below(5)) {
    case 0:
      text.erase(first + below(length), 1);
      break;
    case 1:
      text.insert(first + below(length), 1, static_cast<char>('a' + below(26)));
      break;
    case 2:
      text.replace(first, length, other);
      break;
    case 3:
      text.erase(first + length, 1);  // the colon
      break;
    default:
      text.replace(first, length, extreme());
  }
}

void DeckMutations::mutate_value(std::string& text) {
  const Spans values = values_of(text);
  if (values.empty()) return;
  const auto [first, length] = values[below(values.size())];
  if (below(4) != 0) {
    text.replace(first, length, " " + extreme());
    return;
  }
  const auto [other_first, other_length] = values[below(values.size())];
  const std::string value = text.substr(first, length);
  const std::string other = text.substr(other_first, other_length);
  if (first + length <= other_first || other_first + other_length <= first) {
    // The later one first, so that the places stay valid.
    const bool is_later = first > other_first;
    text.replace(is_later ? first : other_first, is_later ? length : other_length,
                 is_later ? other : value);
    text.replace(is_later ? other_first : first, is_later ? other_length : length,
                 is_later ? value : other);
  }
}

std::string DeckMutations::extreme() {
  const std::size_t times = std::size_t{1} << below(13);
  switch (below(12)) {
    case 0:
      return repeated("(", times) + "1" + repeated(")", below(2) == 0 ? times : below(times + 1));
    case 1:
      return repeated("[", times) + "1" + repeated("]", below(2) == 0 ? times : below(times + 1));
    case 2:
      return repeated("{a: ", times) + "1" +
             repeated("}", below(2) == 0 ? times : below(times + 1));
    case 3:
      return repeated("x", times * 16);
    case 4:
      return repeated(any_of(Strings{"- ", "? ", "!", "&a ", "-", "+", "2^", "\"", "'", "a: "}),
                      times);
    case 5: {
      std::string bytes;
      for (std::size_t i = below(64); i > 0; --i) bytes += static_cast<char>(below(256));
      return bytes;
    }
    default:
      return any_of(Strings{"1e400",
                            "-1e400",
                            "1e-400",
                            "-1",
                            "0",
                            "-0.0",
                            "10^10^10",
                            "(-8)^(1/3)",
                            "1/0",
                            "9007199254740993",
                            "1e18",
                            ".nan",
                            ".inf",
                            "nan",
                            "0x10",
                            "1_000",
                            "1,5",
                            "\"\"",
                            "''",
                            "[]",
                            "{}",
                            "[[]]",
                            "[{}]",
                            "{{}}",
                            "[,]",
                            "~",
                            "null",
                            "true",
                            "no",
                            "*a",
                            "&a 1",
                            "!!int 1",
                            "!x",
                            "@",
                            "`",
                            "%",
                            "|",
                            ">",
                            "|\n  block\n",
                            "\"open",
                            "'open",
                            "a: b: c",
                            "\"\\x00\"",
                            "\"\\q\"",
                            "\"\\ud800\"",
                            "2**3",
                            "2pi",
                            "sqrt",
                            "sqrt(",
                            "log(-1)",
                            "u_xx = ",
                            "=",
                            "/dev/zero",
                            "../..",
                            "\xC3\xBC\xE2\x82\xAC",
                            "\t1",
                            "1\t# x",
                            "[1, 2, 3]",
                            "{a: 1, a: 2}",
                            "{x: {Range: [0, 1]}}"});
  }
}

void DeckMutations::mutate_characters(std::string& text) {
  const std::size_t place = below(text.size());
  switch (below(6)) {
    case 0:
      text.erase(place, 1 + below(8));
      break;
    case 1:
      text.insert(place, 1, static_cast<char>(below(256)));
      break;
    case 2:
      text.insert(place, any_of(Strings{"[", "]", "{", "}", "\"", "'", ":", ": ", ",",  "#", " #",
                                        "&", "*", "!", "|", ">",  "?", "-", "\n", "\r", "\t"}));
      break;
    case 3:
      text.insert(below(text.size()), text.substr(place, 1 + below(200)));
      break;
    case 4:
      if (!text.empty()) text[place] = static_cast<char>(text[place] ^ (1 << below(8)));
      break;
    default: {
      const std::size_t bracket = text.find_first_of("[]{}\"", place);
      if (bracket != std::string::npos) text.erase(bracket, 1);
    }
  }
}

void DeckMutations::mutate_indentation(std::string& text) {
  Strings lines = lines_of(text);
  std::string& line = lines[below(lines.size())];
  switch (below(5)) {
    case 0:
      line.insert(0, 1 + below(3), ' ');
      break;
    case 1:
      line.erase(0, 1);
      break;
    case 2:
      line.insert(0, "\t");
      break;
    case 3:
      line.insert(0, std::size_t{1} << below(16), ' ');
      break;
    default:
      for (std::size_t i = 0; i < lines.size(); ++i) lines[i].insert(0, i, ' ');
  }
  text = joined(lines);
}

void DeckMutations::mutate_case(std::string& text) {
  const Spans keys = keys_of(text);
  if (keys.empty()) return;
  const bool all = below(4) == 0;
  const std::size_t chosen = below(keys.size());
  const bool upper = below(2) == 0;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (!all && k != chosen) continue;
    for (std::size_t i = keys[k].first; i < keys[k].first + keys[k].second; ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      text[i] = static_cast<char>(upper ? std::toupper(c) : std::tolower(c));
    }
  }
}

void DeckMutations::mutate_whole(std::string& text) {
  switch (below(8)) {
    case 0:
      text.resize(below(text.size() + 1));
      break;
    case 1:
      text.erase(0, below(text.size() + 1));
      break;
    case 2:
      text.insert(0, "\xEF\xBB\xBF");
      break;
    case 3: {
      Strings lines = lines_of(text);
      for (std::string& line : lines)
        if (line.back() == '\n') line.insert(line.size() - 1, "\r");
      text = joined(lines);
      break;
    }
    case 4:
      text += text;
      break;
    case 5:
      text += "Appended: " + extreme() + "\n";
      break;
    case 6:
      text = "{" + text + "}";
      break;
    default:
      text = any_of(Strings{"", " ", "\n", "# only\n", "\t", "[]", "{}", "~", "\xFF\xFE", "-", ":",
                            "?", "---", "- - -", "\"", "[", "{", "a"});
  }
}

}  // namespace tessera
