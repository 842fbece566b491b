#include "models/kernels/known_names.hpp"

#include <algorithm>
#include <numeric>

namespace tessera {
namespace {

/// Levenshtein's distance.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string known_names(const std::string& found, const std::vector<std::string>& names) {
  std::string text = "; known are ";
  for (std::size_t i = 0; i < names.size(); ++i) text += (i > 0 ? ", " : "") + names[i];
  text += ".";
  const auto nearest = std::min_element(names.begin(), names.end(), [&](auto& a, auto& b) {
    return edit_distance(found, a) < edit_distance(found, b);
  });
  // A third of the letters wrong is no slip.
  if (nearest != names.end() && 3 * edit_distance(found, *nearest) <= found.size())
    text += " Did you mean \"" + *nearest + "\"?";
  return text;
}

}  // namespace tessera
