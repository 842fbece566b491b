#pragma once

#include "apps/common/application.hpp"
#include "apps/common/command_line.hpp"

namespace tessera {

/// A whole run: deck, memory check, output transaction, computation, files, commit. Returns the
/// outcome's code; throws where the run failed, after the former result was left as it was and the
/// log was kept as `<output>.failed.log`. `communicator` must be the one of all ranks.
ExitCode run_deck(Application& application, const CommandLine& command,
                  const Communicator& communicator);

}  // namespace tessera
