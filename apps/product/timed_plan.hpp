#pragma once

#include <memory>

#include "apps/product/arena.hpp"
#include "apps/product/benchmark_case.hpp"

namespace tessera::product {

/// A plan with its batch, ready to be measured.
class TimedPlan {
 public:
  virtual ~TimedPlan() = default;
  /// One batch, in the arena of its precision.
  virtual void run() const = 0;

  TensorProductMethod method = TensorProductMethod::automatic;  ///< never that
  double setup_ms = 0;    ///< median of up to three constructions
  double operations = 0;  ///< fused multiply-adds of one forward product
  /// Largest difference from the reference product over its largest value, in two channels.
  double error = 0;
};

/// Throws std::invalid_argument where the coupling does not have the method at this degree.
std::unique_ptr<TimedPlan> make_timed_plan(const BenchmarkCase& c, Arenas& arenas, int threads);

}  // namespace tessera::product
