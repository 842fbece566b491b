#pragma once

#include <string>

#include "data/fields/monitor.hpp"

namespace tessera::tucker {

/// The monitor of one fit among several: stages stand below the fit's own, and a checkpoint of the
/// fit is saved together with what was finished before it.
class NestedMonitor final : public Monitor {
 public:
  /// `finished` gets the fit's record under `fit/`.
  NestedMonitor(Monitor& outer, std::string stage, std::string label, ModelRecord finished)
      : outer_(outer),
        stage_(std::move(stage)),
        label_(std::move(label)),
        finished_(std::move(finished)) {}

  void stage(std::string_view name) override;
  void progress(double share, std::string_view text) override;
  void note(std::string_view text) override;
  bool should_stop() override { return outer_.should_stop(); }
  void checkpoint(const ModelRecord& state) override;

 private:
  Monitor& outer_;
  std::string stage_;
  std::string label_;
  ModelRecord finished_;
};

}  // namespace tessera::tucker
