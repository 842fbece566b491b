#pragma once

#include <chrono>

namespace tessera::product {

/// Seconds of processor time that this thread has had: other programs on the machine do not count.
double thread_seconds();

inline double wall_seconds() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

/// Processor time where one thread works, else time on the wall.
inline double seconds(int threads) {
  return threads == 1 ? thread_seconds() : wall_seconds();
}

}  // namespace tessera::product
