#include "solvers/tucker/noise_model.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "solvers/tucker/random_start.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

struct Fitted {
  VariationalState state;
  double cell_share;
  Eigen::VectorXd weights;
};

Fitted fit(const Problem& p, double degrees_of_freedom, Random& random, int sweeps = 60) {
  const Cells cells = gather_cells(p.entries);
  const auto data = entry_terms(cells.entries, p.indices(), 1);
  auto smoothers = p.smoothers();
  VariationalState start = random_start(p.table, smoothers, random);
  MessagePassing messages(p.table, *data, NoiseModel(cells, {1e-3, 1e-3}, degrees_of_freedom),
                          std::move(smoothers), p.length_priors(), {});
  messages.start(std::move(start));
  for (int sweep = 0; sweep < sweeps; ++sweep) messages.sweep(false);
  return {messages.state(), messages.noise().cell_share(), messages.noise().weights()};
}

double error(const Problem& p, const Truth& truth, const VariationalState& state) {
  double sum = 0;
  const auto counts = p.indices();
  for (int i = 0; i < counts[0]; ++i)
    for (int j = 0; j < counts[1]; ++j) {
      const Eigen::RowVector2i at(i, j);
      sum += std::pow(function_value(p.table, state, at).mean - truth.value(p.table, at), 2);
    }
  return std::sqrt(sum / static_cast<double>(counts[0] * counts[1]));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(noise_models)

// With J cells the share's standard error is about sqrt(2 / J): 0.06 for 600 cells.
BOOST_AUTO_TEST_CASE(the_share_of_the_cell_effect_is_found_from_repeats) {
  for (const double share : {0.2, 0.7}) {
    Random random(71);
    Problem p = problem({40, 30}, {product(2, 1)}, random);
    const Truth truth = draw(p, random);
    p.entries = random_entries(p.indices(), 1500, random);
    observe(p, truth, 0, random);
    const double deviation = 0.5;
    Eigen::MatrixXd effects = deviation * std::sqrt(share) * normal_matrix(40, 30, random);
    for (Index n = 0; n < 1500; ++n)
      p.entries.values[n] += effects(p.entries.index(n, 0), p.entries.index(n, 1)) +
                             deviation * std::sqrt(1 - share) * normal(random);
    const Fitted found = fit(p, 0, random);
    BOOST_TEST(std::abs(found.cell_share - share) < 0.1);
    BOOST_TEST(std::abs(1 / std::sqrt(found.state.noise_precision.mean()) - deviation) < 0.03);
  }
}

BOOST_AUTO_TEST_CASE(a_thousand_copies_weigh_as_much_as_the_originals) {
  Random random(72);
  Problem once = problem({12, 10}, {product(2, 1)}, random);
  const Truth truth = draw(once, random);
  Entries distinct = gather_cells(random_entries(once.indices(), 60, random)).entries;
  once.entries = distinct;
  observe(once, truth, 0.3, random);
  Problem copied = once;
  const Index count = once.entries.values.size();
  copied.entries.index = once.entries.index.replicate(8, 1);
  copied.entries.values = once.entries.values.replicate(8, 1);
  Random first(1), second(1);
  const Fitted a = fit(once, 0, first), b = fit(copied, 0, second);
  BOOST_TEST_REQUIRE(count > 30);
  BOOST_TEST((a.state.factors[0].mean - b.state.factors[0].mean).cwiseAbs().maxCoeff() < 1e-9);
  BOOST_TEST(a.state.noise_precision.mean() == b.state.noise_precision.mean(),
             boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(student_noise_reduces_the_pull_of_outliers) {
  Random random(73);
  Problem p = problem({20, 15}, {product(2, 1)}, random);
  Truth truth = draw(p, random);
  truth.weights.setConstant(1.5);
  p.entries = gather_cells(random_entries(p.indices(), 200, random)).entries;
  observe(p, truth, 0.1, random);
  std::vector<Index> outliers;
  for (Index n = 0; n < p.entries.values.size(); n += 15) {
    p.entries.values[n] += n % 2 == 0 ? 4 : -4;
    outliers.push_back(n);
  }
  Random first(2), second(2);
  const Fitted gaussian = fit(p, 0, first), student = fit(p, 3, second);
  BOOST_TEST(error(p, truth, student.state) < 0.6 * error(p, truth, gaussian.state));
  // distinct entries are their own cells, in the same order
  const double typical = student.weights.mean();
  for (const Index n : outliers) BOOST_TEST(student.weights[n] < 0.1 * typical);
}

BOOST_AUTO_TEST_SUITE_END()
