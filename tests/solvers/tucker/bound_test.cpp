#include <boost/test/unit_test.hpp>

#include "solvers/tucker/random_start.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

/// Largest fall of the bound in one of 100 sweeps, relative to its magnitude.
double largest_fall(const std::vector<Section>& sections, Index entries, std::vector<Index> counts,
                    double degrees_of_freedom, unsigned seed) {
  Random random(seed);
  counts.resize(sections.back().modes.size());
  Problem p = problem(counts, sections, random);
  p.entries = random_entries(counts, entries, random);
  observe(p, draw(p, random), 0.3, random);
  const Cells cells = gather_cells(p.entries);
  const auto data = entry_terms(cells.entries, counts, 1);
  auto smoothers = p.smoothers();
  VariationalState start = random_start(p.table, smoothers, random);
  MessagePassing messages(p.table, *data, NoiseModel(cells, {1e-3, 1e-3}, degrees_of_freedom),
                          std::move(smoothers), p.length_priors(), {});
  messages.start(std::move(start));
  double last = messages.sweep(false), fall = 0;
  for (int sweep = 1; sweep < 100; ++sweep) {
    const double bound = messages.sweep(true);
    BOOST_TEST_REQUIRE(std::isfinite(bound));
    fall = std::max(fall, (last - bound) / std::max(1.0, std::abs(bound)));
    last = bound;
  }
  return fall;
}

}  // namespace

// Length scales learned, scale moved between weights and functions, no damping.
BOOST_AUTO_TEST_SUITE(the_bound_never_decreases)

BOOST_AUTO_TEST_CASE(for_cp_with_sections) {
  for (unsigned seed = 1; seed <= 6; ++seed)
    BOOST_TEST(largest_fall({{"intercept", {}, false, {}},
                             {"a", {0}, false, {2}},
                             {"b", {1}, false, {1}},
                             {"c", {2}, false, {1}},
                             {"pair", {0, 1}, false, {1}},
                             product(3, 3)},
                            250, {14, 12, 10}, 0, seed) < 1e-9);
}

BOOST_AUTO_TEST_CASE(for_tucker) {
  for (unsigned seed = 1; seed <= 6; ++seed)
    BOOST_TEST(largest_fall({tucker({3, 2, 2})}, 200, {14, 12, 10}, 0, seed) < 1e-9);
}

BOOST_AUTO_TEST_CASE(for_student_noise) {
  for (unsigned seed = 1; seed <= 6; ++seed)
    BOOST_TEST(largest_fall({{"a", {0}, false, {1}}, product(2, 3)}, 120, {20, 15}, 4, seed) <
               1e-9);
}

BOOST_AUTO_TEST_CASE(for_repeated_cells) {
  for (unsigned seed = 1; seed <= 6; ++seed)
    BOOST_TEST(largest_fall({{"a", {0}, false, {1}}, product(2, 2)}, 300, {12, 9}, 0, seed) < 1e-9);
}

BOOST_AUTO_TEST_CASE(for_repeated_cells_with_student_noise) {
  for (unsigned seed = 1; seed <= 6; ++seed)
    BOOST_TEST(largest_fall({product(3, 2)}, 300, {6, 7, 5}, 5, seed) < 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()
