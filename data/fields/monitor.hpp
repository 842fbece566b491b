#pragma once

#include <string_view>

#include "data/fields/model_record.hpp"

namespace tessera {

/// All that a solver sees of the outside world. Implementations must be cheap: a solver may call
/// should_stop() and progress() in every iteration.
class Monitor {
 public:
  virtual ~Monitor() = default;
  /// A named stage begins (ends the former one); used for timers and the progress line.
  virtual void stage(std::string_view name) = 0;
  /// Share of the present stage that is done, 0..1, or negative where unknown, and what goes on.
  virtual void progress(double share, std::string_view text) = 0;
  /// One line for the log.
  virtual void note(std::string_view text) = 0;
  /// True when the user or the batch system asked to stop. The solver then writes a checkpoint
  /// and throws Interrupted.
  virtual bool should_stop() = 0;
  /// Saves the state from which the solver can go on with the same bits.
  virtual void checkpoint(const ModelRecord& state) = 0;
};

/// A monitor that hears and says nothing, for tests and for calls from programs.
class SilentMonitor final : public Monitor {
 public:
  void stage(std::string_view) override {}
  void progress(double, std::string_view) override {}
  void note(std::string_view) override {}
  bool should_stop() override { return false; }
  void checkpoint(const ModelRecord&) override {}
};

}  // namespace tessera
