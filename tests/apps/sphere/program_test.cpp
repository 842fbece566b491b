#include "tests/apps/common/program.hpp"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/apps/common/scratch_folder.hpp"

namespace tessera::sphere {
namespace {

const std::string program = TESSERA_BINARY_DIR "/bin/tessera-sphere ";
const std::string driver = TESSERA_BINARY_DIR "/bin/tessera ";
const std::string decks = TESSERA_SOURCE_DIR "/apps/sphere/decks/";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(program_of_sphere)

BOOST_AUTO_TEST_CASE(all_shipped_decks_of_equations_are_valid) {
  const ScratchFolder folder;
  for (const std::string deck : {"allen_cahn", "barotropic_jet", "galewsky", "heat_noise",
                                 "rossby_haurwitz", "williamson_2", "williamson_5"}) {
    const ProgramResult run =
        run_program(folder.path(), program + decks + deck + ".yaml --validate");
    BOOST_TEST(run.code == 0, run.output);
    BOOST_TEST(contains(run.output, "Estimated memory: "));
  }
}

BOOST_AUTO_TEST_CASE(a_cfl_number_beyond_the_limit_ends_with_code_4_and_a_result) {
  const ScratchFolder folder;
  const ProgramResult run = run_program(
      folder.path(), program + decks +
                         "williamson_5.yaml --set axes/sphere/degree=31 --set 'solver/time "
                         "step=43200' --set 'hyperdiffusion={}' --output result");
  BOOST_TEST(run.code == 4, run.output);
  BOOST_TEST(contains(run.output, "CFL number"));
  BOOST_TEST(contains(content(folder / "result/summary.json"), "\"status\": \"blown up\""));
  BOOST_TEST(std::filesystem::exists(folder / "result/result.h5"));
}

BOOST_AUTO_TEST_SUITE_END()

// Run by CTest on its own, label mpi.
BOOST_AUTO_TEST_SUITE(parallel_program_of_sphere, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(any_number_of_ranks_gives_the_same_ensemble) {
  const ScratchFolder folder;
  const std::string command =
      program + decks +
      "heat_noise.yaml --set axes/sphere/degree=10 --set ensemble/members=4 "
      "--set 'random forcing/temperature/degrees=[0, 10]' "
      "--set 'output/grid={latitude: 5, longitude: 6, t: 3}' --output ";
  const ProgramResult serial = run_program(folder.path(), command + "ranks1");
  BOOST_REQUIRE_MESSAGE(serial.code == 0, serial.output);
  for (const std::string ranks : {"2", "3"}) {
    const ProgramResult parallel = run_program(
        folder.path(), TESSERA_MPIEXEC " -n " + ranks + " --allow-run-as-root --oversubscribe " +
                           command + "ranks" + ranks);
    BOOST_REQUIRE_MESSAGE(parallel.code == 0, parallel.output);
    const ProgramResult same = run_program(folder.path(), driver + "compare ranks1 ranks" + ranks);
    BOOST_TEST(same.code == 0, same.output);
  }
  // The comparison sees a difference where there is one.
  const ProgramResult other = run_program(folder.path(), command + "other --set seed=2");
  BOOST_REQUIRE_MESSAGE(other.code == 0, other.output);
  BOOST_TEST(run_program(folder.path(), driver + "compare ranks1 other").code == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::sphere
