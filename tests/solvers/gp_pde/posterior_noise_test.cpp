#include "solvers/gp_pde/posterior_noise.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/gp_pde/posterior_problems.hpp"

using namespace tessera;
using namespace tessera::gp_pde;
using namespace tessera::gp_pde::test;

namespace {

PosteriorProblem noisy_line(Index count, double noise, std::uint64_t seed) {
  const SpectralFactor factor = flat_band_factor(3, 1);
  std::mt19937_64 generator(seed);
  const Draw truth({factor}, generator);
  PosteriorProblem p;
  p.axes = {axis("x", 0, 1)};
  p.priors = {std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, factor)};
  p.observations = {measure(
      random_points(count, p.axes, generator), [&](double x, double) { return 2 * truth(x); },
      noise, generator)};
  return p;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(posterior_noise)

BOOST_AUTO_TEST_CASE(learned_noise_and_variance_maximise_the_evidence) {
  for (const Index count : {30, 120}) {
    PosteriorProblem p = noisy_line(count, 0.1, 4);
    p.observations[0].noise.resize(0);
    const PosteriorReport best = solve_posterior(p).report;
    BOOST_TEST(best.noise[0] == 0.1, boost::test_tools::tolerance(0.35));
    // A neighbour's evidence is computed by an ordinary run with those numbers given.
    const auto evidence = [&](double noise, double variance) {
      p.observations[0].noise = VectorXd::Constant(1, noise * best.noise[0]);
      p.variance = variance * best.signal_variance;
      return solve_posterior(p).report.log_evidence_of_observations;
    };
    const double top = evidence(1, 1);
    // The ranks follow the noise: the cut moves the evidence a little.
    BOOST_TEST(std::abs(top - best.log_evidence_of_observations) < 0.02);
    for (const auto& [a, b] : {std::pair{1.1, 1.0}, {0.9, 1.0}, {1.0, 1.3}, {1.0, 0.75}})
      BOOST_TEST(evidence(a, b) < top);
  }
}

BOOST_AUTO_TEST_CASE(signal_variance_alone_is_learned_beside_given_noise) {
  PosteriorProblem p = noisy_line(40, 0.1, 5);
  const PosteriorReport best = solve_posterior(p).report;
  BOOST_TEST(best.noise[0] == 0.1);
  const auto evidence = [&](double factor) {
    p.variance = factor * best.signal_variance;
    return solve_posterior(p).report.log_evidence_of_observations;
  };
  BOOST_TEST(evidence(1.2) < evidence(1));
  BOOST_TEST(evidence(0.8) < evidence(1));
}

BOOST_AUTO_TEST_CASE(two_kinds_of_sensors_get_their_own_noise) {
  PosteriorProblem p = noisy_line(80, 0.02, 6);
  std::mt19937_64 generator(60);
  std::normal_distribution<double> normal;
  PointObservations coarse = p.observations[0];
  for (double& v : coarse.values) v += 0.5 * normal(generator);
  p.observations.push_back(coarse);
  for (PointObservations& o : p.observations) o.noise.resize(0);
  const PosteriorReport r = solve_posterior(p).report;
  BOOST_TEST(r.noise[0] == 0.02, boost::test_tools::tolerance(0.3));
  BOOST_TEST(r.noise[1] == 0.5, boost::test_tools::tolerance(0.3));
}

BOOST_AUTO_TEST_CASE(outliers_lose_their_weight_under_student_t_noise) {
  const PosteriorProblem clean = noisy_line(60, 0.05, 7);
  PosteriorProblem p = clean;
  p.observations[0].noise.resize(0);
  for (Index i = 0; i < 60; i += 10) p.observations[0].values[i] += i % 20 == 0 ? 8 : -8;
  const PointSet grid = grid_points({VectorXd::LinSpaced(101, 0, 1)});
  const VectorXd reference = solve_posterior(clean).field->evaluate(grid, function_value(1)).mean;
  const auto error = [&](const PosteriorResult& r) {
    return (r.field->evaluate(grid, function_value(1)).mean - reference).norm() / reference.norm();
  };
  const PosteriorResult gaussian = solve_posterior(p);
  p.observations[0].model = NoiseModel::student_t;
  p.observations[0].degrees_of_freedom = 3;
  const PosteriorResult robust = solve_posterior(p);
  BOOST_TEST(error(robust) < 0.03);
  BOOST_TEST(error(gaussian) > 5 * error(robust));
  const VectorXd& weights = robust.report.weights[0];
  for (Index i = 0; i < 60; ++i)
    if (i % 10 == 0)
      BOOST_TEST(weights[i] < 0.01);
    else
      BOOST_TEST(weights[i] > 0.05);
  BOOST_TEST(robust.report.noise[0] < 0.1);
}

BOOST_AUTO_TEST_CASE(both_ways_through_the_measurements_agree) {
  const MatrixXd g = MatrixXd::Random(9, 6);
  const VectorXd r = VectorXd::Random(9);
  const VectorXd rest = VectorXd::LinSpaced(9, 0, 0.1);
  const VectorXd noise = VectorXd::LinSpaced(9, 0.2, 0.7);
  // More measurements than unknowns, and the same with unknowns that nothing sees.
  MatrixXd wide = MatrixXd::Zero(9, 12);
  wide.leftCols(6) = g;
  const auto a = ConditionalObservations(g, r, rest).solve(1.7, noise, true);
  const auto b = ConditionalObservations(wide, r, rest).solve(1.7, noise, true);
  BOOST_TEST(a.log_determinant == b.log_determinant, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(a.quadratic == b.quadratic, boost::test_tools::tolerance(1e-12));
  BOOST_TEST((a.weighted - b.weighted).norm() < 1e-12);
  BOOST_TEST((a.inverse_diagonal - b.inverse_diagonal).norm() < 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
