#include "solvers/optimize/relevance_determination.hpp"

#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>

#include <Eigen/Cholesky>
#include <boost/test/unit_test.hpp>

namespace {

using tessera::Index;
using tessera::RegressionBlock;
using tessera::WeightEvidence;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

Matrix random_matrix(Index rows, Index columns, std::mt19937& random) {
  std::normal_distribution<double> normal;
  Matrix a(rows, columns);
  for (double& value : a.reshaped()) value = normal(random);
  return a;
}

std::vector<Index> indices(Index count) {
  std::vector<Index> list(static_cast<std::size_t>(count));
  for (Index i = 0; i < count; ++i) list[static_cast<std::size_t>(i)] = i;
  return list;
}

/// Log density of the signals under N(0, A diag(g) A^T + noise^2 I), by Cholesky.
double dense_evidence(const RegressionBlock& block, const Vector& g, double noise) {
  const Index n = block.data.rows();
  Matrix c = noise * noise * Matrix::Identity(n, n);
  for (Index m = 0; m < block.features.cols(); ++m)
    c += g[block.weights[static_cast<std::size_t>(m)]] * block.features.col(m) *
         block.features.col(m).transpose();
  const Eigen::LLT<Matrix> llt(c);
  const double log_determinant = 2 * llt.matrixLLT().diagonal().array().log().sum();
  const auto signals = static_cast<double>(block.data.cols());
  return -0.5 *
         (block.data.cwiseProduct(llt.solve(block.data)).sum() +
          signals * (log_determinant + static_cast<double>(n) * std::log(2 * std::numbers::pi)));
}

std::vector<RegressionBlock> random_blocks(Index first_features, std::mt19937& random) {
  RegressionBlock tall{random_matrix(12, 5, random), random_matrix(12, 3, random), {0, 1, 1, 2, 4}};
  RegressionBlock other{random_matrix(9, first_features, random), random_matrix(9, 3, random),
                        indices(first_features)};
  return {tall, other};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(relevance_determination)

BOOST_AUTO_TEST_CASE(evidence_and_its_gradients_agree_with_a_dense_covariance_matrix) {
  std::mt19937 random(1);
  for (const Index features : {6, 15}) {
    const auto blocks = random_blocks(features, random);
    const WeightEvidence evidence(blocks, 1e-8);
    const Vector g = random_matrix(evidence.weight_count(), 1, random).array().square();
    const double noise = 0.3;
    const auto total = [&](const Vector& w, double sigma) {
      return dense_evidence(blocks[0], w, sigma) + dense_evidence(blocks[1], w, sigma);
    };
    const auto value = evidence.evaluate(g, noise, true);
    BOOST_TEST(std::abs(value.log_evidence - total(g, noise)) < 1e-9 * std::abs(total(g, noise)));
    const double h = 1e-5;
    for (Index m = 0; m < g.size(); ++m) {
      const Vector unit = Vector::Unit(g.size(), m);
      const double slope = (total(g + h * unit, noise) - total(g - h * unit, noise)) / (2 * h);
      BOOST_TEST(std::abs(0.5 * (value.quality[m] - value.sparsity[m]) - slope) <
                 1e-5 * (1 + std::abs(slope)));
    }
    const double slope = (total(g, noise * std::exp(h)) - total(g, noise * std::exp(-h))) / (2 * h);
    BOOST_TEST(std::abs(value.noise_gradient - slope) < 1e-5 * (1 + std::abs(slope)));
  }
}

BOOST_AUTO_TEST_CASE(evidence_stays_right_when_the_noise_is_twelve_orders_below_the_weights) {
  // One feature of unit length and data along and across it: the evidence is known in closed form.
  const Index n = 40;
  const Vector a = Vector::Constant(n, 1 / std::sqrt(static_cast<double>(n)));
  Vector across = Vector::Zero(n);
  across[0] = 1 / std::sqrt(2.0);
  across[1] = -across[0];
  const double noise = 1e-12;
  const Vector y = 2 * a + 3 * noise * across;
  const WeightEvidence evidence({{a, y, {0}}}, noise);
  const double g = 5;
  const double expected =
      -0.5 * (4 / g + 9 + std::log(g) + static_cast<double>(n - 1) * 2 * std::log(noise) +
              static_cast<double>(n) * std::log(2 * std::numbers::pi));
  const auto value = evidence.evaluate(Vector::Constant(1, g), noise, false);
  // Rounding of the data is a part of 1e-4 of this noise.
  BOOST_TEST(std::abs(value.log_evidence - expected) < 1e-2);
}

BOOST_AUTO_TEST_CASE(the_features_that_made_the_data_are_found_among_many) {
  std::mt19937 random(5);
  const Index rows = 60;
  const std::vector<Index> truth{3, 11, 27};
  for (const double noise : {0.0, 1e-3}) {
    // More features than rows could hold the noise as well: the noise is known by the rest.
    const Index features = noise > 0 ? 40 : 100;
    const Matrix a = random_matrix(rows, features, random);
    Matrix z = Matrix::Zero(features, 2);
    for (const Index m : truth) z.row(m) = random_matrix(1, 2, random).array() + 2;
    const Matrix y = a * z + noise * random_matrix(rows, 2, random);
    const WeightEvidence evidence({{a, y, indices(features)}}, 1e-13);
    tessera::SilentMonitor monitor;
    const auto result = tessera::relevance_determination(evidence, {}, monitor);
    const double largest = result.weights.maxCoeff();
    for (Index m = 0; m < features; ++m) {
      const bool is_true = m == truth[0] || m == truth[1] || m == truth[2];
      BOOST_TEST((result.weights[m] > 1e-2 * largest) == is_true);
    }
    if (noise > 0) BOOST_TEST(std::abs(std::log10(result.noise / noise)) < 1.1);
    BOOST_TEST(result.log_evidence ==
               result.history[static_cast<std::size_t>(result.best_step)].log_evidence);
    for (const auto& step : result.history) BOOST_TEST(step.log_evidence <= result.log_evidence);
  }
}

BOOST_AUTO_TEST_CASE(data_outside_the_features_raise_the_noise_instead_of_the_weights) {
  std::mt19937 random(6);
  const Matrix a = random_matrix(50, 8, random);
  const Matrix y = random_matrix(50, 2, random);
  const WeightEvidence evidence({{a, y, indices(8)}}, 1e-12);
  tessera::SilentMonitor monitor;
  const auto result = tessera::relevance_determination(evidence, {}, monitor);
  BOOST_TEST(result.noise > 0.05);
  BOOST_TEST(result.weights.maxCoeff() <=
             2 * evidence.data_mean_square() / evidence.mean_square().minCoeff() * (1 + 1e-12));
}

BOOST_AUTO_TEST_CASE(data_that_vanish_and_blocks_that_do_not_fit_are_refused) {
  tessera::SilentMonitor monitor;
  const WeightEvidence zero({{Matrix::Ones(4, 1), Matrix::Zero(4, 1), {0}}}, 1e-12);
  BOOST_CHECK_THROW(tessera::relevance_determination(zero, {}, monitor), std::invalid_argument);
  const std::vector<RegressionBlock> wrong{{Matrix::Ones(4, 1), Matrix::Zero(3, 1), {0}}};
  BOOST_CHECK_THROW(WeightEvidence(wrong, 1e-12), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
