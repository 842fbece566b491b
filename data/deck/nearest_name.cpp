#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "data/deck/schema.hpp"
#include "data/deck/words.hpp"

namespace tessera {
namespace {

/// Edit distance with transpositions of neighbours (optimal string alignment).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::string nearest_name(const std::string& word, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_word = 100;
  const std::string key = matching_form(word);
  if (key.empty() || key.size() > longest_word) return {};
  std::string nearest;
  // A slip changes at most a third of the letters, and never more than three.
  std::size_t limit = std::min<std::size_t>(3, key.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::string form = matching_form(candidate);
    if (form.size() > key.size() + 3 || key.size() > form.size() + 3) continue;
    const std::size_t distance = edit_distance(key, form);
    if (distance >= limit) continue;
    limit = distance;
    nearest = candidate;
    if (distance == 0) break;
  }
  return nearest;
}

}  // namespace tessera
