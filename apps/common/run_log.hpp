#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace tessera {

/// How much a run says on the terminal. The log file always holds everything.
enum class Verbosity { quiet, normal, verbose };

/// The run's log: a file with times (UTC) and the terminal without.
class RunLog {
 public:
  /// An empty file name: no file. Throws ResourceError where it cannot be created.
  RunLog(const std::filesystem::path& file, Verbosity verbosity);
  ~RunLog();
  RunLog(const RunLog&) = delete;
  RunLog& operator=(const RunLog&) = delete;

  /// On the terminal unless quiet.
  void info(std::string_view line);
  /// On the terminal when verbose.
  void detail(std::string_view line);
  /// Into the file only: messages that stderr gets anyway.
  void file_only(std::string_view line);
  /// Throws ResourceError where a line could not be written to the file.
  void require_written() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tessera
