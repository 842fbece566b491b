#include "data/deck/scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "data/deck/constant_expression.hpp"
#include "data/deck/section_keys.hpp"
#include "data/deck/words.hpp"

namespace tessera {
namespace {

/// Every integer up to here is a double.
constexpr double largest_integer = 9007199254740992.0;

DeckNode scalar_node(const std::string& text, bool quoted) {
  DeckNode node;
  node.kind = DeckNode::Kind::scalar;
  node.text = text;
  node.quoted = quoted;
  return node;
}

std::string with_bounds(const std::string& type, const Bounds& bounds) {
  const std::string limits = to_string(bounds);
  return limits.empty() ? type : type + " " + limits;
}

/// Whether the text was meant to be a formula, so that the place of its fault helps.
bool looks_like_expression(const std::string& text) {
  return text.find_first_of("0123456789+-*/^()") != std::string::npos;
}

std::optional<double> read_number(const DeckNode& node, const std::string& path,
                                  const std::string& expected, Faults& faults) {
  if (node.kind == DeckNode::Kind::scalar) {
    try {
      return evaluate_constant(node.text);
    } catch (const std::invalid_argument& error) {
      const std::string reason =
          looks_like_expression(node.text) ? std::string(": ") + error.what() : "";
      faults.add(node.where, path,
                 "found " + description(node) + ", expected " + expected + reason + ".");
      return std::nullopt;
    }
  }
  faults.add(node.where, path, "found " + description(node) + ", expected " + expected + ".");
  return std::nullopt;
}

/// The number as written, with its value where that is not obvious.
std::string found_number(const DeckNode& node, double value) {
  const std::string text = printable(trimmed(node.text));
  const std::string number = shortest(value);
  return text == number ? "found " + text : "found " + text + " (= " + number + ")";
}

bool inside(double value, const Bounds& bounds) {
  return value >= bounds.minimum && value <= bounds.maximum;
}

}  // namespace

std::string shortest(double value) {
  constexpr double largest_written_out = 1e15;
  const bool whole = value == std::floor(value) && std::abs(value) < largest_written_out;
  char buffer[32];
  const auto result =
      whole ? std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed)
            : std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, result.ptr};
}

std::string to_string(const Bounds& bounds) {
  const bool below = std::isfinite(bounds.minimum);
  const bool above = std::isfinite(bounds.maximum);
  const bool positive = bounds.minimum > 0 && bounds.minimum <= std::numeric_limits<double>::min();
  if (positive)
    return "greater than 0" + (above ? " and at most " + shortest(bounds.maximum) : std::string());
  if (below && above)
    return "between " + shortest(bounds.minimum) + " and " + shortest(bounds.maximum);
  if (below) return "of at least " + shortest(bounds.minimum);
  if (above) return "of at most " + shortest(bounds.maximum);
  return {};
}

std::optional<double> read_real(const DeckNode& node, const std::string& path, const Bounds& bounds,
                                Faults& faults) {
  const std::string expected = with_bounds("a number", bounds);
  const std::optional<double> value = read_number(node, path, expected, faults);
  if (!value || inside(*value, bounds)) return value;
  faults.add(node.where, path, found_number(node, *value) + ", expected " + expected + ".");
  return std::nullopt;
}

std::optional<Index> read_integer(const DeckNode& node, const std::string& path,
                                  const Bounds& bounds, Faults& faults) {
  const std::string expected = with_bounds("an integer", bounds);
  const std::optional<double> value = read_number(node, path, expected, faults);
  if (!value) return std::nullopt;
  if (*value == std::floor(*value) && inside(*value, bounds) && std::abs(*value) <= largest_integer)
    return static_cast<Index>(*value);
  const bool too_large = std::abs(*value) > largest_integer;
  faults.add(node.where, path,
             found_number(node, *value) + ", expected " + expected +
                 (too_large ? "; the largest is 2^53." : "."));
  return std::nullopt;
}

std::optional<bool> read_boolean(const DeckNode& node, const std::string& path, Faults& faults) {
  if (node.kind == DeckNode::Kind::scalar) {
    const std::string word = lower_case(trimmed(node.text));
    if (word == "true") return true;
    if (word == "false") return false;
  }
  faults.add(node.where, path, "found " + description(node) + ", expected true or false.");
  return std::nullopt;
}

std::optional<std::string> read_text(const DeckNode& node, const std::string& path,
                                     Faults& faults) {
  if (node.kind == DeckNode::Kind::scalar) return trimmed(node.text);
  faults.add(node.where, path,
             "found " + description(node) +
                 ", expected text. Put text with \": \", brackets or braces in quotes.");
  return std::nullopt;
}

std::optional<std::string> read_choice(const DeckNode& node, const std::string& path,
                                       const std::vector<std::string>& allowed, Faults& faults) {
  if (node.kind != DeckNode::Kind::scalar) {
    faults.add(node.where, path,
               "found " + description(node) + ", expected one of: " + listed(allowed) + ".");
    return std::nullopt;
  }
  const std::string word = lower_case(trimmed(node.text));
  for (const std::string& choice : allowed)
    if (lower_case(choice) == word) return choice;
  faults.add(node.where, path,
             "found " + description(node) + ". " + suggestion(node.text, allowed));
  return std::nullopt;
}

DeckNode real_node(double value) {
  std::string text = shortest(value);
  // A real stays recognisable as one, also for YAML readers that ask for the point.
  if (text.find('.') == std::string::npos) text.insert(std::min(text.find('e'), text.size()), ".0");
  return scalar_node(text, false);
}

DeckNode integer_node(Index value) {
  return scalar_node(std::to_string(value), false);
}
DeckNode boolean_node(bool value) {
  return scalar_node(value ? "true" : "false", false);
}
DeckNode text_node(const std::string& value) {
  return scalar_node(value, true);
}

}  // namespace tessera
