#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "data/deck/location.hpp"

namespace tessera {

/// The faults found in one deck. Only the first hundred are kept; the others are counted.
class Faults {
 public:
  void add(const Location& where, const std::string& path, const std::string& message);
  /// Whether further messages would be dropped: then they need not be composed.
  bool full() const { return faults_.size() >= limit; }
  /// DeckError with a line for each fault in the order of the deck, those without a line last.
  void throw_if_any() const;

 private:
  static constexpr std::size_t limit = 100;
  struct Fault {
    Location where;
    std::string message;
  };
  std::vector<Fault> faults_;
  std::size_t dropped_ = 0;
};

}  // namespace tessera
