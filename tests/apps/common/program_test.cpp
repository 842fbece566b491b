// The whole program from the outside, by the example of tessera-counter.
#include "tests/apps/common/program.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "data/hdf5/result_file.hpp"
#include "data/vtk/vtk_files.hpp"
#include "tests/apps/common/counter/counter.hpp"
#include "tests/apps/common/scratch_folder.hpp"

using namespace tessera;
namespace fs = std::filesystem;

namespace {

const std::string counter_program = TESSERA_BINARY_DIR "/bin/tessera-counter";

/// A scratch folder with a deck `c.yaml` in it.
struct Workplace : ScratchFolder {
  Workplace() { write_lines(path() / "c.yaml", "Application: counter\nTitle: Counting\n"); }
  ProgramResult run(const std::string& arguments) const {
    return run_program(path(), counter_program + " " + arguments);
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string last_line(std::string text) {
  text.erase(text.find_last_not_of('\n') + 1);
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(program)

BOOST_AUTO_TEST_CASE(a_run_leaves_the_files_of_the_contract) {
  const Workplace place;
  const ProgramResult result = place.run("c.yaml --set steps=7 --set 'seed = 3'");
  BOOST_REQUIRE_MESSAGE(result.code == 0, result.output);
  const fs::path folder = place / "results/c";
  const auto summary = nlohmann::json::parse(content(folder / "summary.json"));
  BOOST_TEST(summary.at("status") == "converged");
  BOOST_TEST(summary.at("steps") == 7);
  BOOST_TEST(summary.at("estimated_error").is_null());
  BOOST_TEST(summary.at("comparators").at("abacus").at("steps") == 3);
  BOOST_TEST(summary.at("wall_time_s").get<double>() < 60.0);
  BOOST_TEST(summary.at("peak_memory_bytes").get<double>() > 1e6);
  BOOST_TEST(summary.at("ranks") == 1);
  const auto deck = nlohmann::json::parse(content(folder / "deck.json"));
  BOOST_TEST(deck.at("Steps") == 7);
  BOOST_TEST(deck.at("Seed") == 3);
  const auto fields = hdf5::read_fields(folder / "result.h5");
  BOOST_REQUIRE(fields.size() == 2);
  BOOST_TEST(vtk::read_grid(folder / "result_x.vti").at(0).values == fields.at(0).values);
  BOOST_TEST(hdf5::read_texts(folder / "result.h5", "/deck").at("yaml") ==
             content(folder / "deck.yaml"));
  const auto provenance = hdf5::read_texts(folder / "result.h5", "/provenance");
  BOOST_TEST(provenance.at("seed") == "3");
  BOOST_TEST(contains(provenance.at("command_line"), "'seed = 3'"));
  BOOST_TEST(provenance.at("start_time").size() == 20);
  BOOST_TEST(hdf5::read_record(folder / "result.h5", "/model").type == "counter_line");
  const std::string log = content(folder / "run.log");
  BOOST_TEST(contains(last_line(log), "tessera-counter: converged; counted to 7;"));
  BOOST_TEST(!contains(log, "\r"));
  BOOST_TEST(entries(place / "results") == 1);
}

BOOST_AUTO_TEST_CASE(the_effective_deck_runs_again_with_the_same_bits) {
  const Workplace place;
  BOOST_REQUIRE(place.run("c.yaml --set steps=9 --output a").code == 0);
  fs::copy_file(place / "a/deck.yaml", place / "again.yaml");
  BOOST_REQUIRE(place.run("again.yaml --output b").code == 0);
  BOOST_TEST(hdf5::read_fields(place / "a/result.h5").at(0).values ==
             hdf5::read_fields(place / "b/result.h5").at(0).values);
  BOOST_TEST(content(place / "a/deck.yaml") == content(place / "b/deck.yaml"));
}

BOOST_AUTO_TEST_CASE(validate_schema_version_and_help_write_nothing) {
  const Workplace place;
  const ProgramResult validated = place.run("c.yaml --validate --set memory=3e9");
  BOOST_TEST(validated.code == 0);
  BOOST_TEST(contains(validated.output, "3 GB"));
  BOOST_TEST(contains(validated.output, "#SBATCH --mem=3577M"));
  BOOST_TEST(place.run("--help").code == 0);
  BOOST_TEST(contains(place.run("--version").output, "tessera-counter "));
  BOOST_TEST(entries(place.path()) == 1);
  BOOST_REQUIRE(place.run("--schema > schema.yaml").code == 0);
  BOOST_TEST(place.run("schema.yaml --validate").code == 0);
}

BOOST_AUTO_TEST_CASE(every_kind_of_failure_has_its_exit_code_and_keeps_the_old_result) {
  const Workplace place;
  BOOST_REQUIRE(place.run("c.yaml --quiet").output.empty());
  const std::string before = content(place / "results/c/result.h5");
  const std::vector<std::pair<std::string, int>> ends{
      {"bad data", 3}, {"no convergence", 4}, {"out of memory", 5}, {"defect", 1}};
  for (const auto& [end, code] : ends) {
    const ProgramResult result = place.run("c.yaml --quiet --set end='" + end + "'");
    BOOST_TEST_CONTEXT(end) {
      BOOST_TEST(result.code == code);
      BOOST_TEST(contains(result.output, "error: "));
      BOOST_TEST(content(place / "results/c/result.h5") == before);
      BOOST_TEST(contains(last_line(content(place / "results/c.failed.log")),
                          "exit code " + std::to_string(code)));
      BOOST_TEST(!fs::exists(place / "results/c.lock"));
    }
  }
  BOOST_TEST(place.run("c.yaml --set stepps=3").code == 2);
  BOOST_TEST(place.run("nothere.yaml").code == 2);
  BOOST_TEST(content(place / "results/c/result.h5") == before);
}

BOOST_AUTO_TEST_CASE(an_outcome_that_did_not_converge_is_written_and_exits_with_4) {
  const Workplace place;
  BOOST_TEST(place.run("c.yaml --set 'end=not converged'").code == 4);
  const auto summary = nlohmann::json::parse(content(place / "results/c/summary.json"));
  BOOST_TEST(summary.at("status") == "not converged");
  BOOST_TEST(summary.at("exit_code") == 4);
}

BOOST_AUTO_TEST_CASE(a_stopped_run_continues_from_its_checkpoint_with_the_same_bits) {
  const Workplace place;
  const std::string deck = "c.yaml --quiet --set steps=2000 --set pause=0.001 ";
  const ProgramResult stopped = place.run(deck + "& pid=$!; sleep 0.5; kill -TERM $pid; wait $pid");
  BOOST_REQUIRE_MESSAGE(stopped.code == 6, stopped.output);
  BOOST_TEST(contains(stopped.output, "--restart"));
  BOOST_TEST(!fs::exists(place / "results/c"));
  const ProgramResult other = place.run("c.yaml --restart --set steps=2001");
  BOOST_TEST(other.code == 2);
  BOOST_TEST(contains(other.output, "another deck"));
  BOOST_REQUIRE(place.run(deck + "--restart").code == 0);
  BOOST_TEST(!fs::exists(place / "results/c.checkpoint.h5"));
  BOOST_REQUIRE(place.run("c.yaml --quiet --set steps=2000 --output direct").code == 0);
  BOOST_TEST(hdf5::read_fields(place / "results/c/result.h5").at(0).values ==
             hdf5::read_fields(place / "direct/result.h5").at(0).values);
  const ProgramResult nothing = place.run("c.yaml --restart");
  BOOST_TEST(nothing.code == 2);
  BOOST_TEST(contains(nothing.output, "no checkpoint"));
}

BOOST_AUTO_TEST_CASE(two_runs_in_one_folder_are_refused) {
  const Workplace place;
  const ProgramResult both = place.run("c.yaml --set pause=0.1 & sleep 0.5; " + counter_program +
                                       " c.yaml; echo second: $?; wait");
  BOOST_TEST(contains(both.output, "second: 2"));
  BOOST_TEST(contains(both.output, "another run is writing"));
  BOOST_TEST(fs::exists(place / "results/c/summary.json"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_exit_code_5_and_a_clear_message) {
  const Workplace place;
  BOOST_REQUIRE(place.run("c.yaml").code == 0);
  const std::string before = content(place / "results/c/result.h5");
  const ProgramResult result =
      run_program(place.path(), "ulimit -f 8; " + counter_program + " c.yaml --quiet");
  BOOST_TEST(result.code == 5);
  BOOST_TEST(contains(result.output, "File too large"));
  BOOST_TEST(content(place / "results/c/result.h5") == before);
}

BOOST_AUTO_TEST_CASE(a_run_beyond_memory_is_refused_before_it_starts) {
  const Workplace place;
  const ProgramResult result = place.run("c.yaml --set memory=1e15");
  BOOST_TEST(result.code == 5);
  BOOST_TEST(contains(result.output, "1 PB"));
  BOOST_TEST(entries(place.path()) == 1);
}

BOOST_AUTO_TEST_CASE(a_deck_inside_the_output_folder_is_refused) {
  const Workplace place;
  BOOST_REQUIRE(place.run("c.yaml --output out").code == 0);
  const ProgramResult result = place.run("out/deck.yaml --output out");
  BOOST_TEST(result.code == 2);
  BOOST_TEST(contains(result.output, "inside the output folder"));
}

BOOST_AUTO_TEST_CASE(the_application_runs_in_process_without_files) {
  const auto application = counter::make_counter();
  load_deck_text(*application, "Application: counter\nPoints: 5\nSteps: 3\n", "memory");
  SilentMonitor monitor;
  const auto communicator = serial_communicator();
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  const Outcome outcome = application->run(context);
  BOOST_TEST(outcome.fields.at(0).values.size() == 5);
  BOOST_CHECK_THROW(load_deck_text(*application,
                                   "Application: counter\nSteps: 3\n"
                                   "Checkpoint: {Steps: 9000}\n",
                                   "memory"),
                    DeckError);
}

BOOST_AUTO_TEST_SUITE_END()

// Run by CTest on its own, label mpi.
BOOST_AUTO_TEST_SUITE(parallel_program, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(two_ranks_write_one_result_and_one_failing_rank_ends_all) {
  const Workplace place;
  const std::string launch =
      TESSERA_MPIEXEC " -n 2 --allow-run-as-root --oversubscribe " + counter_program + " ";
  const ProgramResult good = run_program(place.path(), launch + "c.yaml");
  BOOST_REQUIRE_MESSAGE(good.code == 0, good.output);
  const auto summary = nlohmann::json::parse(content(place / "results/c/summary.json"));
  BOOST_TEST(summary.at("ranks") == 2);
  const ProgramResult bad = run_program(place.path(), launch + "c.yaml --set 'end=one rank fails'");
  BOOST_TEST(bad.code == 3);
  BOOST_TEST(contains(bad.output, "rank 1: error: the last rank found no data"));
  const ProgramResult next = run_program(place.path(), launch + "c.yaml");
  BOOST_TEST(next.code == 0);
  BOOST_TEST(entries(place / "results") == 2);  // result and previous: no litter
}

BOOST_AUTO_TEST_SUITE_END()
