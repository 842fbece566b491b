#pragma once

#include <memory>
#include <string>

#include "apps/common/application.hpp"

namespace tessera::counter {

/// What the deck says.
struct Options {
  Index points = 64;
  Index steps = 20;
  Index checkpoint_steps = 5;
  Index seed = 0;
  double pause_s = 0;
  double memory_bytes = 1e6;
  std::string end = "converged";
};

/// Declares the deck grammar on the schema's root.
void describe(Section& root, Options& options);

/// The smallest application there can be: iterates u <- cos(u + x) from random initial values. It
/// pauses between steps, writes checkpoints, and can end in every way a run can end.
class Counter final : public Application {
 public:
  Counter();
  std::string name() const override { return "counter"; }
  std::string title() const override { return "Counts slowly, for tests of the skeleton"; }
  Schema& schema() override { return schema_; }
  void check(const Deck& deck) override;
  CostEstimate estimate() const override;
  Outcome run(RunContext& context) override;

  const Options& options() const { return options_; }

 private:
  Options options_;
  Schema schema_;
};

std::unique_ptr<Application> make_counter();

/// u(x) by linear interpolation; records have the type `counter_line`.
std::unique_ptr<Predictor> load_line(const ModelRecord& record);

}  // namespace tessera::counter
