#include "apps/common/signal_flag.hpp"

#include <string.h>

namespace tessera {

namespace {

// A signal handler can reach nothing but a global.
volatile std::sig_atomic_t last_signal = 0;

extern "C" void remember_signal(int number) {
  last_signal = number;
}

}  // namespace

SignalFlag::SignalFlag() {
  last_signal = 0;
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    const int number = signals_[i];
    ::sigaction(number, nullptr, &former_[i]);
    if (former_[i].sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    sigemptyset(&action.sa_mask);
    const bool ignored = number == SIGXFSZ || number == SIGPIPE;
    action.sa_handler = ignored ? SIG_IGN : remember_signal;
    action.sa_flags = SA_RESTART;
    // The second SIGINT meets the default handler, which ends the process.
    if (number == SIGINT) action.sa_flags |= static_cast<int>(SA_RESETHAND);
    ::sigaction(number, &action, nullptr);
  }
}

SignalFlag::~SignalFlag() {
  for (std::size_t i = 0; i < signals_.size(); ++i) ::sigaction(signals_[i], &former_[i], nullptr);
}

bool SignalFlag::raised() const {
  return last_signal != 0;
}

std::string SignalFlag::signal_name() const {
  if (last_signal == 0) return {};
  const char* name = ::sigabbrev_np(last_signal);
  return name ? std::string("SIG") + name : "signal " + std::to_string(last_signal);
}

}  // namespace tessera
