#pragma once

#include <string>

#include "apps/common/checkpoint_file.hpp"
#include "apps/common/progress_line.hpp"
#include "apps/common/run_log.hpp"
#include "apps/common/signal_flag.hpp"
#include "apps/common/stage_timers.hpp"
#include "data/fields/monitor.hpp"
#include "data/parallel/communicator.hpp"

namespace tessera {

/// The monitor of a run from the command line: log, progress line, timers, signals, checkpoint.
///
/// In a parallel run should_stop() is collective (all ranks stop in the same iteration, whichever
/// got the signal), and so is checkpoint(): the first rank's state is written, which therefore must
/// be the whole state.
class RunMonitor final : public Monitor {
 public:
  RunMonitor(const Communicator& communicator, const SignalFlag& signals, RunLog& log,
             ProgressLine& progress, StageTimers& timers, const CheckpointFile& checkpoint);

  void stage(std::string_view name) override;
  void progress(double share, std::string_view text) override;
  void note(std::string_view text) override;
  bool should_stop() override;
  void checkpoint(const ModelRecord& state) override;

  bool checkpoint_written() const { return checkpoint_written_; }

 private:
  const Communicator& communicator_;
  const SignalFlag& signals_;
  RunLog& log_;
  ProgressLine& progress_;
  StageTimers& timers_;
  const CheckpointFile& checkpoint_;
  std::string stage_;
  bool stopping_ = false;
  bool checkpoint_written_ = false;
};

}  // namespace tessera
