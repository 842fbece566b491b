#include "models/formula/name_lookup.hpp"

#include <algorithm>
#include <numeric>

#include "models/formula/functions.hpp"

namespace tessera {

namespace {

constexpr int maximum_order = 20;

bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

std::string quoted(std::string_view name) {
  std::string result(1, '"');
  result += name;
  result += '"';
  return result;
}

template <class List>
std::string listed(const List& list) {
  std::string result;
  for (const auto& item : list) {
    if (!result.empty()) result += ", ";
    result += item;
  }
  return result;
}

std::vector<std::string> differentiable(const FormulaNames& names) {
  std::vector<std::string> result = names.unknowns;
  result.insert(result.end(), names.functions.begin(), names.functions.end());
  return result;
}

std::string no_such_axis(std::string_view axis, const FormulaNames& names) {
  const std::string none = "there is no axis " + std::string(axis) + ". ";
  if (names.axes.empty()) return none + "No axes are defined.";
  return none + (names.axes.size() == 1 ? "The only axis is " : "The axes are ") +
         listed(names.axes) + ".";
}

std::string what_has_derivatives(const FormulaNames& names) {
  const std::vector<std::string> list = differentiable(names);
  if (list.empty()) return "Derivatives are taken of unknowns and given functions; there are none.";
  return "Derivatives are taken of unknowns and given functions: " + listed(list) + ".";
}

const double* find_parameter(std::string_view name, const FormulaNames& names) {
  for (const auto& [parameter, value] : names.parameters) {
    if (parameter == name) return &value;
  }
  return nullptr;
}

/// "an axis", "a parameter", "a constant", "a function" or nothing.
std::string kind_of(std::string_view name, const FormulaNames& names) {
  if (contains(names.axes, name)) return "an axis";
  if (find_parameter(name, names) != nullptr) return "a parameter";
  if (name == "pi" || name == "e") return "a constant";
  if (find_function(name) != nullptr) return "a function of the language";
  return {};
}

/// Where `name` is function + "_" + letters: the length of the function's name, else 0.
std::size_t derivative_prefix(std::string_view name, const FormulaNames& names) {
  std::size_t longest = 0;
  for (const std::string& function : differentiable(names)) {
    if (name.size() > function.size() + 1 && name.substr(0, function.size()) == function &&
        name[function.size()] == '_') {
      longest = std::max(longest, function.size());
    }
  }
  return longest;
}

/// Orders of `u_xxy`; the fault (bad letter) where there is one.
std::vector<int> orders_of(std::string_view name, std::size_t prefix, const FormulaNames& names) {
  std::vector<int> orders(names.axes.size(), 0);
  const std::string_view suffix = name.substr(prefix + 1);
  if (suffix.size() > 1 && contains(names.axes, suffix)) {
    throw NameFault{quoted(name) + ": the short form is for axes of one letter. Write d(" +
                        std::string(name.substr(0, prefix)) + ", " + std::string(suffix) + ").",
                    0};
  }
  for (std::size_t i = 0; i < suffix.size(); ++i) {
    const auto axis =
        std::find(names.axes.begin(), names.axes.end(), std::string(suffix.substr(i, 1)));
    if (axis == names.axes.end()) {
      throw NameFault{quoted(name) + ": " + no_such_axis(suffix.substr(i, 1), names),
                      prefix + 1 + i};
    }
    ++orders[static_cast<std::size_t>(axis - names.axes.begin())];
  }
  return orders;
}

void check_order(std::string_view name, const std::vector<int>& orders) {
  if (std::accumulate(orders.begin(), orders.end(), 0) > maximum_order) {
    throw NameFault{
        std::string(name.substr(0, 12)) + "...: derivatives beyond order 20 are not supported.", 0};
  }
}

[[noreturn]] void undefined(std::string_view name, const FormulaNames& names) {
  const std::size_t underscore = name.rfind('_');
  if (underscore != std::string_view::npos && underscore > 0 && underscore + 1 < name.size()) {
    // Looks like a derivative of something that has none.
    const std::string_view base = name.substr(0, underscore);
    const std::string kind = kind_of(base, names);
    const std::string_view letters = name.substr(underscore + 1);
    const bool axes_only = std::all_of(letters.begin(), letters.end(), [&](char c) {
      return contains(names.axes, std::string(1, c));
    });
    if (!kind.empty() || (axes_only && base.size() == 1)) {
      throw NameFault{quoted(name) + ": " + std::string(base) +
                          (kind.empty() ? " is not defined. " : " is " + kind + ". ") +
                          what_has_derivatives(names),
                      0};
    }
  }
  std::vector<std::string_view> candidates;
  for (const std::vector<std::string>* list : {&names.axes, &names.unknowns, &names.functions}) {
    candidates.insert(candidates.end(), list->begin(), list->end());
  }
  for (const auto& parameter : names.parameters) candidates.push_back(parameter.first);
  for (const FunctionInfo& function : known_functions()) candidates.push_back(function.name);
  candidates.push_back("pi");
  const std::string_view near = nearest_name(name, candidates);
  const std::string define = "under Parameters: {" + std::string(name) + ": ...}.";
  throw NameFault{
      quoted(name) + " is not defined. " +
          (near.empty() ? "Define it " + define
                        : "Did you mean " + quoted(near) + "? Else define it " + define),
      0};
}

}  // namespace

NameMeaning look_up(std::string_view name, const FormulaNames& names) {
  if (contains(names.axes, name) || contains(names.unknowns, name) ||
      contains(names.functions, name)) {
    return {std::nullopt, std::string(name)};
  }
  if (const double* value = find_parameter(name, names)) return {*value, {}};
  if (find_function(name) != nullptr) {
    throw NameFault{std::string(name) + " is a function: write " + std::string(name) + "(...).", 0};
  }
  const std::size_t prefix = derivative_prefix(name, names);
  if (prefix == 0) undefined(name, names);
  const DerivativeName derivative{std::string(name.substr(0, prefix)),
                                  orders_of(name, prefix, names)};
  check_order(name, derivative.orders);
  return {std::nullopt, derivative_name(derivative, names)};
}

DerivativeName look_up_derivative(std::string_view function,
                                  const std::vector<std::string_view>& axes,
                                  const FormulaNames& names) {
  std::optional<DerivativeName> derivative = derivative_of_name(std::string(function), names);
  if (!derivative) {
    const std::string kind = kind_of(function, names);
    throw NameFault{
        quoted(function) +
            (kind.empty() ? " is not an unknown or a given function. " : " is " + kind + ". ") +
            what_has_derivatives(names),
        0};
  }
  if (axes.empty()) {
    const std::string example = names.axes.empty() ? "x" : names.axes.front();
    throw NameFault{"An axis is missing: write d(" + std::string(function) + ", " + example + ").",
                    0};
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const auto axis = std::find(names.axes.begin(), names.axes.end(), axes[i]);
    if (axis == names.axes.end()) {
      std::string message = no_such_axis(axes[i], names);
      message[0] = 'T';
      throw NameFault{message, i + 1};
    }
    ++derivative->orders[static_cast<std::size_t>(axis - names.axes.begin())];
  }
  check_order("d(" + std::string(function), derivative->orders);
  return *derivative;
}

std::string not_a_function(std::string_view name, const FormulaNames& names) {
  const bool known = contains(names.axes, name) || contains(names.unknowns, name) ||
                     contains(names.functions, name) || !kind_of(name, names).empty() ||
                     derivative_of_name(std::string(name), names).has_value();
  if (known) {
    return quoted(name) + " is not a function that can be called. For a product write " +
           std::string(name) + "*(...).";
  }
  std::vector<std::string_view> candidates;
  for (const FunctionInfo& function : known_functions()) candidates.push_back(function.name);
  const std::string_view near = nearest_name(name, candidates);
  return quoted(name) + " is not a function. " +
         (near.empty() ? "The functions are " + listed(candidates) + "."
                       : "Did you mean " + quoted(near) + "?");
}

std::optional<DerivativeName> derivative_of_name(const std::string& name,
                                                 const FormulaNames& names) {
  if (contains(names.unknowns, name) || contains(names.functions, name)) {
    return DerivativeName{name, std::vector<int>(names.axes.size(), 0)};
  }
  if (contains(names.axes, name)) return std::nullopt;
  try {
    if (name.size() > 3 && name.substr(0, 2) == "d(" && name.back() == ')') {
      std::vector<std::string_view> parts;
      std::string_view rest(name);
      rest = rest.substr(2, rest.size() - 3);
      for (std::size_t comma = rest.find(','); comma != std::string_view::npos;
           comma = rest.find(',')) {
        parts.push_back(rest.substr(0, comma));
        rest.remove_prefix(comma + 1);
      }
      parts.push_back(rest);
      for (std::string_view& part : parts) part.remove_prefix(part.starts_with(' ') ? 1 : 0);
      const std::vector<std::string_view> axes(parts.begin() + 1, parts.end());
      return look_up_derivative(parts[0], axes, names);
    }
    const std::size_t prefix = derivative_prefix(name, names);
    if (prefix == 0 || find_parameter(name, names) != nullptr) return std::nullopt;
    return DerivativeName{name.substr(0, prefix), orders_of(name, prefix, names)};
  } catch (const NameFault&) {
    return std::nullopt;
  }
}

std::string derivative_name(const DerivativeName& derivative, const FormulaNames& names) {
  std::string letters;
  std::string arguments;
  bool short_form = true;
  for (std::size_t k = 0; k < names.axes.size(); ++k) {
    short_form = short_form && names.axes[k].size() == 1;
    for (int i = 0; i < derivative.orders[k]; ++i) {
      letters += names.axes[k];
      arguments += "," + names.axes[k];
    }
  }
  if (letters.empty()) return derivative.function;
  return short_form ? derivative.function + "_" + letters
                    : "d(" + derivative.function + arguments + ")";
}

}  // namespace tessera
