#include "apps/pde/deck_formula.hpp"

#include "data/deck/words.hpp"

namespace tessera::pde {
namespace {

/// Where the text is a formula in all names: the names that data cannot use.
std::optional<std::vector<std::string>> open_names(const std::string& text, const FormulaNames& all,
                                                   const FormulaNames& allowed) {
  try {
    std::vector<std::string> open;
    for (const std::string& name : Formula::parse(text, all).names())
      if (derivative_of_name(name, all) && !derivative_of_name(name, allowed)) open.push_back(name);
    return open;
  } catch (const FormulaError&) {
    return std::nullopt;
  }
}

}  // namespace

FormulaNames names_of_data(const FormulaNames& all, const std::vector<std::string>& arrays) {
  FormulaNames names = all;
  names.unknowns.clear();
  names.functions = arrays;
  return names;
}

std::optional<Formula> parse_data(const LocatedText& text, const FormulaNames& all, Faults& faults,
                                  const std::vector<std::string>& arrays) {
  const FormulaNames allowed = names_of_data(all, arrays);
  try {
    if (const std::size_t equals = text.value.find('='); equals != std::string::npos)
      throw FormulaError("\"=\" has no place here: give the formula alone.", text.value, equals);
    return Formula::parse(text.value, allowed);
  } catch (const FormulaError& error) {
    std::string message = error.what();
    if (const auto open = open_names(text.value, all, allowed))
      message = std::string("Only axes") +
                (arrays.empty() ? " and parameters" : ", parameters and arrays") +
                " may stand in this formula" +
                (open->empty() ? "." : ", not " + listed(*open) + ".");
    faults.add(text.where, text.path, with_caret(message, error));
  }
  return std::nullopt;
}

std::optional<Formula> parse_residual(const LocatedText& text, const FormulaNames& all,
                                      Faults& faults) {
  try {
    return parse_equation(text.value, all);
  } catch (const FormulaError& error) {
    std::string message = error.what();
    // The language knows no sections; here a name can also be a given function.
    if (message.ends_with(": ...}."))
      message += " A function of the axes goes under Sources instead.";
    faults.add(text.where, text.path, with_caret(message, error));
  }
  return std::nullopt;
}

}  // namespace tessera::pde
