#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/common/run_log.hpp"
#include "data/deck/deck.hpp"

namespace tessera {

/// What the user asked for.
struct CommandLine {
  enum class Action { run, validate, print_schema, print_version, print_help };

  Action action = Action::run;
  std::string help;  ///< text of --help
  std::vector<std::string> arguments;
  std::filesystem::path deck;
  std::vector<Override> overrides;
  std::filesystem::path output;  ///< `results/<deck name>` unless given
  bool restart = false;
  Verbosity verbosity = Verbosity::normal;
};

/// Reads `tessera-NAME deck.yaml [options]`. Throws DeckError that names the option at fault.
CommandLine parse_command_line(int argc, const char* const* argv, const std::string& name,
                               const std::string& title);

}  // namespace tessera
