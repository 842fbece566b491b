#include <chrono>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include "apps/common/application.hpp"
#include "apps/common/blas_kernels.hpp"
#include "apps/common/command_line.hpp"
#include "apps/common/cost.hpp"
#include "apps/common/failure.hpp"
#include "apps/common/machine.hpp"
#include "apps/common/memory_reuse.hpp"
#include "apps/common/run_deck.hpp"
#include "apps/common/version.hpp"

namespace tessera {

namespace {

void print_failure(const Failure& failure, const std::string& prefix) {
  std::fflush(stdout);
  // The message of a bad deck starts with its place; an interruption is no error.
  const bool plain = failure.code == ExitCode::bad_deck || failure.code == ExitCode::interrupted;
  fmt::print(stderr, "{}{}{}\n", prefix, plain ? "" : "error: ", failure.message);
  if (failure.code == ExitCode::interrupted)
    fmt::print(stderr, "Continue with the same command and --restart.\n");
}

ExitCode validate(Application& application, const CommandLine& command) {
  load_deck(application, command.deck, command.overrides);
  const CostEstimate cost = application.estimate();
  if (command.verbosity == Verbosity::quiet) return ExitCode::success;
  fmt::print("{}: valid\n{}", command.deck.string(), cost_report(cost, requested_threads()));
  const AvailableMemory here = available_memory();
  if (cost.memory_bytes > here.bytes)
    fmt::print("This machine would refuse the run: only {} can be had ({}).\n",
               format_bytes(here.bytes), here.limit);
  return ExitCode::success;
}

/// Runs on all ranks. A failure of one must end all: the others may wait for it forever.
ExitCode run_on_all_ranks(Application& application, const CommandLine& command) {
  keep_freed_memory();
  const auto communicator = launched_in_parallel() ? world_communicator() : serial_communicator();
  try {
    return run_deck(application, command, *communicator);
  } catch (...) {
    if (communicator->size() == 1) throw;
    const Failure failure = present_failure();
    // Most failures (a bad deck, say) meet all ranks; the first then speaks for all.
    if (communicator->rank() > 0) std::this_thread::sleep_for(std::chrono::seconds(1));
    print_failure(failure, communicator->rank() > 0 ? fmt::format("rank {}: ", communicator->rank())
                                                    : std::string());
    std::fflush(stderr);
    communicator->abort(static_cast<int>(failure.code));
    return failure.code;
  }
}

ExitCode perform(Application& application, const CommandLine& command) {
  switch (command.action) {
    case CommandLine::Action::print_help:
      fmt::print("{}", command.help);
      return ExitCode::success;
    case CommandLine::Action::print_version:
      fmt::print("tessera-{} {}\n", application.name(), version());
      return ExitCode::success;
    case CommandLine::Action::print_schema:
      fmt::print("{}", application.schema().reference_deck());
      return ExitCode::success;
    case CommandLine::Action::validate:
      return validate(application, command);
    case CommandLine::Action::run:
      break;
  }
  return run_on_all_ranks(application, command);
}

}  // namespace

int application_main(int argc, char** argv, ApplicationFactory factory) {
  restart_with_best_blas_kernels(argv);
  try {
    const auto application = factory();
    const CommandLine command =
        parse_command_line(argc, argv, application->name(), application->title());
    return static_cast<int>(perform(*application, command));
  } catch (...) {
    const Failure failure = present_failure();
    print_failure(failure, "");
    return static_cast<int>(failure.code);
  }
}

}  // namespace tessera
