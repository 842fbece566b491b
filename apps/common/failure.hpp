#pragma once

#include <string>

#include "data/fields/errors.hpp"

namespace tessera {

/// What an exception means to the user.
struct Failure {
  ExitCode code = ExitCode::internal_error;
  std::string message;
};

/// Describes the exception that is being handled; call inside a catch block. Errors of the suite
/// speak for themselves; lack of memory, disk or rights is out_of_resources; anything else is a
/// defect of ours, and the message says what to report.
Failure present_failure();

}  // namespace tessera
