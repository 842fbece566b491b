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

/// Rounding in a fourth derivative costs three digits more than in a second one.
bool fourth_order(const RandomProblem& random) {
  return std::ranges::any_of(random.terms, [](const RandomProblem::Term& t) {
    return std::ranges::any_of(t.orders, [](int order) { return order == 4; });
  });
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
      BOOST_TEST(error < (fourth_order(random) ? 1e-7 : 1e-8));
    }
  }
}

Eigen::VectorXd values(const SplitProblem& p, const Solution& u) {
  const auto x = equidistant(p, 50);
  return u.evaluate(x, std::vector<int>(x.size(), 0)).values;
}

BOOST_AUTO_TEST_CASE(moving_the_domain_changes_the_answer_by_rounding_only) {
  SilentMonitor monitor;
  for (std::uint64_t number = 300; number < 330; ++number) {
    const RandomProblem random = random_problem(number);
    BOOST_TEST_CONTEXT("problem " << number << ", " << describe(random)) {
      const SplitProblem here = build(random), there = build(random, 1.25);
      const SolverOptions options = with_points(random.points);
      const Eigen::VectorXd u = values(here, *solve(here, options, monitor).solution);
      const Eigen::VectorXd v = values(there, *solve(there, options, monitor).solution);
      const double change = (u - v).norm() / u.norm();
      BOOST_TEST_MESSAGE("problem " << number << " " << random.kind << ": moved, " << change);
      BOOST_TEST(change < (fourth_order(random) ? 1e-7 : 1e-10));
    }
  }
}

BOOST_AUTO_TEST_CASE(exchanging_the_axes_exchanges_them_in_the_answer) {
  SilentMonitor monitor;
  for (std::uint64_t number = 400; number < 440; ++number) {
    const RandomProblem random = random_problem(number);
    if (random.ranges.size() == 1) continue;
    BOOST_TEST_CONTEXT("problem " << number << ", " << describe(random)) {
      const RandomProblem turned = exchanged(random);
      const SplitProblem p = build(random), q = build(turned);
      const Eigen::VectorXd u = values(p, *solve(p, with_points(random.points), monitor).solution);
      const Eigen::VectorXd v = values(q, *solve(q, with_points(turned.points), monitor).solution);
      const Eigen::MatrixXd exchanged_back = v.reshaped(50, 50).transpose();
      const double change = (u - exchanged_back.reshaped()).norm() / u.norm();
      BOOST_TEST_MESSAGE("problem " << number << " " << random.kind << ": exchanged, " << change);
      BOOST_TEST(change < (fourth_order(random) ? 1e-7 : 1e-10));
    }
  }
}

/// A problem solved with so few points that its error is between 1e-8 and 1e-2.
struct Coarse {
  bool found = false;
  RandomProblem random;
  SolveResult result;
  double error = 0;
};

Coarse made_coarse(RandomProblem random, Monitor& monitor) {
  Coarse coarse;
  const SplitProblem p = build(random);
  const std::vector<Index> all = random.points;
  double low = 0.1, high = 1;  // shares of the points: too few, too many
  for (int i = 0; i < 8 && !coarse.found; ++i) {
    const double share = std::sqrt(low * high);
    for (std::size_t k = 0; k < all.size(); ++k)
      random.points[k] =
          std::max<Index>(16, static_cast<Index>(share * static_cast<double>(all[k])));
    coarse.result = solve(p, with_points(random.points), monitor);
    coarse.error = relative_error(p, *coarse.result.solution);
    coarse.random = random;
    coarse.found = coarse.error > 1e-8 && coarse.error < 1e-2 && coarse.result.resolved;
    (coarse.error <= 1e-8 ? high : low) = share;
  }
  return coarse;
}

BOOST_AUTO_TEST_CASE(the_estimate_is_honest_on_thirty_problems_with_too_few_points) {
  SilentMonitor monitor;
  int judged = 0;
  for (std::uint64_t number = 500; judged < 30 && number < 560; ++number) {
    // Low-order problems are resolved by the fewest points allowed: not every draw has an error.
    const Coarse coarse = made_coarse(random_problem(number), monitor);
    if (!coarse.found) continue;
    ++judged;
    BOOST_TEST_CONTEXT("problem " << number << ", " << describe(coarse.random)) {
      const SplitProblem p = build(coarse.random);
      const ErrorEstimate e = estimate_error(p, with_points(coarse.random.points), coarse.result,
                                             equidistant(p, 300), monitor);
      BOOST_TEST_MESSAGE("problem " << number << " " << coarse.random.kind << ": error "
                                    << coarse.error << ", estimate over error "
                                    << e.relative_l2 / coarse.error);
      BOOST_TEST(e.available);
      BOOST_TEST(e.relative_l2 > coarse.error / 3);
      BOOST_TEST(e.relative_l2 < coarse.error * 30);
    }
  }
  BOOST_TEST(judged == 30);
}

BOOST_AUTO_TEST_SUITE_END()
