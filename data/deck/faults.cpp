#include "data/deck/faults.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "data/fields/errors.hpp"

namespace tessera {

void Faults::add(const Location& where, const std::string& path, const std::string& message) {
  if (full()) {
    ++dropped_;
    return;
  }
  faults_.push_back({where, deck_message(where, path, message)});
}

void Faults::throw_if_any() const {
  if (faults_.empty()) return;
  std::vector<Fault> sorted = faults_;
  const auto order = [](const Fault& fault) {
    const int line = fault.where.line > 0 ? fault.where.line : std::numeric_limits<int>::max();
    return std::pair(line, fault.where.column);
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Fault& a, const Fault& b) { return order(a) < order(b); });
  std::string message;
  for (const Fault& fault : sorted)
    message += (message.empty() ? std::string() : "\n") + fault.message;
  if (dropped_ > 0) message += "\nand " + std::to_string(dropped_) + " more faults.";
  throw DeckError(message);
}

}  // namespace tessera
