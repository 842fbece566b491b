#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// Wall-clock time by stage. Stages follow one another; a name with slashes (`solve/newton`) nests
/// below its parent, whose time is the sum of its own and its children's. Not thread-safe.
class StageTimers {
 public:
  struct Row {
    std::string name;  ///< last part of the path
    int depth = 0;
    long calls = 0;  ///< times the stage itself was entered; 0 for a mere parent
    double seconds = 0;
  };

  StageTimers();
  ~StageTimers();
  StageTimers(const StageTimers&) = delete;
  StageTimers& operator=(const StageTimers&) = delete;

  /// Ends the present stage and begins this one.
  void begin(std::string_view path);
  /// Ends the present stage.
  void end();
  /// Parents before children, otherwise in the order in which stages were first met.
  std::vector<Row> rows() const;
  /// The rows as an aligned table, one line each, with their share of `total_s`.
  std::vector<std::string> table(double total_s) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  Node* present_ = nullptr;
  std::chrono::steady_clock::time_point since_;
};

}  // namespace tessera
