#include "apps/common/run_monitor.hpp"

namespace tessera {

RunMonitor::RunMonitor(const Communicator& communicator, const SignalFlag& signals, RunLog& log,
                       ProgressLine& progress, StageTimers& timers,
                       const CheckpointFile& checkpoint)
    : communicator_(communicator),
      signals_(signals),
      log_(log),
      progress_(progress),
      timers_(timers),
      checkpoint_(checkpoint) {}

void RunMonitor::stage(std::string_view name) {
  timers_.begin(name);
  if (name == stage_) return;
  stage_ = name;
  progress_.show(stage_, -1, "");
}

void RunMonitor::progress(double share, std::string_view text) {
  progress_.show(stage_, share, text);
}

void RunMonitor::note(std::string_view text) {
  progress_.clear();
  log_.info(text);
}

bool RunMonitor::should_stop() {
  bool raised = signals_.raised();
  if (communicator_.size() > 1) raised = communicator_.allreduce_max(raised ? 1.0 : 0.0) > 0;
  if (raised && !stopping_) {
    stopping_ = true;
    const std::string name = signals_.signal_name();
    note((name.empty() ? std::string("Asked to stop") : name + " received") +
         ": stopping after a checkpoint.");
  }
  return raised;
}

void RunMonitor::checkpoint(const ModelRecord& state) {
  if (communicator_.rank() == 0) checkpoint_.save(state);
  // No rank goes on to announce a checkpoint that is not there yet.
  communicator_.barrier();
  checkpoint_written_ = true;
  log_.file_only("Checkpoint written: " + checkpoint_.file().string());
}

}  // namespace tessera
