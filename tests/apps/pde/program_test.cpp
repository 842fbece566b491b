#include "tests/apps/common/program.hpp"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/apps/common/scratch_folder.hpp"
#include "tests/apps/pde/wrong_decks.hpp"

namespace tessera::pde {
namespace {

const std::string program = TESSERA_BINARY_DIR "/bin/tessera-pde ";
const std::string driver = TESSERA_BINARY_DIR "/bin/tessera ";
const std::string first_steps = TESSERA_SOURCE_DIR "/apps/pde/decks/first_steps.yaml ";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(program_of_pde)

BOOST_AUTO_TEST_CASE(a_wrong_deck_ends_with_code_2_and_its_message_alone) {
  const ScratchFolder folder;
  write_lines(folder / "deck.yaml", changed({{"Unknowns:", "Unknown:"}}));
  const ProgramResult result = run_program(folder.path(), program + "deck.yaml");
  BOOST_TEST(result.code == 2);
  BOOST_TEST(result.output ==
             "deck.yaml:7:1  Unknown: unknown key. Did you mean \"Unknowns\"? Allowed: "
             "Application, Title, Axes, Parameters, Unknowns, Equations, Sources, Exact Solution, "
             "Arrays, Boundary Conditions, Initial Conditions, Observations, Further Observations, "
             "Prior, Model, Solver, Compare, Output, Seed.\n");
  BOOST_TEST(!std::filesystem::exists(folder / "results"));
}

BOOST_AUTO_TEST_CASE(a_grid_beyond_memory_ends_with_code_5_before_work_starts) {
  const ScratchFolder folder;
  write_lines(folder / "deck.yaml", base_deck);
  const std::string command = program +
                              "deck.yaml --set axes/x/points=100000 --set axes/y/points=100000 "
                              "--set 'output/grid={x: 100000, y: 100000}'";
  const ProgramResult run = run_program(folder.path(), command);
  BOOST_TEST(run.code == 5);
  BOOST_TEST(contains(run.output, "this run needs about "));
  BOOST_TEST(contains(run.output, " of memory, but only "));
  BOOST_TEST(contains(run.output, "Use fewer points, or a machine with more memory."));
  BOOST_TEST(!std::filesystem::exists(folder / "results"));
  const ProgramResult validation = run_program(folder.path(), command + " --validate");
  BOOST_TEST(validation.code == 0);
  BOOST_TEST(contains(validation.output, "Estimated memory: "));
}

BOOST_AUTO_TEST_CASE(too_few_points_end_with_code_4_and_a_result_that_says_so) {
  const ScratchFolder folder;
  write_lines(folder / "deck.yaml", base_deck);
  const ProgramResult run = run_program(folder.path(), program + "deck.yaml --set parameters/k=90");
  BOOST_TEST(run.code == 4);
  BOOST_TEST(contains(run.output, "tessera-pde: not resolved; relative L2 error "));
  BOOST_TEST(
      contains(content(folder / "results/deck/summary.json"), "\"status\": \"not resolved\""));
}

BOOST_AUTO_TEST_SUITE_END()

// Run by CTest on its own, label mpi.
BOOST_AUTO_TEST_SUITE(parallel_program_of_pde, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(two_ranks_give_the_result_of_one) {
  const ScratchFolder folder;
  const std::string options = "--set 'compare=[]' --output ";
  const ProgramResult serial =
      run_program(folder.path(), program + first_steps + options + "serial");
  BOOST_REQUIRE_MESSAGE(serial.code == 0, serial.output);
  const ProgramResult parallel =
      run_program(folder.path(), TESSERA_MPIEXEC " -n 2 --allow-run-as-root --oversubscribe " +
                                     program + first_steps + options + "parallel");
  BOOST_REQUIRE_MESSAGE(parallel.code == 0, parallel.output);
  BOOST_TEST(contains(content(folder / "parallel/summary.json"), "\"ranks\": 2"));
  const ProgramResult same = run_program(folder.path(), driver + "compare serial parallel");
  BOOST_TEST_CONTEXT(same.output) {
    BOOST_TEST(same.code == 0);
  }
  // The comparison sees a difference where there is one.
  const ProgramResult changed_run = run_program(
      folder.path(), program + first_steps + "--set parameters/power=41 " + options + "changed");
  BOOST_REQUIRE_MESSAGE(changed_run.code == 0, changed_run.output);
  const ProgramResult other = run_program(folder.path(), driver + "compare serial changed");
  BOOST_TEST(other.code == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::pde
