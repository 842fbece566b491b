#include "apps/common/provenance.hpp"

#include <chrono>

#include <fmt/chrono.h>

#include "apps/common/version.hpp"
#include "solvers/linear/lapack.hpp"

namespace tessera {

namespace {

std::string quoted(const std::string& argument) {
  const bool plain = !argument.empty() && argument.find_first_not_of(
                                              "abcdefghijklmnopqrstuvwxyz"
                                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "0123456789_-+=./:,@%") == std::string::npos;
  if (plain) return argument;
  std::string text = "'";
  for (const char c : argument) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

std::string utc_now() {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

std::map<std::string, std::string> provenance_texts(const Provenance& provenance) {
  std::string command;
  for (const std::string& argument : provenance.arguments)
    command += (command.empty() ? "" : " ") + quoted(argument);
  return {{"application", provenance.application},
          {"version", version()},
          {"compiler", compiler()},
          {"command_line", command},
          {"start_time", provenance.start_time},
          {"seed", std::to_string(provenance.seed)},
          {"ranks", std::to_string(provenance.ranks)},
          {"threads", std::to_string(provenance.threads)},
          {"blas_core", blas_core()}};
}

}  // namespace tessera
