#include "solvers/tucker/prune_components.hpp"

#include <boost/test/unit_test.hpp>

#include "solvers/tucker/random_start.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

/// A CP model of rank 2 whose functions start at those of a planted one of rank `planted` (rank 1:
/// twice the same), swept until it stands still.
struct Fitted {
  Problem problem;
  std::unique_ptr<DataTerms> data;
  std::unique_ptr<MessagePassing> messages;
  double bound = 0;

  Fitted(Index planted, Random& random, double degrees_of_freedom = 0)
      : problem(tucker_problem::problem({15, 14, 13}, {product(3, 2)}, random)) {
    problem.entries = random_entries(problem.indices(), 1500, random);
    Truth truth = draw(problem, random);
    truth.weights << 1, planted == 2 ? 1 : 0;
    observe(problem, truth, 0.1, random);
    const Cells cells = gather_cells(problem.entries);
    data = entry_terms(cells.entries, problem.indices(), 1);
    auto smoothers = problem.smoothers();
    VariationalState start = random_start(problem.table, smoothers, random);
    for (Index k = 0; k < 3; ++k) {
      start.factors[k].mean = truth.factors[k];
      if (planted == 1) start.factors[k].mean.row(1) = truth.factors[k].row(0);
    }
    start.weight_mean.setConstant(0.5);
    start.weight_covariance = 1e-6 * Eigen::MatrixXd::Identity(2, 2);
    messages = std::make_unique<MessagePassing>(
        problem.table, *data, NoiseModel(cells, {1e-3, 1e-3}, degrees_of_freedom),
        std::move(smoothers), problem.length_priors(), MessageOptions{});
    messages->learn_weights(false);
    messages->start(std::move(start));
    messages->sweep(false);
    messages->learn_weights(true);
    for (int s = 0; s < 10; ++s) bound = messages->sweep(true);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(components_that_others_can_replace)

BOOST_AUTO_TEST_CASE(two_duplicates_become_one_and_the_bound_does_not_fall) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    Random random(seed);
    Fitted f(1, random);
    BOOST_TEST_REQUIRE(f.messages->state().weight_mean.cwiseAbs().minCoeff() > 1e-3);
    const PruneResult result = try_pruning(f.messages, f.problem.axes, f.bound, {});
    BOOST_TEST(result.pruned);
    BOOST_TEST(f.messages->table().components() == 1);
    BOOST_TEST(result.bound >= f.bound);
    BOOST_TEST(result.bound == f.messages->bound());
    double last = result.bound;
    for (int s = 0; s < 30; ++s) {
      const double bound = f.messages->sweep(true);
      BOOST_TEST(last - bound < 1e-9 * std::abs(bound));
      last = bound;
    }
  }
}

BOOST_AUTO_TEST_CASE(two_different_components_are_left_alone_to_the_last_bit) {
  for (const double degrees_of_freedom : {0.0, 5.0}) {
    Random random(7), again(7);
    Fitted f(2, random, degrees_of_freedom), untouched(2, again, degrees_of_freedom);
    const PruneResult result = try_pruning(f.messages, f.problem.axes, f.bound, {});
    BOOST_TEST(!result.pruned);
    BOOST_TEST(result.bound == f.bound);
    BOOST_TEST(f.messages->table().components() == 2);
    BOOST_TEST(f.messages->finish() == untouched.messages->finish());
    BOOST_TEST(f.messages->state().weight_mean == untouched.messages->state().weight_mean);
  }
}

BOOST_AUTO_TEST_CASE(the_other_components_keep_functions_and_length_scales) {
  Random random(3);
  Fitted f(2, random);
  const auto smaller = without_component(*f.messages, f.problem.axes, 0);
  for (Index k = 0; k < 3; ++k) {
    BOOST_TEST(smaller->state().factors[k].mean.row(0) ==
               f.messages->state().factors[k].mean.row(1));
    BOOST_TEST(smaller->smoother(k).parameters(0)[0].value ==
               f.messages->smoother(k).parameters(1)[0].value);
  }
}

BOOST_AUTO_TEST_CASE(the_last_component_of_a_section_and_those_of_a_core_stay) {
  const ComponentTable table = make_component_table(
      2, {{"intercept", {}, false, {}}, {"a", {0}, false, {1}}, product(2, 2), tucker({2, 2})});
  VariationalState state;
  state.weight_mean = Eigen::VectorXd::LinSpaced(table.components(), 1, 2);
  state.weight_mean[2] = 3;
  state.weight_covariance.setIdentity(table.components(), table.components());
  const std::vector<Index> order = removal_order(table, state), expected{3, 2};
  BOOST_TEST(order == expected, boost::test_tools::per_element());
  BOOST_CHECK_THROW(table_without(table, 1), std::invalid_argument);
  BOOST_TEST(table_without(table, 3).components() == table.components() - 1);
}

BOOST_AUTO_TEST_SUITE_END()
