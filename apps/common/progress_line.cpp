#include "apps/common/progress_line.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace tessera {

namespace {

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace

ProgressLine::ProgressLine(bool wanted)
    : active_(wanted && ::isatty(STDERR_FILENO) != 0), start_(std::chrono::steady_clock::now()) {}

void ProgressLine::show(std::string_view stage, double share, std::string_view text) {
  using namespace std::chrono_literals;
  if (!active_) return;
  const auto now = std::chrono::steady_clock::now();
  if (visible_ && now - last_ < 100ms) return;
  last_ = now;
  constexpr int bar_width = 20;
  std::string bar;
  if (share >= 0) {
    const int filled = static_cast<int>(std::clamp(share, 0.0, 1.0) * bar_width);
    bar = fmt::format("[{:<{}}] {:3.0f} %  ", std::string(static_cast<std::size_t>(filled), '#'),
                      bar_width, 100 * std::clamp(share, 0.0, 1.0));
  }
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  std::string line = fmt::format("{}{}: {}  {:.0f} s", bar, stage, text, elapsed);
  line.resize(std::min(line.size(), terminal_width() - 1));
  fmt::print(stderr, "\r\033[K{}", line);
  std::fflush(stderr);
  visible_ = true;
}

void ProgressLine::clear() {
  if (!visible_) return;
  fmt::print(stderr, "\r\033[K");
  std::fflush(stderr);
  visible_ = false;
}

}  // namespace tessera
