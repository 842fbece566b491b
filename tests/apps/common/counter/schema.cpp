#include "tests/apps/common/counter/counter.hpp"

namespace tessera::counter {

void describe(Section& root, Options& options) {
  root.integer("Points", options.points, "Points along each axis", {2, 100'000})
      .integer("Steps", options.steps, "Iterations", {1, 1'000'000})
      .real("Pause", options.pause_s, "Time to wait in every step", {0, 10}, "s")
      .real("Memory", options.memory_bytes, "What the estimate claims", {0, 1e30}, "B")
      .choice("End", options.end,
              {"converged", "not converged", "bad data", "no convergence", "out of memory",
               "defect", "one rank fails"},
              "How the run ends");
  root.section("Checkpoint", "When the state is saved")
      .integer("Steps", options.checkpoint_steps, "Iterations between checkpoints", {1, 1'000'000});
  root.integer("Seed", options.seed, "Seed of the initial values", {0, 1e15});
}

}  // namespace tessera::counter
