#include "apps/common/run_deck.hpp"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "apps/common/cost.hpp"
#include "apps/common/failure.hpp"
#include "apps/common/machine.hpp"
#include "apps/common/output_transaction.hpp"
#include "apps/common/provenance.hpp"
#include "apps/common/run_monitor.hpp"
#include "apps/common/version.hpp"
#include "apps/common/write_result.hpp"
#include "solvers/linear/lapack.hpp"

namespace tessera {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::uint64_t seed_of(const Deck& deck) {
  const std::string text = root_text(deck, "Seed", "0");
  std::uint64_t seed = 0;
  std::from_chars(text.data(), text.data() + text.size(), seed);
  return seed;
}

/// A deck inside the output folder would be moved away with the former result.
void require_deck_outside(const std::filesystem::path& deck, const std::filesystem::path& target) {
  const std::filesystem::path file = std::filesystem::weakly_canonical(deck);
  const auto inside = file.lexically_relative(target);
  if (!inside.empty() && *inside.begin() != "..")
    throw DeckError("the deck " + deck.string() + " lies inside the output folder " +
                    target.string() + ", which this run would replace; choose another --output");
}

/// Everything of one run that its steps share.
struct Run {
  Application& application;
  const CommandLine& command;
  const Communicator& communicator;
  const Deck deck;
  const int threads;
  const Clock::time_point start = Clock::now();
  const std::string start_time = utc_now();
  StageTimers timers{};
};

Summary full_summary(const Run& run, const Outcome& outcome, double wall_time_s) {
  Summary summary{{"application", run.deck.application},
                  {"title", run.deck.title},
                  {"status", outcome.status},
                  {"exit_code", static_cast<Index>(outcome.code)}};
  summary.insert(summary.end(), outcome.summary.begin(), outcome.summary.end());
  const Summary frame{{"wall_time_s", wall_time_s},
                      {"peak_memory_bytes",
                       static_cast<Index>(run.communicator.allreduce_max(peak_memory_bytes()))},
                      {"ranks", static_cast<Index>(run.communicator.size())},
                      {"threads", static_cast<Index>(run.threads)},
                      {"version", std::string(version())},
                      {"blas_core", std::string(blas_core())}};
  summary.insert(summary.end(), frame.begin(), frame.end());
  return summary;
}

void announce(const Run& run, const CostEstimate& cost, const OutputTransaction* output,
              RunLog& log) {
  log.info(fmt::format("tessera-{} {}: {}", run.application.name(), version(),
                       run.deck.title.empty() ? run.deck.file.string() : run.deck.title));
  log.detail(fmt::format("{} rank(s), {} thread(s) each, BLAS core {}, host {}",
                         run.communicator.size(), run.threads, blas_core(), host_name()));
  log.detail(fmt::format("Estimate: {}, {} ({})", format_bytes(cost.memory_bytes),
                         format_seconds(cost.time_s), cost.basis));
  if (!run.command.restart && output && std::filesystem::exists(output->checkpoint_file()))
    log.info("There is a checkpoint of an interrupted run (" + output->checkpoint_file().string() +
             "); --restart would continue it.");
}

Outcome compute(Run& run, const SignalFlag& signals, const CheckpointFile& checkpoint,
                RunLog& log) {
  ProgressLine progress(run.communicator.rank() == 0 && run.command.verbosity != Verbosity::quiet);
  RunMonitor monitor(run.communicator, signals, log, progress, run.timers, checkpoint);
  RunContext context;
  context.communicator = &run.communicator;
  context.monitor = &monitor;
  context.random = RandomStreams(seed_of(run.deck));
  context.threads = run.threads;
  context.deck_folder = run.deck.file.parent_path();
  if (run.command.restart) {
    context.restart = checkpoint.load();
    log.info("Continuing from " + checkpoint.file().string());
  }
  Outcome outcome = run.application.run(context);
  run.timers.end();
  return outcome;
}

/// The tables at the end of the log.
void report(Run& run, const Outcome& outcome, RunLog& log) {
  for (const std::string& line : outcome.report) log.info(line);
  for (const std::string& line : run.timers.table(seconds_since(run.start))) log.detail(line);
}

std::string last_line(const Run& run, const Outcome& outcome) {
  std::string line = fmt::format("tessera-{}: {}", run.application.name(), outcome.status);
  if (!outcome.headline.empty()) line += "; " + outcome.headline;
  return line + fmt::format("; {}; results in {}", format_seconds(seconds_since(run.start)),
                            run.command.output.string());
}

void finish(Run& run, const Outcome& outcome, OutputTransaction* output, RunLog& log) {
  const Summary summary = full_summary(run, outcome, seconds_since(run.start));  // collective
  if (!output) return;
  run.timers.begin("write results");
  const Provenance provenance{run.command.arguments, run.application.name(),  run.start_time,
                              seed_of(run.deck),     run.communicator.size(), run.threads};
  for (const std::string& remark :
       write_result(outcome, run.deck, provenance_texts(provenance), summary, output->partial()))
    log.info(remark);
  run.timers.end();
  report(run, outcome, log);
  log.info(last_line(run, outcome));
  log.require_written();
  output->commit();
}

}  // namespace

ExitCode run_deck(Application& application, const CommandLine& command,
                  const Communicator& communicator) {
  const SignalFlag signals;  // files are already at stake before and after the computation
  const bool root = communicator.rank() == 0;
  Run run{application, command, communicator,
          load_deck(application, command.deck, command.overrides), requested_threads()};
  set_blas_threads(run.threads);
  const CostEstimate cost = application.estimate();
  require_memory(cost, available_memory());

  const std::filesystem::path target = output_target(command.output);
  require_deck_outside(command.deck, target);
  std::unique_ptr<OutputTransaction> output;
  if (root) output = std::make_unique<OutputTransaction>(target);
  communicator.barrier();
  RunLog log(root ? output->partial() / "run.log" : std::filesystem::path(),
             root ? command.verbosity : Verbosity::quiet);
  const CheckpointFile checkpoint(target.string() + ".checkpoint.h5", run.deck);
  try {
    announce(run, cost, output.get(), log);
    const Outcome outcome = compute(run, signals, checkpoint, log);
    finish(run, outcome, output.get(), log);
    if (root) checkpoint.remove();
    return outcome.code;
  } catch (...) {
    const Failure failure = present_failure();
    if (output) log.info("The log is " + output->failed_log().string());
    log.file_only(failure.message);
    log.file_only(fmt::format("tessera-{}: failed with exit code {}", application.name(),
                              static_cast<int>(failure.code)));
    if (output) output->abandon();
    throw;
  }
}

}  // namespace tessera
