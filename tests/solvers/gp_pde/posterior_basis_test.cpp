#include <cmath>
#include <numbers>

#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include "solvers/gp_pde/posterior_factor.hpp"
#include "solvers/gp_pde/posterior_rank.hpp"
#include "solvers/gp_pde/posterior_rows.hpp"
#include "tests/solvers/gp_pde/posterior_problems.hpp"

using namespace tessera;
using namespace tessera::gp_pde;
using namespace tessera::gp_pde::test;

namespace {

/// Covariance of derivatives of the sum of waves, from its definition.
double wave_covariance(const SpectralFactor& f, double r, int a, int b) {
  double sum = 0;
  for (Index m = 0; m < f.frequencies.size(); ++m) {
    const double omega = 2 * std::numbers::pi * f.frequencies[m];
    sum += f.weights[m] * std::pow(omega, a + b) *
           std::cos(omega * r + (a - b) * std::numbers::pi / 2);
  }
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(posterior_basis)

BOOST_AUTO_TEST_CASE(the_functions_reproduce_the_covariance_of_all_derivatives) {
  for (const double waves : {0.5, 3.0, 20.0}) {
    const SpectralFactor factor = flat_band_factor(waves / 2, 2.0);
    const AxisPrior prior({5.0, 7.0}, factor);
    const VectorXd x = VectorXd::LinSpaced(9, 5, 7);
    for (const auto& [a, b] : {std::pair{0, 0}, {1, 0}, {2, 0}, {2, 2}, {3, 1}, {4, 4}}) {
      const MatrixXd k = prior.evaluate(x, a, prior.functions()) *
                         prior.evaluate(x, b, prior.functions()).transpose();
      const double scale =
          std::sqrt(wave_covariance(factor, 0, a, a) * wave_covariance(factor, 0, b, b));
      double worst = 0;
      for (Index i = 0; i < 9; ++i)
        for (Index j = 0; j < 9; ++j)
          worst = std::max(worst, std::abs(k(i, j) - wave_covariance(factor, x[i] - x[j], a, b)));
      BOOST_TEST(worst < 1e-12 * scale);
    }
  }
}

BOOST_AUTO_TEST_CASE(functions_are_orthogonal_and_ordered_by_variance) {
  const AxisPrior prior({0.0, 1.0}, flat_band_factor(4, 1));
  const AxisRule rule = axis_rule({0, 1}, 80);
  const MatrixXd values = prior.evaluate(rule.nodes, 0, prior.functions());
  const MatrixXd gram = values.transpose() * rule.weights.asDiagonal() * values;
  const VectorXd v = prior.variances();
  BOOST_TEST((gram - MatrixXd(v.asDiagonal())).cwiseAbs().maxCoeff() < 1e-14);
  for (Index j = 1; j < v.size(); ++j) BOOST_TEST(v[j] <= v[j - 1]);
  BOOST_TEST(v.sum() == 1.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(frequencies_beyond_the_functions_stay_in_the_rest) {
  const SpectralFactor factor = rational_factor(1.0, 2.5, 4.0, 800);
  const AxisPrior prior({0.0, 1.0}, factor, 60);
  BOOST_TEST(prior.functions() < 80);
  const VectorXd x = VectorXd::LinSpaced(5, 0, 1);
  for (const int order : {0, 1}) {
    const VectorXd kept = prior.evaluate(x, order, prior.functions()).rowwise().squaredNorm();
    for (Index i = 0; i < 5; ++i)
      BOOST_TEST(
          kept[i] + prior.rest_covariance(order, order) == wave_covariance(factor, 0, order, order),
          boost::test_tools::tolerance(1e-10));
  }
}

BOOST_AUTO_TEST_CASE(rows_and_values_on_a_grid_agree_with_those_at_its_points) {
  const auto prior = std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, flat_band_factor(1, 1));
  const PosteriorBasis basis({prior, prior}, {5, 7});
  const VectorXd x = VectorXd::LinSpaced(4, 0, 1);
  const VectorXd y = VectorXd::LinSpaced(3, 0.1, 0.8);
  MatrixXd all(12, 2);
  for (Index j = 0; j < 3; ++j)
    for (Index i = 0; i < 4; ++i) all.row(i + 4 * j) << x[i], y[j];
  const LinearExpression e{{{1, 0}, {0, 2}}, {VectorXd::LinSpaced(12, 1, 2), VectorXd::Ones(1)}};
  const MatrixXd rows = basis.rows(scattered_points(all), e);
  const PointSet grid = grid_points({x, y});
  BOOST_TEST((basis.rows(grid, e) - rows).norm() < 1e-11);
  const MatrixXd factor = MatrixXd::Random(35, 6);
  BOOST_TEST((basis.values(grid, e, factor.col(0)) - rows * factor.col(0)).norm() < 1e-10);
  BOOST_TEST((basis.values(scattered_points(all), e, factor.col(0)) - rows * factor.col(0)).norm() <
             1e-10);
  const VectorXd norms = (rows * factor).rowwise().squaredNorm();
  BOOST_TEST((basis.squared_norms(grid, e, factor) - norms).norm() < 1e-10 * norms.norm());
  BOOST_TEST((basis.squared_norms(scattered_points(all), e, factor) - norms).norm() <
             1e-10 * norms.norm());
  // What the cut keeps and what it leaves add up to the prior.
  BOOST_TEST(
      (rows.rowwise().squaredNorm() + basis.rest_variance(grid, e) - basis.prior_variance(grid, e))
          .norm() < 1e-9);
}

BOOST_AUTO_TEST_CASE(ranks_are_the_smallest_that_the_noise_allows) {
  const auto prior = std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, flat_band_factor(3, 1));
  const RowKind kind{{{0, 0}}, {1.0}, 1e-4};
  const std::vector<Index> ranks = choose_ranks({prior, prior}, {kind}, 2.0, 0.02, 2500);
  const PointSet grid = grid_points({VectorXd::LinSpaced(41, 0, 1), VectorXd::LinSpaced(41, 0, 1)});
  const auto tail = [&](std::vector<Index> r) {
    return 2 * PosteriorBasis({prior, prior}, std::move(r))
                   .rest_variance(grid, function_value(2))
                   .maxCoeff();
  };
  BOOST_TEST(tail(ranks) <= 0.02 * 1e-8);
  BOOST_TEST(tail({ranks[0] - 1, ranks[1] - 1}) > 0.02 * 1e-8);
  const std::vector<Index> few = choose_ranks({prior, prior}, {kind}, 2.0, 0.02, 40);
  BOOST_TEST(few[0] * few[1] <= 40);
}

BOOST_AUTO_TEST_CASE(rows_of_very_different_size_keep_their_own_accuracy) {
  // Twelve unknowns, rows of size 1e9 that determine seven directions, and the prior: eliminated
  // exactly on the null space the answer is known.
  const MatrixXd h = MatrixXd::Random(7, 12);
  const VectorXd d = VectorXd::Random(7);
  MatrixXd hard(20, 12);
  hard << h, MatrixXd::Random(13, 7) * h;
  VectorXd rhs(20);
  rhs << d, VectorXd::Zero(13);
  rhs.tail(13) = hard.bottomRows(13) * h.transpose() * (h * h.transpose()).inverse() * d;
  PosteriorFactor factor(12, {1e9 * hard}, {1e9 * rhs});
  factor.add_prior();
  const VectorXd least_norm = h.transpose() * (h * h.transpose()).ldlt().solve(d);
  BOOST_TEST((factor.solution() - least_norm).norm() < 1e-12 * least_norm.norm() + 1e-13);
  const MatrixXd s = factor.inverse_factor();
  const MatrixXd projector =
      MatrixXd::Identity(12, 12) - h.transpose() * (h * h.transpose()).ldlt().solve(h);
  BOOST_TEST((s * s.transpose() - projector).cwiseAbs().maxCoeff() < 1e-12);
  BOOST_TEST(factor.hard_rank() == 7);
}

BOOST_AUTO_TEST_SUITE_END()
