#pragma once

#include <span>

#include "data/fields/types.hpp"

namespace tessera {

/// A linear map between vectors of doubles, known by its action only.
class LinearOperator {
 public:
  virtual ~LinearOperator() = default;
  virtual Index rows() const = 0;
  virtual Index columns() const = 0;
  /// out = A in. Sizes are columns() and rows(); the arrays do not overlap. Thread-safe only where
  /// the implementation says so.
  virtual void apply(std::span<const double> in, std::span<double> out) const = 0;
};

}  // namespace tessera
