#include "solvers/filtering/dense_smoother.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include "models/state_space/make_state_space.hpp"
#include "solvers/filtering/chain_smoother.hpp"

using namespace tessera;

namespace {

Eigen::MatrixXd uniform_matrix(Index rows, Index columns, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(-1, 1);
  return Eigen::MatrixXd::NullaryExpr(rows, columns, [&] { return uniform(random); });
}

std::vector<std::unique_ptr<Kernel1D>> three_kernels(double scale) {
  std::vector<std::unique_ptr<Kernel1D>> kernels;
  kernels.push_back(half_integer_matern_kernel(0.5, 1.0, 0.7 * scale));
  kernels.push_back(half_integer_matern_kernel(1.5, 1.0, 0.4 * scale));
  kernels.push_back(half_integer_matern_kernel(2.5, 1.3, 0.9 * scale));
  return kernels;
}

/// Sites of a rank from 0 (nothing observed) to the number of functions.
NaturalSites varied_sites(Index functions, Index coordinates, unsigned seed) {
  NaturalSites sites = NaturalSites::zero(functions, coordinates);
  for (Index i = 0; i < coordinates; ++i) {
    const Index rank = i % (functions + 1);
    const Eigen::MatrixXd a = 3 * uniform_matrix(functions, rank, seed + static_cast<unsigned>(i));
    const Eigen::MatrixXd precision = a * a.transpose();
    sites.precision.col(i) = precision.reshaped();
    sites.linear.col(i) = a * Eigen::VectorXd::LinSpaced(rank, -1, 2);
  }
  return sites;
}

/// The joint Gaussian of all functions at all places, function by function.
struct BruteForce {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
  double log_normaliser = 0;
};

BruteForce brute_force(const std::vector<std::unique_ptr<Kernel1D>>& kernels,
                       const Eigen::MatrixXd& distances, const NaturalSites& sites) {
  const Index d = distances.rows(), count = static_cast<Index>(kernels.size());
  Eigen::MatrixXd prior = Eigen::MatrixXd::Zero(d * count, d * count);
  Eigen::MatrixXd precision = prior;
  Eigen::VectorXd linear = Eigen::VectorXd::Zero(d * count);
  for (Index f = 0; f < count; ++f) {
    const Kernel1D& kernel = *kernels[static_cast<std::size_t>(f)];
    for (Index i = 0; i < d; ++i) {
      for (Index j = 0; j < d; ++j) prior(f * d + i, f * d + j) = kernel.value(distances(i, j));
      // Sites may cover the first places only.
      if (i >= sites.linear.cols()) continue;
      linear[f * d + i] = sites.linear(f, i);
      for (Index g = 0; g < count; ++g)
        precision(f * d + i, g * d + i) = sites.precision(f + count * g, i);
    }
  }
  const Eigen::MatrixXd system =
      Eigen::MatrixXd::Identity(d * count, d * count) + prior * precision;
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(system);
  BruteForce result;
  result.covariance = lu.solve(prior);
  result.mean = result.covariance * linear;
  result.log_normaliser =
      (linear.dot(result.mean) - lu.matrixLU().diagonal().array().abs().log().sum()) / 2;
  return result;
}

void check_marginals(const FactorMarginals& marginals, const BruteForce& expected, Index d,
                     Index first, double tolerance) {
  const Index count = marginals.mean.rows();
  double mean_error = 0, covariance_error = 0;
  bool symmetric = true;
  for (Index i = 0; i < marginals.mean.cols(); ++i) {
    const Index place = first + i;
    for (Index f = 0; f < count; ++f) {
      mean_error =
          std::max(mean_error, std::abs(marginals.mean(f, i) - expected.mean[f * d + place]));
      for (Index g = 0; g < count; ++g) {
        const double value = marginals.covariance(f + count * g, i);
        symmetric = symmetric && value == marginals.covariance(g + count * f, i);
        covariance_error = std::max(
            covariance_error, std::abs(value - expected.covariance(f * d + place, g * d + place)));
      }
    }
  }
  BOOST_TEST(mean_error < tolerance);
  BOOST_TEST(covariance_error < tolerance);
  BOOST_TEST(symmetric);
}

Eigen::MatrixXd cities() {
  Eigen::MatrixXd places(7, 2);
  places << 40.7, -74.0, 61.2, -149.9, 25.8, -80.2, 47.6, -122.3, 64.7, 177.5, -16.8, 179.9, -13.8,
      -171.8;
  return places;
}

double value_of(const ExpectedLogPrior& prior) {
  return -(prior.log_determinant + prior.energy) / 2;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dense_smoother_of_places)

BOOST_AUTO_TEST_CASE(marginals_and_normaliser_are_those_of_the_joint_gaussian) {
  const Eigen::MatrixXd places = 2 * uniform_matrix(14, 2, 1);
  const NaturalSites sites = varied_sites(3, 14, 10);
  const auto smoother = dense_smoother(places, Geometry::euclidean, three_kernels(1));
  BOOST_TEST(smoother->functions() == 3);
  BOOST_TEST(smoother->coordinates() == 14);
  PriorMoments moments;
  const FactorMarginals marginals = smoother->smooth(sites, &moments);
  const BruteForce expected =
      brute_force(three_kernels(1), place_distances(places, places, Geometry::euclidean), sites);
  check_marginals(marginals, expected, 14, 0, 1e-10);
  BOOST_TEST(std::abs(marginals.log_normaliser - expected.log_normaliser) < 1e-10);
  BOOST_TEST(smoother->log_normaliser(sites) == marginals.log_normaliser);
}

BOOST_AUTO_TEST_CASE(places_on_the_sphere_are_those_of_the_joint_gaussian) {
  const NaturalSites sites = varied_sites(3, 7, 5);
  const auto smoother = dense_smoother(cities(), Geometry::great_circle, three_kernels(4000));
  const BruteForce expected = brute_force(
      three_kernels(4000), place_distances(cities(), cities(), Geometry::great_circle), sites);
  check_marginals(smoother->smooth(sites, nullptr), expected, 7, 0, 1e-10);
}

BOOST_AUTO_TEST_CASE(without_information_the_posterior_is_the_prior) {
  const auto smoother =
      dense_smoother(uniform_matrix(9, 3, 2), Geometry::euclidean, three_kernels(1));
  PriorMoments moments;
  const FactorMarginals marginals = smoother->smooth(NaturalSites::zero(3, 9), &moments);
  BOOST_TEST(marginals.mean.norm() == 0);
  BOOST_TEST(std::abs(marginals.log_normaliser) < 1e-13);
  const Eigen::MatrixXd prior = Eigen::Vector3d(1, 1, 1.3).asDiagonal();
  for (Index i = 0; i < 9; ++i)
    BOOST_TEST((marginals.covariance.col(i) - prior.reshaped()).norm() < 1e-13);
  // The energy of a draw from the prior is the number of places in expectation.
  for (Index f = 0; f < 3; ++f) {
    const std::vector<KernelParameter> p = smoother->parameters(f);
    const ExpectedLogPrior same =
        smoother->expected_log_prior(f, {p[0].value, p[1].value}, moments);
    BOOST_TEST(std::abs(same.energy - 9) < 1e-11);
    BOOST_TEST(same.dimension == 9);
  }
}

BOOST_AUTO_TEST_CASE(the_expected_log_prior_is_that_of_the_joint_gaussian) {
  const Eigen::MatrixXd places = uniform_matrix(8, 2, 3);
  const Eigen::MatrixXd distances = place_distances(places, places, Geometry::euclidean);
  const NaturalSites sites = varied_sites(3, 8, 20);
  const auto smoother = dense_smoother(places, Geometry::euclidean, three_kernels(1));
  PriorMoments moments;
  smoother->smooth(sites, &moments);
  const BruteForce expected = brute_force(three_kernels(1), distances, sites);
  // Later changes of the smoother do not change what the moments say.
  smoother->set_parameters(1, {2.0, 3.0});
  for (Index f = 0; f < 3; ++f) {
    const std::vector<double> values{0.8, 0.6};
    const auto kernel = three_kernels(1)[static_cast<std::size_t>(f)]->with_parameters(values);
    const Eigen::MatrixXd k = distances.unaryExpr([&](double r) { return kernel->value(r); });
    const Eigen::VectorXd mean = expected.mean.segment(f * 8, 8);
    const Eigen::MatrixXd second =
        expected.covariance.block(f * 8, f * 8, 8, 8) + mean * mean.transpose();
    const ExpectedLogPrior found = smoother->expected_log_prior(f, values, moments);
    BOOST_TEST(std::abs(found.energy - k.inverse().cwiseProduct(second).sum()) <
               1e-9 * found.energy);
    BOOST_TEST(std::abs(found.log_determinant - std::log(k.determinant())) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(the_gradient_of_the_normaliser_is_that_of_the_expected_log_prior) {
  // Fisher's identity, by central differences of both sides in each length scale.
  const NaturalSites sites = varied_sites(3, 7, 30);
  const auto smoother = dense_smoother(cities(), Geometry::great_circle, three_kernels(3000));
  PriorMoments moments;
  smoother->smooth(sites, &moments);
  for (Index f = 0; f < 3; ++f) {
    const std::vector<KernelParameter> p = smoother->parameters(f);
    for (std::size_t which = 0; which < 2; ++which) {
      const double step = 1e-4 * p[which].value;
      double change_of_normaliser = 0, change_of_prior = 0;
      for (const double sign : {1.0, -1.0}) {
        std::vector<double> values{p[0].value, p[1].value};
        values[which] += sign * step;
        const auto changed = smoother->clone();
        changed->set_parameters(f, values);
        change_of_normaliser += sign * changed->log_normaliser(sites);
        change_of_prior += sign * value_of(smoother->expected_log_prior(f, values, moments));
      }
      BOOST_TEST(std::abs(change_of_normaliser) > 1e-7);
      BOOST_TEST(std::abs(change_of_normaliser - change_of_prior) <
                 1e-6 * std::abs(change_of_normaliser) + 1e-11);
    }
  }
}

BOOST_AUTO_TEST_CASE(predictions_are_those_of_the_joint_gaussian_over_all_places) {
  const Eigen::MatrixXd places = uniform_matrix(6, 2, 4);
  // More query places than training places, some of them the same.
  Eigen::MatrixXd points = 2 * uniform_matrix(15, 2, 5);
  points.topRows(3) = places.topRows(3);
  const NaturalSites sites = varied_sites(3, 6, 40);
  const auto smoother = dense_smoother(places, Geometry::euclidean, three_kernels(1));
  const FactorMarginals predicted = smoother->predict(sites, points, 0);
  Eigen::MatrixXd all(21, 2);
  all << places, points;
  // A joint matrix with equal rows is singular, which the brute force does not mind.
  const BruteForce expected =
      brute_force(three_kernels(1), place_distances(all, all, Geometry::euclidean), sites);
  check_marginals(predicted, expected, 21, 6, 1e-10);
  BOOST_TEST(std::abs(predicted.log_normaliser - smoother->log_normaliser(sites)) < 1e-13);
  const FactorMarginals smoothed = smoother->smooth(sites, nullptr);
  BOOST_TEST((predicted.mean.leftCols(3) - smoothed.mean.leftCols(3)).norm() < 1e-12);
  BOOST_CHECK_THROW(smoother->predict(sites, points, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(on_one_column_dense_functions_are_those_of_a_chain) {
  const Index d = 25;
  Eigen::MatrixXd places = 4 * uniform_matrix(d, 1, 9);
  std::sort(places.data(), places.data() + d);
  std::vector<std::unique_ptr<StateSpace>> processes;
  for (const auto& [name, length] :
       {std::pair{"matern 1/2", 0.7}, {"matern 3/2", 0.4}, {"matern 5/2", 0.9}})
    processes.push_back(make_state_space(name, {{"length_scale", length}}));
  const auto chain =
      chain_smoother(std::vector<double>(places.data(), places.data() + d), std::move(processes));
  std::vector<std::unique_ptr<Kernel1D>> kernels;
  for (const auto& [smoothness, length] : {std::pair{0.5, 0.7}, {1.5, 0.4}, {2.5, 0.9}})
    kernels.push_back(half_integer_matern_kernel(smoothness, 1, length));
  const auto dense = dense_smoother(places, Geometry::euclidean, std::move(kernels));
  const NaturalSites sites = varied_sites(3, d, 50);
  const Eigen::MatrixXd points = 6 * uniform_matrix(30, 1, 10);
  BOOST_TEST(std::abs(dense->log_normaliser(sites) - chain->log_normaliser(sites)) < 1e-9);
  for (const auto& [a, b] :
       {std::pair{dense->smooth(sites, nullptr), chain->smooth(sites, nullptr)},
        {dense->predict(sites, points, 0), chain->predict(sites, points, 0)}}) {
    BOOST_TEST((a.mean - b.mean).cwiseAbs().maxCoeff() < 1e-9);
    BOOST_TEST((a.covariance - b.covariance).cwiseAbs().maxCoeff() < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(chords_cross_the_date_line_and_the_pole) {
  Eigen::MatrixXd a(3, 2), b(3, 2);
  a << 0, 179.5, 89, 0, 90, 17;
  b << 0, -179.5, 89, 180, 90, -120;
  const Eigen::MatrixXd distance = place_distances(a, b, Geometry::great_circle);
  const double degree = std::acos(-1.0) / 180;
  BOOST_TEST(std::abs(distance(0, 0) - 2 * 6371.0 * std::sin(0.5 * degree)) < 1e-9);
  BOOST_TEST(std::abs(distance(1, 1) - 2 * 6371.0 * std::sin(1.0 * degree)) < 1e-9);
  BOOST_TEST(distance(2, 2) < 1e-9);
  // New York to Los Angeles: 3935.7 km along the arc on this sphere.
  Eigen::MatrixXd new_york(1, 2), los_angeles(1, 2);
  new_york << 40.7128, -74.0060;
  los_angeles << 34.0522, -118.2437;
  const double chord = place_distances(new_york, los_angeles, Geometry::great_circle)(0, 0);
  BOOST_TEST(std::abs(2 * 6371.0 * std::asin(chord / (2 * 6371.0)) - 3935.7) < 1.0);
}

BOOST_AUTO_TEST_CASE(a_smooth_kernel_on_crowded_places_needs_jitter_and_gets_it) {
  const Eigen::MatrixXd places = 0.02 * uniform_matrix(40, 2, 6);
  std::vector<std::unique_ptr<Kernel1D>> kernels;
  kernels.push_back(squared_exponential_kernel(1, 1));
  const auto smoother = dense_smoother(places, Geometry::euclidean, std::move(kernels));
  NaturalSites sites = NaturalSites::zero(1, 40);
  sites.precision.setConstant(1);
  sites.linear.setConstant(1);
  // All places are nearly one: 40 observations of 1 with unit noise.
  const FactorMarginals marginals = smoother->smooth(sites, nullptr);
  BOOST_TEST((marginals.mean.array() - 40.0 / 41).abs().maxCoeff() < 1e-3);
  BOOST_TEST((marginals.covariance.array() - 1.0 / 41).abs().maxCoeff() < 1e-3);
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused) {
  const Eigen::MatrixXd places = uniform_matrix(6, 2, 7);
  BOOST_CHECK_THROW(dense_smoother(Eigen::MatrixXd(0, 2), Geometry::euclidean, three_kernels(1)),
                    std::invalid_argument);
  BOOST_CHECK_THROW(dense_smoother(places, Geometry::euclidean, {}), std::invalid_argument);
  BOOST_CHECK_THROW(
      dense_smoother(uniform_matrix(6, 3, 7), Geometry::great_circle, three_kernels(1)),
      std::invalid_argument);
  BOOST_CHECK_THROW(dense_smoother(100 * places, Geometry::great_circle, three_kernels(1)),
                    std::invalid_argument);
  const auto smoother = dense_smoother(places, Geometry::euclidean, three_kernels(1));
  BOOST_CHECK_THROW(smoother->smooth(NaturalSites::zero(2, 6), nullptr), std::invalid_argument);
  NaturalSites indefinite = NaturalSites::zero(3, 6);
  indefinite.precision(0, 0) = -5;
  BOOST_CHECK_THROW(smoother->smooth(indefinite, nullptr), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_kernel_that_is_not_positive_definite_in_the_plane_is_named) {
  std::vector<std::unique_ptr<Kernel1D>> kernels;
  kernels.push_back(periodic_kernel(1, 0.3, 0.5));
  BOOST_CHECK_EXCEPTION(
      dense_smoother(uniform_matrix(40, 2, 8), Geometry::euclidean, std::move(kernels)),
      std::runtime_error, [](const std::runtime_error& error) {
        return std::string(error.what()).find("`periodic`") != std::string::npos;
      });
}

BOOST_AUTO_TEST_SUITE_END()
