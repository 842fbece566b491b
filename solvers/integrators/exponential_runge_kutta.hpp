#pragma once

#include <functional>
#include <list>
#include <memory>
#include <span>
#include <vector>

#include "data/fields/types.hpp"
#include "solvers/integrators/linear_part.hpp"
#include "solvers/integrators/linear_propagator.hpp"

namespace tessera {

/// n = N(t, u); all of `n` is to be written. NaN in may give NaN out, nothing is to be thrown for
/// it. The same bits whenever called with the same arguments.
using NonlinearPart =
    std::function<void(double time, std::span<const double> u, std::span<double> n)>;

/// What a step tells of itself.
struct StepReport {
  /// Per group of numbers the 2-norm of the estimated error of the embedded solution of order 3;
  /// empty where no estimate was asked for.
  std::vector<double> error;
  /// CFL number of the explicit terms: the step times the largest |N(b) - N(a)| / |b - a| over
  /// pairs of stages of the same time; norms over all groups, each in units of its own norm. 0
  /// where the stages are too near to each other to tell. About 2.8 is the bound of stability for
  /// waves.
  double cfl = 0;
};

/// One step of du/dt = M u + N(t, u) with M integrated exactly:
/// ETDRK4-B of Krogstad, J. Comput. Phys. 203 (2005) 72-88, after Cox and Matthews, J. Comput.
/// Phys. 176 (2002) 430-455: order 4, stiff order 3 (4 where the data are smooth and periodic, as
/// on a sphere; Hochbruck and Ostermann, SIAM J. Numer. Anal. 43 (2005) 1069-1090). Phi functions
/// free of cancellation take the place of the contour integrals of Kassam and Trefethen (2005).
/// Exact for N = 0 at any step; fixed points of the equation are fixed points of the method.
///
/// Error estimate: the larger of two. (1) The distance to the solution of order 3 whose last stage
/// is N(t + h, u(t + h)) in place of N of the fourth stage, as in the pairs with first = last of
/// Whalen, Brio and Moloney, J. Comput. Phys. 280 (2015) 579-601: no evaluation more if the step is
/// taken. (2) h^4 phi_2(h M) / 16 times the third divided difference of N along the solution over
/// this step and the one before, because (1) does not see what depends on time alone.
class ExponentialRungeKutta {
 public:
  /// `group_ends`: the state falls apart into groups of consecutive numbers (unknowns) that end
  /// before these numbers; empty: one group. `typical_norms`: least norms of the groups in the
  /// units of the CFL number; empty: 0. Throws std::invalid_argument as BlockLayout, and for ends
  /// that do not increase to the dimension.
  ExponentialRungeKutta(const LinearPart& linear, NonlinearPart nonlinear,
                        std::vector<Index> group_ends = {}, std::vector<double> typical_norms = {});

  Index dimension() const { return layout_->dimension(); }
  const std::vector<Index>& group_ends() const { return group_ends_; }

  /// From `state` at `time` to `next` at `end_time` = time + step. 4 evaluations of N, and with
  /// `estimate` one more at the end, which is the first of the next step if that begins with what
  /// this one gave (accept()). Allocates only for a step length it has not met of late. The report
  /// is overwritten by the next call.
  const StepReport& step(double time, double end_time, double step, std::span<const double> state,
                         std::span<double> next, bool estimate);
  /// The next call begins where the last one ended. Without it, it begins as the last one did.
  void accept();
  /// The next call begins with a state that no step has given.
  void forget_rates();

  /// N(time, state), which the next step from there uses again.
  std::span<const double> first_rate(double time, std::span<const double> state);
  /// N at the beginning of the step before the accepted one and that step's length, for the
  /// estimate; length 0: none. For checkpoints.
  std::span<const double> former_rate() const { return former_; }
  double former_step() const { return former_step_; }
  void set_former(std::span<const double> rate, double step);

  /// 2-norms of the groups.
  void group_norms(std::span<const double> u, std::span<double> norms) const;

 private:
  struct Propagator;
  const Propagator& propagator(double step);
  void stages(const Propagator& p, double time, double end_time, std::span<const double> state,
              std::span<double> next);
  /// |rate_b - rate_a| / |b - a|; 0 where b and a are too near to each other.
  double largest_rate(std::span<const double> rate_b, std::span<const double> rate_a,
                      std::span<const double> b, std::span<const double> a);
  void estimate_error(const Propagator& p);

  std::shared_ptr<const BlockLayout> layout_;
  NonlinearPart nonlinear_;
  std::vector<Index> group_ends_;
  std::vector<double> typical_norms_;
  BlockCombination combine_;
  std::list<std::shared_ptr<const Propagator>> propagators_;  ///< the last used first
  StepReport report_;
  bool first_known_ = false;  ///< rate1_ belongs to the state of the next step
  bool last_known_ = false;   ///< rate5_ belongs to the end of the last step
  double step_ = 0;           ///< of the last call
  double former_step_ = 0;
  std::vector<double> former_, rate1_, rate2_, rate3_, rate4_, rate5_, stage_, work_;
  std::vector<double> norms_, differences_, rate_differences_;
};

}  // namespace tessera
