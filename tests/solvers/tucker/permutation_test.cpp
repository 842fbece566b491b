#include <algorithm>
#include <numeric>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

struct Run {
  VariationalState state;
  double bound = 0;
};

Run run(const Problem& p, const VariationalState& start, int sweeps) {
  const Cells cells = gather_cells(p.entries);
  const auto data = entry_terms(cells.entries, p.indices(), 1);
  MessagePassing messages(p.table, *data, NoiseModel(cells, {1, 1}, 0), p.smoothers(),
                          p.length_priors(), {{1, 1}});
  messages.start(start);
  Run result;
  for (int sweep = 0; sweep < sweeps; ++sweep) result.bound = messages.sweep(false);
  result.state = messages.state();
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(permutations)

BOOST_AUTO_TEST_CASE(the_order_of_the_rows_is_no_matter) {
  Random random(81);
  Problem p = problem({8, 7, 6}, {{"main", {1}, false, {1}}, product(3, 2)}, random);
  p.entries = random_entries(p.indices(), 150, random);
  observe(p, draw(p, random), 0.3, random);
  const VariationalState start = random_state(p, random);
  const Run first = run(p, start, 20);
  Problem shuffled = p;
  std::vector<Index> order(150);
  std::iota(order.begin(), order.end(), Index{0});
  for (Index n = 149; n > 0; --n)
    std::swap(order[n], order[static_cast<Index>(uniform(random) * static_cast<double>(n + 1))]);
  shuffled.entries.index = p.entries.index(order, Eigen::all).eval();
  shuffled.entries.values = p.entries.values(order).eval();
  const Run second = run(shuffled, start, 20);
  BOOST_TEST(first.bound == second.bound, boost::test_tools::tolerance(1e-9));
  for (Index k = 0; k < 3; ++k)
    BOOST_TEST((first.state.factors[k].mean - second.state.factors[k].mean).cwiseAbs().maxCoeff() <
               1e-9);
}

// Updates run in the order of the modes, so that only their common fixed point is the same.
BOOST_AUTO_TEST_CASE(the_order_of_the_modes_is_no_matter_at_convergence) {
  Random random(82);
  const std::vector<Index> order{2, 0, 1};  // new mode k is old mode order[k]
  for (const bool core : {false, true}) {
    Problem p = problem({8, 7, 6}, {core ? tucker({2, 1, 2}) : product(3, 2)}, random);
    p.entries = random_entries(p.indices(), 200, random);
    observe(p, draw(p, random), 0.3, random);
    const Run first = run(p, random_state(p, random), 3000);
    Problem q;
    q.table = make_component_table(3, {core ? tucker({2, 2, 1}) : product(3, 2)});
    q.entries = p.entries;
    VariationalState start = first.state;
    for (Index k = 0; k < 3; ++k) {
      q.axes.push_back(p.axes[order[k]]);
      q.lengths.push_back(p.lengths[order[k]]);
      q.entries.index.col(k) = p.entries.index.col(order[k]);
      start.factors[k] = first.state.factors[order[k]];
      start.factors[k].mean.array() += 0.05;  // away from the fixed point, within its basin
      start.sites[k] = first.state.sites[order[k]];
    }
    const auto component = [&](const Eigen::RowVectorXi& factors) {
      for (Index c = 0; c < q.table.components(); ++c)
        if (q.table.factor.row(c) == factors) return c;
      return Index{-1};
    };
    std::vector<Index> of_old;
    for (Index c = 0; c < p.table.components(); ++c) {
      Eigen::RowVectorXi factors(3);
      for (Index k = 0; k < 3; ++k) factors[k] = p.table.factor(c, order[k]);
      of_old.push_back(component(factors));
      BOOST_TEST_REQUIRE(of_old.back() >= 0);
      for (Index k = 0; core && k < 3; ++k) {
        const Index old_group = p.table.groups[c][order[k]];
        start.relevance[q.table.groups[of_old.back()][k]] = first.state.relevance[old_group];
      }
    }
    const Run second = run(q, start, 3000);
    BOOST_TEST(first.bound == second.bound, boost::test_tools::tolerance(1e-9));
    for (Index n = 0; n < p.entries.values.size(); n += 7) {
      const FunctionValue a = function_value(p.table, first.state, p.entries.index.row(n));
      const FunctionValue b = function_value(q.table, second.state, q.entries.index.row(n));
      BOOST_TEST(std::abs(a.mean - b.mean) < 1e-9);
      BOOST_TEST(std::abs(a.variance - b.variance) < 1e-9);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
