#include "apps/common/run_log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "data/fields/errors.hpp"

namespace tessera {

struct RunLog::Implementation {
  std::unique_ptr<spdlog::logger> file;
  std::unique_ptr<spdlog::logger> terminal;
  std::string failure;
};

RunLog::RunLog(const std::filesystem::path& file, Verbosity verbosity)
    : implementation_(std::make_unique<Implementation>()) {
  Implementation& log = *implementation_;
  log.terminal = std::make_unique<spdlog::logger>(
      "terminal", std::make_shared<spdlog::sinks::stdout_sink_mt>());
  log.terminal->set_pattern("%v");
  log.terminal->set_level(verbosity == Verbosity::quiet    ? spdlog::level::off
                          : verbosity == Verbosity::normal ? spdlog::level::info
                                                           : spdlog::level::debug);
  log.terminal->set_error_handler([](const std::string&) {});
  log.terminal->flush_on(spdlog::level::debug);
  if (file.empty()) return;
  try {
    log.file = std::make_unique<spdlog::logger>(
        "file", std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string(), true));
  } catch (const spdlog::spdlog_ex& error) {
    throw ResourceError(error.what());
  }
  log.file->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      "%Y-%m-%dT%H:%M:%S.%eZ  %v", spdlog::pattern_time_type::utc));
  log.file->set_level(spdlog::level::debug);
  log.file->flush_on(spdlog::level::debug);
  log.file->set_error_handler([&log](const std::string& message) {
    if (log.failure.empty()) log.failure = message;
  });
}

RunLog::~RunLog() = default;

void RunLog::info(std::string_view line) {
  file_only(line);
  implementation_->terminal->info(line);
}

void RunLog::detail(std::string_view line) {
  file_only(line);
  implementation_->terminal->debug(line);
}

void RunLog::file_only(std::string_view line) {
  if (implementation_->file) implementation_->file->info(line);
}

void RunLog::require_written() const {
  if (!implementation_->failure.empty()) throw ResourceError(implementation_->failure);
}

}  // namespace tessera
