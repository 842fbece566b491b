#pragma once

#include <memory>
#include <vector>

#include "solvers/tucker/axis_model.hpp"
#include "solvers/tucker/message_passing.hpp"

namespace tessera::tucker {

/// Coordinate ascent rarely empties a component that shares its work with others: duplicates and
/// pairs that cancel lie on flat ridges of the bound. So a fit also tries whole moves: leave a
/// component out, let the weights of all others take over by one regression, sweep on, and keep the
/// smaller model where its bound is at least that of the larger one; what it saves is the
/// divergence of the component's functions from their prior. The counterpart of the merge and
/// delete moves of mixtures (Ueda et al. 2000, Neural Computation 12:2109; Hughes and Sudderth
/// 2013, NIPS 26).

/// The table without component c, which must belong to a CP section of rank 2 or more.
ComponentTable table_without(const ComponentTable& table, Index component);

/// The components that may be left out (of CP sections of rank 2 or more), in ascending order of
/// the loss of the expected log likelihood once the other weights have taken over,
/// w_c^2 / (2 Cov(w)_cc) nats with the functions as they are: duplicates come first.
std::vector<Index> removal_order(const ComponentTable& table, const VariationalState& state);

/// The fit without that component, its weights from one regression, before any sweep. It shares the
/// data, whose weights it sets: messages.resume() before the larger model is used again.
std::unique_ptr<MessagePassing> without_component(const MessagePassing& messages,
                                                  const std::vector<AxisModel>& axes,
                                                  Index component);

struct PruneOptions {
  bool enabled = false;
  Index first = 20;     ///< sweeps before components are left out for the first time
  Index interval = 10;  ///< sweeps to the next time
  Index failures = 2;   ///< smaller models that may fall short before no more are tried
  Index sweeps = 8;     ///< of a smaller model at most
};

struct PruneResult {
  bool pruned = false;
  double bound = 0;  ///< nats, of `messages` afterwards
  Index sweeps = 0;  ///< of the smaller model
};

/// Leaves out the first component of removal_order() if some sweep of the smaller model reaches
/// `bound`, that of `messages`, which it then replaces; otherwise nothing changes. A smaller model
/// is given up once the sweeps left, at the last one's gain, could not reach it.
PruneResult try_pruning(std::unique_ptr<MessagePassing>& messages,
                        const std::vector<AxisModel>& axes, double bound,
                        const PruneOptions& options);

}  // namespace tessera::tucker
