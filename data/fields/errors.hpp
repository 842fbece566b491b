#pragma once

#include <stdexcept>
#include <string>

namespace tessera {

/// Exit codes of every executable of the suite.
enum class ExitCode : int {
  success = 0,
  internal_error = 1,  ///< a defect of ours; also "differs" in `tessera compare`
  bad_deck = 2,        ///< deck or command line
  bad_data = 3,        ///< a data file that is missing, broken or contradicts the deck
  not_converged = 4,
  out_of_resources = 5,  ///< memory, disk, file size
  interrupted = 6        ///< stopped by a signal after a checkpoint was written
};

/// Base of all errors that are reported to the user as one message and turned into an exit code.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// The deck or the command line is wrong. The message starts with `file:line:column` where known;
/// several faults are separated by newlines.
struct DeckError : Error {
  explicit DeckError(const std::string& message) : Error(ExitCode::bad_deck, message) {}
};

/// A data file is missing, unreadable or inconsistent.
struct DataError : Error {
  explicit DataError(const std::string& message) : Error(ExitCode::bad_data, message) {}
};

/// An iteration stopped without reaching its tolerance.
struct ConvergenceError : Error {
  explicit ConvergenceError(const std::string& message) : Error(ExitCode::not_converged, message) {}
};

/// Memory, disk space or a file-size limit does not suffice.
struct ResourceError : Error {
  explicit ResourceError(const std::string& message) : Error(ExitCode::out_of_resources, message) {}
};

/// The run was asked to stop; a checkpoint has been written.
struct Interrupted : Error {
  explicit Interrupted(const std::string& message) : Error(ExitCode::interrupted, message) {}
};

}  // namespace tessera
