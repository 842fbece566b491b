#pragma once

#include <array>
#include <csignal>
#include <string>

namespace tessera {

/// While one exists, SIGINT, SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2 only raise a flag (a second
/// SIGINT ends the process at once), SIGXFSZ and SIGPIPE are ignored so that writes fail with an
/// error code. Signals that the parent process ignores (nohup) stay ignored. Restores the former
/// handlers at its end. One at a time.
class SignalFlag {
 public:
  SignalFlag();
  ~SignalFlag();
  SignalFlag(const SignalFlag&) = delete;
  SignalFlag& operator=(const SignalFlag&) = delete;

  bool raised() const;
  /// Name of the last signal that came (`SIGTERM`); empty where none came.
  std::string signal_name() const;

 private:
  static constexpr std::array<int, 7> signals_{SIGINT,  SIGTERM, SIGHUP, SIGUSR1,
                                               SIGUSR2, SIGXFSZ, SIGPIPE};
  std::array<struct sigaction, 7> former_{};
};

}  // namespace tessera
