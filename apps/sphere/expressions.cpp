#include "apps/sphere/expressions.hpp"

#include <algorithm>
#include <cctype>

#include "apps/common/formula_fault.hpp"

namespace tessera::sphere {
namespace {

std::vector<std::string> values(const std::vector<LocatedText>& texts) {
  std::vector<std::string> all;
  for (const LocatedText& text : texts) all.push_back(text.value);
  return all;
}

/// The name that begins at a place of a text.
std::string name_at(const std::string& text, std::size_t position) {
  std::size_t end = std::min(position, text.size());
  while (end < text.size() &&
         (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_'))
    ++end;
  return text.substr(std::min(position, text.size()), end - std::min(position, text.size()));
}

}  // namespace

void ExpressionCompiler::add(const LocatedText& text, const SphereExpressionError& error) {
  const LocatedText* at = &text;
  for (const auto& [name, definition] : options_.definitions)
    if (name == error.definition()) at = &definition;
  const std::string words = message(error);
  const std::string whole = error.text().empty() ? words : with_caret(words, error);
  // A fault in Definitions meets every expression that uses them.
  if (told_.insert(at->path + whole).second) faults_.add(at->where, at->path, whole);
}

std::string ExpressionCompiler::message(const FormulaError& error) const {
  const std::string name = name_at(error.text(), error.position());
  const auto names_it = [&](const auto& entry) { return entry.first == name; };
  const bool undefined = std::string(error.what()).find("is not defined") != std::string::npos;
  if (undefined && std::any_of(options_.unknowns.begin(), options_.unknowns.end(),
                               [&](const LocatedText& u) { return u.value == name; }))
    return "\"" + name +
           "\" is unknown before the start: initial conditions are made of known "
           "fields.";
  if (undefined &&
      std::any_of(options_.random_fields.begin(), options_.random_fields.end(), names_it))
    return "\"" + name + "\" is a random field, which only Initial Conditions may use.";
  return sentence(error.what());
}

const LocatedText& ExpressionCompiler::text_at_fault(const std::vector<LocatedText>& texts,
                                                     const FormulaError& error) const {
  const auto found = std::find_if(texts.begin(), texts.end(), [&](const LocatedText& text) {
    return text.value == error.text();
  });
  return found == texts.end() ? texts.front() : *found;
}

std::optional<SphereEquations> ExpressionCompiler::equations(const SphereNames& names) {
  try {
    return compile_equations(values(options_.equations), names);
  } catch (const SphereExpressionError& error) {
    add(text_at_fault(options_.equations, error), error);
  }
  return std::nullopt;
}

std::optional<GalerkinProgram> ExpressionCompiler::program(const std::vector<LocatedText>& texts,
                                                           const SphereNames& names) {
  try {
    return compile_program(values(texts), names);
  } catch (const SphereExpressionError& error) {
    add(text_at_fault(texts, error), error);
  }
  return std::nullopt;
}

std::optional<Formula> ExpressionCompiler::given(const LocatedText& text,
                                                 const SphereNames& names) {
  try {
    return given_formula(text.value, names);
  } catch (const SphereExpressionError& error) {
    add(text, error);
  }
  return std::nullopt;
}

}  // namespace tessera::sphere
