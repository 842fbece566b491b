#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "solvers/gp_pde/error_estimate.hpp"
#include "solvers/gp_pde/solve.hpp"
#include "tests/solvers/gp_pde/random_problems.hpp"

using namespace tessera;
using namespace tessera::gp_pde;
using namespace tessera::gp_pde::test;

BOOST_AUTO_TEST_SUITE(random_operators)

SolverOptions with_points(const std::vector<Index>& points) {
  SolverOptions options;
  options.points = points;
  return options;
}

BOOST_AUTO_TEST_CASE(two_hundred_random_linear_problems_are_solved) {
  SilentMonitor monitor;
  for (std::uint64_t number = 0; number < 200; ++number) {
    const RandomProblem random = random_problem(number);
    BOOST_TEST_CONTEXT("problem " << number << ", " << describe(random)) {
      const SplitProblem p = build(random);
      const SolveResult r = solve(p, with_points(random.points), monitor);
      const double error = relative_error(p, *r.solution, 100);
      BOOST_TEST_MESSAGE("problem " << number << " " << random.kind << ": error " << error << ", "
                                    << r.steps.size() << " steps, " << r.solve_time_s << " s");
      BOOST_TEST(r.resolved);
      BOOST_TEST(r.converged);
      BOOST_TEST(error < 1e-8);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
