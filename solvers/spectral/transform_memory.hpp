#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "data/fields/types.hpp"

// Inside of the room: working memory of the transforms.
namespace tessera::spectral {

/// Doubles, not initialised, on large pages where the system has them: lanes of one order lie far
/// apart.
class AlignedArray {
 public:
  AlignedArray() = default;
  explicit AlignedArray(Index count);
  double* data() const { return data_.get(); }

 private:
  struct Free {
    void operator()(double* p) const { std::free(p); }
  };
  std::unique_ptr<double, Free> data_;
};

/// Memory of one call.
struct Workspace {
  AlignedArray spectrum;  ///< all fields of a pass
  AlignedArray threads;   ///< each thread's own
};

/// Workspaces that calls borrow, as many as there have been calls at a time.
class WorkspacePool {
 public:
  template <class Make>
  std::unique_ptr<Workspace> take(Make make) {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto last = std::move(free_.back());
        free_.pop_back();
        return last;
      }
    }
    return make();
  }
  void give_back(std::unique_ptr<Workspace> workspace) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(workspace));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> free_;
};

}  // namespace tessera::spectral
