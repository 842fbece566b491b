#include "tests/solvers/tucker/dense_fit.hpp"

#include <boost/test/unit_test.hpp>

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

double difference(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return (a - b).cwiseAbs().maxCoeff() / std::max(1.0, b.cwiseAbs().maxCoeff());
}

void compare(const VariationalState& a, const VariationalState& b) {
  for (std::size_t k = 0; k < a.factors.size(); ++k) {
    BOOST_TEST(difference(a.factors[k].mean, b.factors[k].mean) < 1e-9);
    BOOST_TEST(difference(a.factors[k].covariance, b.factors[k].covariance) < 1e-9);
  }
  BOOST_TEST(difference(a.weight_mean, b.weight_mean) < 1e-9);
  BOOST_TEST(difference(a.weight_covariance, b.weight_covariance) < 1e-9);
  BOOST_TEST(a.noise_precision.shape == b.noise_precision.shape,
             boost::test_tools::tolerance(1e-9));
  BOOST_TEST(a.noise_precision.rate == b.noise_precision.rate, boost::test_tools::tolerance(1e-9));
  for (std::size_t g = 0; g < a.relevance.size(); ++g) {
    BOOST_TEST(a.relevance[g].shape == b.relevance[g].shape, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(a.relevance[g].rate == b.relevance[g].rate, boost::test_tools::tolerance(1e-9));
  }
}

/// The same sweeps by both; `entries` may repeat coordinates.
void run(const Problem& p, double degrees_of_freedom, Random& random) {
  const Cells cells = gather_cells(p.entries);
  const auto data = entry_terms(cells.entries, p.indices(), 1);
  const GammaDistribution noise_prior{1.5, 0.7}, relevance_prior{0.3, 0.2};
  MessageOptions options;
  options.relevance_prior = relevance_prior;
  options.rescale = false;
  MessagePassing messages(p.table, *data, NoiseModel(cells, noise_prior, degrees_of_freedom),
                          p.smoothers(), std::vector<std::vector<LengthPrior>>(p.axes.size()),
                          options);
  VariationalState start = random_state(p, random);
  start.noise_precision = {3, 2};
  DenseFit dense(p, cells, noise_prior, relevance_prior, degrees_of_freedom, start);
  messages.start(start);
  compare(messages.state(), dense.state);
  const bool repeats = cells.total > static_cast<double>(cells.counts.size());
  for (int sweep = 0; sweep < 6; ++sweep) {
    const double bound = messages.sweep(false);
    const double share = messages.noise().cell_share();
    if (repeats) {
      const double best = dense.share_terms(share);
      for (const double step : {-0.01, 0.01})
        BOOST_TEST(best > dense.share_terms(std::clamp(share + step, 0.0, 0.999)) - 1e-5);
    }
    dense.sweep(share);
    BOOST_TEST(bound == dense.bound(), boost::test_tools::tolerance(1e-9));
    compare(messages.state(), dense.state);
  }
}

Problem small(std::vector<Index> counts, std::vector<Section> sections, Index entries,
              Random& random) {
  Problem p = problem(counts, std::move(sections), random);
  p.entries = random_entries(counts, entries, random);
  observe(p, draw(p, random), 0.4, random);
  return p;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(messages_equal_dense_coordinate_ascent)

BOOST_AUTO_TEST_CASE(for_cp_on_two_and_three_modes) {
  Random random(51);
  run(small({5, 6}, {product(2, 2)}, 12, random), 0, random);
  run(small({4, 5, 3}, {product(3, 2)}, 15, random), 0, random);
}

BOOST_AUTO_TEST_CASE(for_tucker_with_unequal_ranks) {
  Random random(52);
  run(small({5, 6}, {tucker({2, 3})}, 14, random), 0, random);
  run(small({4, 5, 3}, {tucker({2, 1, 2})}, 16, random), 0, random);
}

BOOST_AUTO_TEST_CASE(for_sections_with_constant_modes) {
  Random random(53);
  run(small({4, 5, 3},
            {{"intercept", {}, false, {}},
             {"a", {0}, false, {1}},
             {"b", {1}, false, {1}},
             {"pair", {0, 2}, false, {1}},
             product(3, 1)},
            25, random),
      0, random);
}

BOOST_AUTO_TEST_CASE(for_repeated_cells) {
  Random random(54);
  run(small({3, 4}, {product(2, 2)}, 30, random), 0, random);
  run(small({3, 2, 3}, {tucker({2, 2, 1})}, 40, random), 0, random);
}

BOOST_AUTO_TEST_CASE(for_student_noise_with_and_without_repeats) {
  Random random(55);
  Problem distinct = small({5, 6}, {product(2, 2)}, 14, random);
  run(distinct, 4, random);
  run(small({3, 4}, {product(2, 1)}, 30, random), 3, random);
}

BOOST_AUTO_TEST_SUITE_END()
