// The figures recorded in the published code's logs of runs of 100 steps. That code looks at the
// error after updates 1, 6, ..., 96 and records the smallest, which is the last.

#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/gram/problems.hpp"

using namespace tessera;
using namespace tessera::gram;

namespace {

/// Error at the checkpoint of update 96 of 100, and after the last update.
struct Errors {
  Index updates = 0;
  double at_checkpoint = 1;
  double at_end = 1;
};

Errors run(std::size_t axes, Index interval) {
  Options options;
  options.checkpoint_interval = interval;
  SilentMonitor monitor;
  Errors errors;
  const Result result =
      solve(published_problem(axes), options, monitor, [&](Index updates, const Model& model) {
        errors.updates = updates;
        errors.at_checkpoint = std::min(errors.at_checkpoint, published_error(model));
      });
  errors.at_end = published_error(result.model);
  BOOST_TEST_MESSAGE(axes << " axes: error " << errors.at_checkpoint << " after " << errors.updates
                          << " updates, " << errors.at_end << " at the end; condition "
                          << result.condition[0]);
  return errors;
}

}  // namespace

BOOST_AUTO_TEST_CASE(sine_on_one_axis_has_the_published_error_after_a_run_of_100_steps) {
  const Errors errors = run(1, 5);
  BOOST_TEST(errors.updates == 96);
  BOOST_TEST(std::abs(errors.at_checkpoint - 0.27562065) < 1e-5);
  BOOST_TEST(errors.at_end < errors.at_checkpoint);
}

BOOST_AUTO_TEST_CASE(sines_on_two_axes_have_the_published_error_after_a_run_of_100_steps) {
  const Errors errors = run(2, 95);
  BOOST_TEST(errors.updates == 96);
  BOOST_TEST(std::abs(errors.at_checkpoint - 0.46758844) < 2e-4);
  BOOST_TEST(errors.at_end < errors.at_checkpoint);
}
