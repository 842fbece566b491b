// The program `tessera` from the outside.
#include <boost/test/unit_test.hpp>

#include "tests/apps/common/program.hpp"
#include "tests/apps/common/scratch_folder.hpp"

using namespace tessera;

namespace {

/// A folder with the results a and b of tessera-counter; b has another seed.
struct Workplace : ScratchFolder {
  Workplace() {
    write_lines(path() / "c.yaml", "Application: counter\nTitle: Two seeds\n");
    const std::string counter = TESSERA_BINARY_DIR "/bin/tessera-counter c.yaml --quiet ";
    run_program(path(), counter + "--output a && " + counter + "--output b --set seed=1");
  }
  ProgramResult run(const std::string& arguments) const {
    return run_program(path(), TESSERA_BINARY_DIR "/bin/tessera " + arguments);
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(driver)

BOOST_AUTO_TEST_CASE(info_shows_fields_figures_and_provenance) {
  const Workplace place;
  const ProgramResult result = place.run("info a");
  BOOST_TEST(result.code == 0);
  for (const char* part :
       {"Two seeds", "converged", "64 points, 0 to 1 m", "product of the coordinates",
        "history/steps", "comparators/abacus/steps", "command_line"})
    BOOST_TEST(contains(result.output, part), part << " is missing in\n" << result.output);
  BOOST_TEST(place.run("info a/result.h5").output == result.output);
}

BOOST_AUTO_TEST_CASE(compare_exits_with_0_where_fields_agree_and_1_where_they_differ) {
  const Workplace place;
  BOOST_TEST(place.run("compare a a").code == 0);
  const ProgramResult other = place.run("compare a b");
  BOOST_TEST(other.code == 1);
  BOOST_TEST(contains(other.output, "DIFFERS"));
  BOOST_TEST(place.run("compare a b --absolute-tolerance 10").code == 0);
  BOOST_TEST(place.run("compare a/result_x.vti b/result_x.vti").code == 1);
}

BOOST_AUTO_TEST_CASE(bad_use_exits_with_2_and_unreadable_data_with_3) {
  const Workplace place;
  for (const char* words : {"", "compare a", "compare a b --relative-tolerance -1", "nonsense",
                            "schema nonsense", "info a --nonsense"}) {
    const ProgramResult result = place.run(words);
    BOOST_TEST(result.code == 2, words << ": " << result.code << ' ' << result.output);
  }
  write_lines(place / "broken/result.h5", "not HDF5");
  for (const char* words :
       {"info nowhere", "info broken", "compare a broken", "info c.yaml", "predict a c.yaml"}) {
    const ProgramResult result = place.run(words);
    BOOST_TEST(result.code == 3, words << ": " << result.code << ' ' << result.output);
    BOOST_TEST(!result.output.empty());
  }
}

BOOST_AUTO_TEST_CASE(help_and_version_are_served_everywhere) {
  const Workplace place;
  BOOST_TEST(contains(place.run("--help").output, "compare"));
  BOOST_TEST(contains(place.run("compare --help").output, "--relative-tolerance"));
  BOOST_TEST(contains(place.run("--version").output, "tessera "));
}

BOOST_AUTO_TEST_CASE(the_schema_of_an_application_is_printed) {
  const Workplace place;
  const ProgramResult result = place.run("schema pde");
  BOOST_TEST(result.code == 0);
  BOOST_TEST(contains(result.output, "Application: pde"));
  BOOST_TEST(contains(place.run("schema pde --markdown").output, "|"));
}

BOOST_AUTO_TEST_SUITE_END()
