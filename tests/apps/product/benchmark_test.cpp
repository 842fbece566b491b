#include <cmath>

#include <boost/test/unit_test.hpp>

#include "apps/product/fma_peak.hpp"
#include "apps/product/gates.hpp"
#include "tests/apps/product/product_run.hpp"

namespace tessera::product {
namespace {

const Table& table(const Outcome& outcome, const std::string& name) {
  for (const Table& one : outcome.tables)
    if (one.name == name) return one;
  throw std::logic_error("no table " + name);
}

BOOST_AUTO_TEST_SUITE(benchmark_of_product)

BOOST_AUTO_TEST_CASE(a_small_benchmark_has_rows_gates_and_tables) {
  const Outcome o = run_deck(
      "Benchmark:\n  Repetitions: 1\n  Minimum Time: 1e-5\n  Series:\n"
      "    small:\n      Degrees: [1, 2]\n      Channels: [5]\n      Precisions: [double]\n"
      "      Samples: 2\n      Methods: [automatic, sparse, grid, fourier]\n"
      "      Directions: [forward, forward and adjoint]\n      Time Bars: [1e9, 1e-9]\n"
      "      Error Bar: 1e-13\n      Adjoint Bar: 1000\n      Automatic Bar: 1000\n"
      "      Setup Bar: 1e6\n"
      "    paths: {Couplings: [clebsch-gordan, vector], Degrees: [1], Samples: 1, Error Bar: "
      "1e-5}\n",
      ".");
  const auto& gates = figure<SummaryRecords>(o, "gates");
  // small: 2 times, 2 choices, 2 adjoints, error, set-up; paths: error.
  BOOST_TEST(gates.size() == 9U);
  for (const auto& gate : gates) {
    BOOST_REQUIRE(gate.size() == 4U);
    BOOST_TEST(gate[0].first == "name");
    const bool is_beyond_reach = std::get<double>(gate[2].second) == 1e-9;
    BOOST_TEST(std::get<bool>(gate[3].second) == !is_beyond_reach,
               std::get<std::string>(gate[0].second));
  }
  BOOST_TEST(figure<Index>(o, "gates_held") == 8);
  BOOST_TEST(o.headline == "8 of 9 gates hold");
  const Table& rows = table(o, "benchmark/small/gaunt_double_sparse_forward");
  BOOST_TEST(rows.columns.front().values == (std::vector<double>{1, 2}));
  for (const Table::Column& column : rows.columns)
    for (const double value : column.values) BOOST_TEST(value > 0, column.name);
}

BOOST_AUTO_TEST_CASE(identities_are_checked_for_every_kind_of_plan) {
  const Outcome o = run_deck(
      "Benchmark:\n  Equivariance: {Degree: 2, Rotations: 4, Bar: 1e-12}\n"
      "  Adjoint Identity: {Degree: 1, Bar: 1e-13}\n",
      ".");
  BOOST_TEST(figure<Index>(o, "gates_held") == 2);
  BOOST_TEST(figure<double>(o, "equivariance_error") > 0);
  BOOST_TEST(figure<double>(o, "adjoint_identity_error") > 0);
}

BOOST_AUTO_TEST_CASE(transforms_are_compared_with_libsharp) {
  const Outcome o = run_deck(
      "Benchmark: {Repetitions: 1, Minimum Time: 1e-5, Transforms: {Degrees: [7], Fields: 2, Bar: "
      "1e-6}}\n",
      ".");
  BOOST_TEST(figure<Index>(o, "gates_held") == 4);
  for (const Table::Column& column : table(o, "benchmark_transforms").columns)
    BOOST_TEST(column.values.at(0) > 0, column.name);
}

BOOST_AUTO_TEST_CASE(a_gate_without_a_number_does_not_hold) {
  BOOST_TEST(!(Gate{"time", NAN, 1, false}.holds()));
  BOOST_TEST(!(Gate{"ratio", NAN, 1, true}.holds()));
  BOOST_TEST((Gate{"ratio", 2, 1, true}.holds()));
  BOOST_TEST(!(Gate{"time", 2, 1, false}.holds()));
}

BOOST_AUTO_TEST_CASE(the_peak_of_float_is_above_that_of_double) {
  BOOST_TEST(fma_peak(true) > 0.5);
  BOOST_TEST(fma_peak(false) > 1.2 * fma_peak(true));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::product
