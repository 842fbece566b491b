#include "tests/apps/common/program.hpp"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include "data/hdf5/result_file.hpp"
#include "tests/apps/common/scratch_folder.hpp"

namespace tessera::product {
namespace {

const std::string program = TESSERA_BINARY_DIR "/bin/tessera-product ";
const std::string decks = TESSERA_SOURCE_DIR "/apps/product/decks/";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(program_of_product)

BOOST_AUTO_TEST_CASE(the_small_decks_run_and_leave_products) {
  for (const std::string deck : {"quick_product", "vector_product", "weighted_product"}) {
    const ScratchFolder folder;
    const ProgramResult run =
        run_program(folder.path(), program + decks + deck + ".yaml --output result");
    BOOST_TEST(run.code == 0, run.output);
    BOOST_TEST(contains(run.output, "against the reference product"));
    const auto fields = hdf5::read_fields(folder / "result/result.h5");
    BOOST_TEST(fields.front().name == "product");
    BOOST_TEST(contains(content(folder / "result/summary.json"), "\"reference_error\": "));
  }
}

BOOST_AUTO_TEST_CASE(faults_of_the_deck_end_with_code_2_and_of_data_with_code_3) {
  const ScratchFolder folder;
  const std::string command = program + decks + "quick_product.yaml ";
  const ProgramResult deck = run_program(folder.path(), command + "--set product/coupling=gunt");
  BOOST_TEST(deck.code == 2);
  BOOST_TEST(contains(deck.output, "Did you mean \"gaunt\"?"));
  const ProgramResult data = run_program(folder.path(), command + "--set factors/x/dataset=xx");
  BOOST_TEST(data.code == 3);
  BOOST_TEST(contains(data.output, "Factors > x > Dataset: "));
  const ProgramResult method =
      run_program(folder.path(), program + decks +
                                     "vector_product.yaml --set product/method=fourier "
                                     "--output result");
  BOOST_TEST(method.code == 2, method.output);
  BOOST_TEST(!std::filesystem::exists(folder / "result"));
}

BOOST_AUTO_TEST_CASE(validation_reads_the_data_and_the_large_deck) {
  const ScratchFolder folder;
  for (const std::string deck : {"quick_product", "benchmark", "tune"}) {
    const ProgramResult run =
        run_program(folder.path(), program + decks + deck + ".yaml --validate");
    BOOST_TEST(run.code == 0, run.output);
    BOOST_TEST(contains(run.output, "Estimated memory: "));
  }
}

BOOST_AUTO_TEST_CASE(the_printed_schema_is_a_deck_but_for_its_data) {
  const ScratchFolder folder;
  const ProgramResult run =
      run_program(folder.path(), program + "--schema > deck.yaml; " + program + "deck.yaml");
  BOOST_TEST(run.code == 3, run.output);
  BOOST_TEST(contains(run.output, "signals.h5"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::product
