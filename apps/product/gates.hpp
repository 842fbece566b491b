#pragma once

#include <string>
#include <vector>

#include "apps/common/application.hpp"

namespace tessera::product {

/// A measured value and the bar that it is to keep.
struct Gate {
  std::string name;
  double value = 0;
  double bar = 0;
  bool is_lower_bound = false;  ///< the value is to be at least the bar, else at most

  bool holds() const { return is_lower_bound ? value >= bar : value <= bar; }  // NaN does not
};

/// `gates` of the summary, and how many hold.
void summarise_gates(const std::vector<Gate>& gates, Outcome& outcome);

}  // namespace tessera::product
