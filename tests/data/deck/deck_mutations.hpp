#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tessera {

/// Makes wrong decks (and now and then a right one) from a correct deck: keys deleted, doubled,
/// renamed, values swapped and replaced by extremes, brackets unbalanced, indentation, encoding and
/// length disturbed. Knows nothing of the grammar. The same seed gives the same decks everywhere.
class DeckMutations {
 public:
  DeckMutations(std::string correct_deck, std::uint64_t seed);

  /// The next mutated deck: one to four mutations of the correct one.
  std::string next();

 private:
  std::size_t below(std::size_t bound);
  template <class T>
  const T& any_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }

  void mutate(std::string& text);
  void mutate_lines(std::string& text);
  void mutate_key(std::string& text);
  void mutate_value(std::string& text);
  void mutate_characters(std::string& text);
  void mutate_indentation(std::string& text);
  void mutate_case(std::string& text);
  void mutate_whole(std::string& text);
  std::string extreme();

  std::string correct_deck_;
  std::mt19937_64 random_;
};

}  // namespace tessera
