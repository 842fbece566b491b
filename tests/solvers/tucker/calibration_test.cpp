#include <cmath>

#include <boost/test/unit_test.hpp>

#include "solvers/tucker/fit.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

struct Coverage {
  double function = 0, observation = 0;
  Index count = 0;
};

/// Fits one draw from the model's own prior and counts true values inside 90 % intervals.
void add_draw(unsigned seed, Coverage& coverage) {
  Random random(seed);
  Problem p = problem({15, 14, 13}, {product(3, 2)}, random);
  const Truth truth = draw(p, random);
  constexpr double noise = 0.3, quantile = 1.6448536269514722;
  p.entries = random_entries(p.indices(), 600, random);
  observe(p, truth, noise, random);
  const Cells cells = gather_cells(p.entries);
  const auto data = entry_terms(cells.entries, p.indices(), 1);
  tessera::SilentMonitor monitor;
  FitOptions options;
  options.relative_tolerance = 1e-6;
  FitResult best;
  for (int start = 0; start < 3; ++start) {
    FitResult fit = fit_components(p.table, p.axes, *data, NoiseModel(cells, {1e-3, 1e-3}, 0),
                                   options, random, monitor);
    if (start == 0 || fit.bound() > best.bound()) best = std::move(fit);
  }
  const double noise_variance = 1 / best.state.noise_precision.mean();
  const Entries fresh = random_entries(p.indices(), 400, random);
  for (Index n = 0; n < fresh.values.size(); ++n) {
    const FunctionValue f = function_value(p.table, best.state, fresh.index.row(n));
    const double value = truth.value(p.table, fresh.index.row(n));
    const double observed = value + noise * normal(random);
    coverage.function += std::abs(value - f.mean) < quantile * std::sqrt(f.variance);
    coverage.observation +=
        std::abs(observed - f.mean) < quantile * std::sqrt(f.variance + noise_variance);
    ++coverage.count;
  }
}

}  // namespace

// New observations: 8000 in 20 draws; the standard error of the pooled share is 0.0034 were they
// independent, and the noise deviation of a draw is known to 1 / sqrt(2 * 600) = 3 %, which moves
// the coverage of a draw by 0.01: 0.02 is some five standard errors of the pooled value.
// The function: neighbouring values err together, a draw has some 60 independent ones: the pooled
// standard error is about 0.009. Mean field leaves out how the modes' errors depend on each other,
// so that its intervals are narrow rather than wide: the lower limit is lower.
BOOST_AUTO_TEST_CASE(ninety_percent_intervals_hold_ninety_percent_of_draws_from_the_prior) {
  Coverage coverage;
  for (unsigned seed = 1; seed <= 20; ++seed) add_draw(100 + seed, coverage);
  const double function = coverage.function / static_cast<double>(coverage.count);
  const double observation = coverage.observation / static_cast<double>(coverage.count);
  BOOST_TEST_MESSAGE("90 % intervals hold " << function << " of the function's values, "
                                            << observation << " of new observations");
  BOOST_TEST(function > 0.82);
  BOOST_TEST(function < 0.95);
  BOOST_TEST(observation > 0.88);
  BOOST_TEST(observation < 0.92);
}
