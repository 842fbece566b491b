#pragma once

#include <chrono>
#include <string_view>

namespace tessera {

/// A line on stderr that is overwritten while a run goes on. Exists only on a terminal: into files
/// and pipes it writes nothing.
class ProgressLine {
 public:
  /// `wanted`: false under --quiet and on all ranks but the first.
  explicit ProgressLine(bool wanted);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// At most ten times a second, more calls cost a clock reading. `share` negative: unknown.
  void show(std::string_view stage, double share, std::string_view text);
  /// Wipes the line, so that other output can follow.
  void clear();

 private:
  bool active_;
  bool visible_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace tessera
