#include "models/sphere/sphere_names.hpp"

#include <algorithm>
#include <array>
#include <numbers>

#include "models/formula/functions.hpp"

namespace tessera::sphere {

namespace {

using Code = OperatorInfo::Code;

constexpr std::array<OperatorInfo, 9> operators{{{"lap", Code::lap, 1, false},
                                                 {"inverse_lap", Code::inverse_lap, 1, false},
                                                 {"dot", Code::dot, 2, true},
                                                 {"jacobian", Code::jacobian, 2, false},
                                                 {"div", Code::divergence, 1, true},
                                                 {"curl", Code::curl, 1, true},
                                                 {"grad", Code::grad, 1, false},
                                                 {"skew_grad", Code::skew_grad, 1, false},
                                                 {"vector", Code::vector, 2, false}}};

std::string quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

std::vector<std::string_view> bare_names(const SphereNames& names) {
  std::vector<std::string_view> result(names.unknowns.begin(), names.unknowns.end());
  for (const auto& definition : names.definitions) result.push_back(definition.first);
  result.insert(result.end(), names.arrays.begin(), names.arrays.end());
  for (const auto& parameter : names.parameters) result.push_back(parameter.first);
  result.insert(result.end(), {"latitude", "longitude", "pi"});
  if (!names.time.empty()) result.push_back(names.time);
  return result;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> result;
  for (const OperatorInfo& info : operators) result.push_back(info.name);
  for (const FunctionInfo& info : known_functions()) result.push_back(info.name);
  return result;
}

template <class List, class Name>
std::optional<Index> index_of(const List& list, std::string_view name, const Name& name_of) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& x) { return name_of(x) == name; });
  if (found == list.end()) return std::nullopt;
  return static_cast<Index>(found - list.begin());
}

/// The unknown u where a name looks like its derivative u_something.
const std::string* differentiated(std::string_view name, const SphereNames& names) {
  for (const std::string& u : names.unknowns) {
    if (name.size() > u.size() + 1 && name.substr(0, u.size()) == u && name[u.size()] == '_') {
      return &u;
    }
  }
  return nullptr;
}

}  // namespace

const OperatorInfo* find_operator(std::string_view name) {
  const auto* found = std::find_if(operators.begin(), operators.end(),
                                   [&](const OperatorInfo& info) { return info.name == name; });
  return found == operators.end() ? nullptr : found;
}

bool is_reserved_sphere_name(std::string_view name) {
  return is_reserved_name(name) || find_operator(name) != nullptr || name == "latitude" ||
         name == "longitude";
}

std::optional<NameKind> find_name(std::string_view name, const SphereNames& names) {
  using Kind = NameKind::Kind;
  const auto itself = [](const std::string& x) { return std::string_view(x); };
  const auto first = [](const auto& x) { return std::string_view(x.first); };
  if (const auto k = index_of(names.unknowns, name, itself)) return NameKind{Kind::unknown, *k, 0};
  if (const auto k = index_of(names.definitions, name, first)) {
    return NameKind{Kind::definition, *k, 0};
  }
  if (const auto k = index_of(names.arrays, name, itself)) return NameKind{Kind::array, *k, 0};
  if (const auto k = index_of(names.parameters, name, first)) {
    return NameKind{Kind::value, 0, names.parameters[static_cast<std::size_t>(*k)].second};
  }
  if (name == "latitude" || name == "longitude" || (!name.empty() && name == names.time)) {
    return NameKind{Kind::coordinate, 0, 0};
  }
  if (name == "pi") return NameKind{Kind::value, 0, std::numbers::pi};
  if (name == "e") return NameKind{Kind::value, 0, std::numbers::e};
  if (name == "R") return NameKind{Kind::value, 0, names.radius};
  return std::nullopt;
}

std::string undefined_name(std::string_view name, const SphereNames& names) {
  if (find_operator(name) != nullptr || find_function(name) != nullptr) {
    return std::string(name) + " is a function: write " + std::string(name) + "(...).";
  }
  if (const std::string* u = differentiated(name, names)) {
    return quoted(name) + " is not defined. Derivatives of " + *u +
           " on the sphere are written lap(" + *u + "), grad(" + *u +
           "), ...; the one in time stands alone on the left of its equation.";
  }
  const std::vector<std::string_view> candidates = bare_names(names);
  const std::string_view near = nearest_name(name, candidates);
  const std::string define = "under Parameters: {" + std::string(name) +
                             ": ...} or Definitions: {" + std::string(name) + ": \"...\"}.";
  return quoted(name) + " is not defined. " +
         (near.empty() ? "Define it " + define
                       : "Did you mean " + quoted(near) + "? Else define it " + define);
}

std::string undefined_function(std::string_view name, const SphereNames& names) {
  if (name == "d") {
    return "d(...) stands only on the left of an equation, as in d(u, t) = ...; on the sphere, "
           "derivatives are written lap, grad, skew_grad, div, curl and jacobian.";
  }
  if (find_name(name, names)) {
    return quoted(name) + " is not a function that can be called. For a product write " +
           std::string(name) + "*(...).";
  }
  const std::vector<std::string_view> candidates = function_names();
  const std::string_view near = nearest_name(name, candidates);
  if (!near.empty()) return quoted(name) + " is not a function. Did you mean " + quoted(near) + "?";
  std::string list;
  for (const std::string_view candidate : candidates) {
    list += (list.empty() ? "" : ", ") + std::string(candidate);
  }
  return quoted(name) + " is not a function. The functions are " + list + ".";
}

std::string wrong_number_of_arguments(std::string_view function, int wanted, std::size_t found) {
  return std::string(function) + " takes " + std::to_string(wanted) +
         (wanted == 1 ? " argument, not " : " arguments, not ") + std::to_string(found) + ".";
}

}  // namespace tessera::sphere
