#include "models/formula/functions.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "models/formula/formula.hpp"

namespace tessera {

namespace {

using Code = TapeOperation::Code;

constexpr std::array<FunctionInfo, 17> functions{{{"sin", 1, Code::sin},
                                                  {"cos", 1, Code::cos},
                                                  {"tan", 1, Code::tan},
                                                  {"asin", 1, Code::asin},
                                                  {"acos", 1, Code::acos},
                                                  {"atan", 1, Code::atan},
                                                  {"sinh", 1, Code::sinh},
                                                  {"cosh", 1, Code::cosh},
                                                  {"tanh", 1, Code::tanh},
                                                  {"exp", 1, Code::exp},
                                                  {"log", 1, Code::log},
                                                  {"sqrt", 1, Code::sqrt},
                                                  {"abs", 1, Code::abs},
                                                  {"step", 1, Code::step},
                                                  {"atan2", 2, Code::atan2},
                                                  {"min", 2, Code::min},
                                                  {"max", 2, Code::max}}};

/// Edits (insert, delete, replace, swap of neighbours) that turn one name into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

std::span<const FunctionInfo> known_functions() {
  return functions;
}

const FunctionInfo* find_function(std::string_view name) {
  const auto* found = std::find_if(functions.begin(), functions.end(),
                                   [&](const FunctionInfo& f) { return f.name == name; });
  return found == functions.end() ? nullptr : found;
}

long double apply(Code code, long double a, long double b) {
  switch (code) {
    case Code::power:
      return std::pow(a, b);
    case Code::sin:
      return std::sin(a);
    case Code::cos:
      return std::cos(a);
    case Code::tan:
      return std::tan(a);
    case Code::asin:
      return std::asin(a);
    case Code::acos:
      return std::acos(a);
    case Code::atan:
      return std::atan(a);
    case Code::sinh:
      return std::sinh(a);
    case Code::cosh:
      return std::cosh(a);
    case Code::tanh:
      return std::tanh(a);
    case Code::exp:
      return std::exp(a);
    case Code::log:
      return std::log(a);
    case Code::sqrt:
      return std::sqrt(a);
    case Code::abs:
      return std::fabs(a);
    case Code::step:
      return a >= 0 ? 1.0L : 0.0L;
    case Code::atan2:
      return std::atan2(a, b);
    case Code::min:
      return a < b ? a : b;
    case Code::max:
      return a > b ? a : b;
    default:
      return std::numeric_limits<long double>::quiet_NaN();
  }
}

bool is_reserved_name(std::string_view name) {
  return name == "pi" || name == "e" || find_function(name) != nullptr;
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    // A different case alone is always close. One-letter names are all alike: no guess.
    const bool same_letters = lower(candidate) == lower(name);
    if (!same_letters && (name.size() < 2 || candidate.size() < 2)) continue;
    const std::size_t distance = same_letters ? 0 : edit_distance(lower(name), lower(candidate));
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace tessera
