#pragma once

namespace tessera {

/// Length of steps from estimated errors: a proportional-integral controller (Gustafsson; Hairer
/// and Wanner, Solving Ordinary Differential Equations II, section IV.2) for a solution of order 3
/// embedded in one of order 4. Lengths lie on the ladder 2^(k/4) and move only when they differ by
/// a rung at least, so that steps repeat and what belongs to a length can be kept.
class StepControl {
 public:
  /// What the controller remembers, for checkpoints.
  struct Memory {
    double rung = 0;             ///< k
    double last_error = 1;       ///< of the last accepted step, in units of the tolerance
    double after_rejection = 0;  ///< 1: the last step was rejected
  };

  StepControl() = default;
  StepControl(double first_step, double largest_step);
  StepControl(const Memory& memory, double largest_step);

  /// The longest step that is allowed now.
  double step() const;
  /// A step of length `taken` had this error in units of the tolerance (NaN: not a number came
  /// out). True: it is accepted. Else step() is shorter than `taken`.
  bool judge(double taken, double error);
  /// Rejects a step of length `taken` for another reason; step() will be `share` < 1 of it or less.
  void reject(double taken, double share);
  const Memory& memory() const { return memory_; }

 private:
  Memory memory_;
  double largest_step_ = 0;
};

}  // namespace tessera
