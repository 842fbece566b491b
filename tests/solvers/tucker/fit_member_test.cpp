#include "solvers/tucker/fit_member.hpp"

#include <numeric>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

constexpr double noise_deviation = 0.02;

/// A sum of three products of waves on a complete grid, and noise.
TrainingData grid_data(const std::vector<Index>& counts, Random& random) {
  TrainingData data;
  Index rows = 1;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    rows *= counts[k];
    tessera::tucker::AxisModel axis;
    axis.name = std::string(1, static_cast<char>('x' + k));
    data.columns.push_back({axis.name, {axis.name}, {""}});
    data.kinds.push_back(tessera::AxisKind::interval);
    data.axes.push_back(std::move(axis));
  }
  data.points.resize(rows, static_cast<Index>(counts.size()));
  data.values.setZero(rows);
  for (Index n = 0; n < rows; ++n)
    for (Index k = 0, rest = n; k < data.points.cols(); rest /= counts[k], ++k)
      data.points(n, k) =
          static_cast<double>(rest % counts[k]) / static_cast<double>(counts[k] - 1);
  for (int r = 0; r < 3; ++r) {
    Eigen::ArrayXd product = Eigen::ArrayXd::Ones(rows);
    for (Index k = 0; k < data.points.cols(); ++k)
      product *= (2.0 * (r + 1) * data.points.col(k).array() + 3.0 * normal(random)).sin();
    data.values += product.matrix();
  }
  for (double& value : data.values) value += noise_deviation * normal(random);
  return data;
}

FittedMember fit(const PreparedData& data, const std::string& full_grid, Random& random) {
  ModelFitOptions options;
  options.full_grid = full_grid;
  options.local = false;
  options.fit.maximum_sweeps = 40;
  tessera::SilentMonitor monitor;
  return fit_member(data, {product(3, 3)}, "start 1", options, random, monitor);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(members)

BOOST_AUTO_TEST_CASE(a_complete_grid_is_fitted_to_its_noise_in_fewer_sweeps_than_its_entries) {
  Random random(95);
  const TrainingData rows = grid_data({14, 12, 10}, random);
  std::vector<Index> all(static_cast<std::size_t>(rows.values.size()));
  std::iota(all.begin(), all.end(), Index{0});
  const PreparedData data = prepare(rows, all, Link::identity);
  BOOST_TEST_REQUIRE(data.complete_grid);
  Random first(1), second(1);
  const FittedMember grid = fit(data, "automatic", first);
  const FittedMember entries = fit(data, "false", second);
  const double deviation =
      data.description.standardisation.scale * std::sqrt(grid.member.measurement_variance);
  BOOST_TEST(deviation > 0.95 * noise_deviation);
  BOOST_TEST(deviation < 1.05 * noise_deviation);
  BOOST_TEST(grid.report.converged);
  BOOST_TEST(grid.report.history.size() < entries.report.history.size());
  BOOST_TEST(grid.report.bound == grid.report.history.back().bound);
  BOOST_TEST(grid.report.bound > entries.report.bound - 1);
}

BOOST_AUTO_TEST_CASE(a_grid_without_one_row_is_no_complete_grid) {
  Random random(96);
  const TrainingData rows = grid_data({6, 5, 4}, random);
  std::vector<Index> most(static_cast<std::size_t>(rows.values.size()) - 1);
  std::iota(most.begin(), most.end(), Index{1});
  BOOST_TEST(!prepare(rows, most, Link::identity).complete_grid);
}

BOOST_AUTO_TEST_SUITE_END()
