#include <cmath>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/default_prior.hpp"
#include "tests/solvers/gp_pde/posterior_problems.hpp"

using namespace tessera;
using namespace tessera::gp_pde;
using namespace tessera::gp_pde::test;

namespace {

double harmonic(double x, double y) {
  return std::exp(2 * x) * std::cos(2 * y) + std::sin(3 * x + 1) * std::cosh(3 * y) / 5;
}

std::shared_ptr<const AxisPrior> flat(double lower, double upper, double waves) {
  const double length = upper - lower;
  return std::make_shared<AxisPrior>(std::pair{lower, upper},
                                     flat_band_factor(waves / length, length));
}

/// Laplace's equation with sensors, on a box shifted by (dx, dy).
PosteriorProblem laplace(double dx = 0, double dy = 0) {
  PosteriorProblem p;
  p.axes = {axis("x", dx, dx + 1), axis("y", dy, dy + 0.5)};
  p.priors = {flat(dx, dx + 1, 2), flat(dy, dy + 0.5, 1)};
  p.variance = 50;
  p.equation = linear_equation({{{2, 0}, constant(1)}, {{0, 2}, constant(1)}}, constant(0));
  std::mt19937_64 generator(11);
  p.observations = {measure(random_points(40, {axis("x", 0, 1), axis("y", 0, 0.5)}, generator),
                            harmonic, 0.01, generator)};
  p.observations[0].points.col(0).array() += dx;
  p.observations[0].points.col(1).array() += dy;
  return p;
}

PointSet square_grid(double x0, double y0, Index n) {
  return grid_points({VectorXd::LinSpaced(n, x0, x0 + 1), VectorXd::LinSpaced(n, y0, y0 + 0.5)});
}

double relative(const VectorXd& a, const VectorXd& b) {
  return (a - b).norm() / b.norm();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(posterior)

BOOST_AUTO_TEST_CASE(sensors_replace_boundary_data_and_the_error_bars_hold_the_error) {
  const PosteriorResult r = solve_posterior(laplace());
  const PointSet grid = square_grid(0, 0, 21);
  const Prediction q = r.field->evaluate(grid, function_value(2));
  const VectorXd truth = on_grid({grid.x, grid.y}, harmonic);
  BOOST_TEST(relative(q.mean, truth) < 0.01);
  const double worst = ((q.mean - truth).cwiseQuotient(q.standard_deviation)).cwiseAbs().maxCoeff();
  BOOST_TEST(worst < 5);
  BOOST_TEST(r.report.effective_parameters > 40);
  BOOST_TEST(r.report.effective_parameters <= r.report.ranks[0] * r.report.ranks[1]);
  BOOST_TEST(!r.report.conservative);
  BOOST_TEST(r.report.residual < 1e-4);
}

BOOST_AUTO_TEST_CASE(moving_the_origin_changes_nothing) {
  const PosteriorResult a = solve_posterior(laplace());
  const PosteriorResult b = solve_posterior(laplace(64, -16));
  const Prediction p = a.field->evaluate(square_grid(0, 0, 9), function_value(2));
  const Prediction q = b.field->evaluate(square_grid(64, -16, 9), function_value(2));
  BOOST_TEST(relative(q.mean, p.mean) < 1e-8);
  BOOST_TEST(relative(q.standard_deviation, p.standard_deviation) < 1e-7);
}

BOOST_AUTO_TEST_CASE(swapping_the_axes_changes_nothing) {
  const PosteriorProblem p = laplace();
  PosteriorProblem swapped = p;
  std::swap(swapped.axes[0], swapped.axes[1]);
  std::swap(swapped.priors[0], swapped.priors[1]);
  swapped.observations[0].points.col(0).swap(swapped.observations[0].points.col(1));
  const PosteriorResult a = solve_posterior(p);
  const PosteriorResult b = solve_posterior(swapped);
  MatrixXd points(3, 2);
  points << 0.1, 0.2, 0.9, 0.5, 0.5, 0.3;
  const Prediction q = a.field->evaluate(scattered_points(points), function_value(2));
  const Prediction s =
      b.field->evaluate(scattered_points(points.rowwise().reverse()), function_value(2));
  BOOST_TEST(relative(s.mean, q.mean) < 1e-8);
  BOOST_TEST(relative(s.standard_deviation, q.standard_deviation) < 1e-7);
}

BOOST_AUTO_TEST_CASE(side_data_at_all_ends_solve_the_equation) {
  PosteriorProblem p = laplace();
  p.observations.clear();
  const auto data = [](const GridCoordinates& c) { return on_grid(c, harmonic); };
  for (const std::size_t k : {0, 1})
    for (const bool upper : {false, true}) p.sides.push_back({k, upper, {1}, data, 0});
  const PosteriorResult r = solve_posterior(p);
  const PointSet grid = square_grid(0, 0, 15);
  const Prediction q = r.field->evaluate(grid, function_value(2));
  BOOST_TEST(relative(q.mean, on_grid({grid.x, grid.y}, harmonic)) < 1e-6);
  BOOST_TEST(q.standard_deviation.maxCoeff() < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_nonlinear_equation_is_solved_with_sensors_in_place_of_its_ends) {
  // u'' + u (u^2 - 1) = f, the mean of the prior far from the solution.
  const auto exact = [](double x, double) { return 2 * std::sin(3 * x) + std::cos(x); };
  PosteriorProblem p;
  p.axes = {axis("x", 0, 2)};
  p.priors = {flat(0, 2, 3)};
  p.variance = 4;
  BoxEquation e;
  e.linear = false;
  e.fields = {{0}, {2}};
  e.residual = [&](const GridCoordinates& c, const std::vector<const double*>& f) {
    VectorXd r(c[0].size());
    for (Index i = 0; i < r.size(); ++i) {
      const double x = c[0][i];
      const double u = exact(x, 0);
      const double source = -18 * std::sin(3 * x) - std::cos(x) + u * (u * u - 1);
      r[i] = f[1][i] + f[0][i] * (f[0][i] * f[0][i] - 1) - source;
    }
    return r;
  };
  e.derivatives = [](const GridCoordinates& c, const std::vector<const double*>& f) {
    VectorXd d(c[0].size());
    for (Index i = 0; i < d.size(); ++i) d[i] = 3 * f[0][i] * f[0][i] - 1;
    return std::vector<VectorXd>{d, VectorXd::Ones(d.size())};
  };
  p.equation = e;
  std::mt19937_64 generator(2);
  p.observations = {measure(random_points(6, p.axes, generator), exact, 0.01, generator)};
  const PosteriorResult r = solve_posterior(p);
  BOOST_TEST(r.report.converged);
  BOOST_TEST(r.report.iterations < 40);
  BOOST_TEST(r.report.residual < 1e-3);
  const PointSet grid = grid_points({VectorXd::LinSpaced(50, 0, 2)});
  const Prediction q = r.field->evaluate(grid, function_value(1));
  const VectorXd error = q.mean - on_grid({grid.x}, exact);
  BOOST_TEST(error.cwiseAbs().maxCoeff() < 0.05);
  BOOST_TEST(error.cwiseQuotient(q.standard_deviation).cwiseAbs().maxCoeff() < 4);

  // Laplace's covariance is that of the equation linearised at the mean.
  PosteriorProblem linear = p;
  const LinearExpression second{{{2}}, {}};
  linear.equation = linear_equation(
      {{{0},
        [&](double x, double) {
          const double u =
              r.field->evaluate(grid_points({VectorXd::Constant(1, x)}), function_value(1)).mean[0];
          return 3 * u * u - 1;
        }},
       {{2}, constant(1)}},
      [&](double x, double) {
        const PointSet at = grid_points({VectorXd::Constant(1, x)});
        const double u = r.field->evaluate(at, function_value(1)).mean[0];
        const double here = exact(x, 0);
        const double source = -18 * std::sin(3 * x) - std::cos(x) + here * (here * here - 1);
        return source + 2 * u * u * u;
      });
  PosteriorOptions same;
  same.nodes = r.report.nodes[0];
  // The default noise depends on the linearisation: take the same number for both.
  p.equation->noise = linear.equation->noise = 1e-5;
  const PosteriorResult a = solve_posterior(p, same);
  const PosteriorResult b = solve_posterior(linear, same);
  const Prediction pa = a.field->evaluate(grid, function_value(1));
  const Prediction pb = b.field->evaluate(grid, function_value(1));
  BOOST_TEST(relative(pa.mean, pb.mean) < 1e-5);
  BOOST_TEST(relative(pa.standard_deviation, pb.standard_deviation) < 1e-3);
}

BOOST_AUTO_TEST_CASE(samples_have_the_mean_and_the_covariance_of_the_posterior) {
  const PosteriorResult r = solve_posterior(laplace());
  const PointSet grid = square_grid(0, 0, 3);
  const LinearExpression slope{{{0, 1}}, {}};
  constexpr Index count = 4000;
  const MatrixXd samples = r.field->samples(grid, slope, count, 17);
  const Prediction q = r.field->evaluate(grid, slope);
  const VectorXd mean = samples.rowwise().mean();
  const MatrixXd centred = samples.colwise() - mean;
  const MatrixXd covariance = centred * centred.transpose() / (count - 1);
  const MatrixXd expected = r.field->covariance(grid, slope);
  for (Index i = 0; i < 9; ++i) {
    BOOST_TEST(expected(i, i) == std::pow(q.standard_deviation[i], 2),
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(std::abs(mean[i] - q.mean[i]) < 4.5 * q.standard_deviation[i] / std::sqrt(count));
    for (Index j = 0; j < 9; ++j)
      BOOST_TEST(std::abs(covariance(i, j) - expected(i, j)) <
                 0.1 * q.standard_deviation[i] * q.standard_deviation[j]);
  }
  BOOST_TEST((r.field->samples(grid, slope, 2, 17) - samples.leftCols(2)).norm() == 0);
  BOOST_TEST((r.field->samples(grid, slope, 2, 18) - samples.leftCols(2)).norm() > 0);
}

BOOST_AUTO_TEST_CASE(a_saved_posterior_predicts_the_same) {
  const PosteriorResult r = solve_posterior(laplace());
  const ModelRecord record = r.field->record();
  BOOST_TEST(record.type == "gp_pde_posterior");
  const std::unique_ptr<Predictor> loaded = PosteriorField::load(record);
  MatrixXd points(2, 2);
  points << 0.3, 0.4, 1, 0;
  const Prediction p = r.field->predict(points, {1, 0});
  const Prediction q = loaded->predict(points, {1, 0});
  BOOST_TEST((p.mean - q.mean).norm() == 0);
  BOOST_TEST((p.standard_deviation - q.standard_deviation).norm() == 0);
  BOOST_TEST(loaded->axes()[1].units == "m");
  const Grid grid{{uniform_axis("x", 0, 1, 5), uniform_axis("y", 0, 0.5, 4)}};
  BOOST_TEST(loaded->predict(grid, {0, 0}).standard_deviation.size() == 20);
  const auto n = static_cast<std::size_t>(r.report.ranks[0] * r.report.ranks[1]);
  std::size_t numbers = 0;
  for (const auto& [name, array] : record.arrays) numbers += array.values.size();
  BOOST_TEST(numbers < n * (n + 1) / 2 + 40 * n);

  ModelRecord broken = record;
  broken.arrays["permutation"].values[0] = broken.arrays["permutation"].values[1];
  BOOST_CHECK_THROW(PosteriorField::load(broken), DataError);
  broken = record;
  broken.arrays.erase("mixing_1");
  BOOST_CHECK_THROW(PosteriorField::load(broken), DataError);
  points(1, 0) = 1.01;
  BOOST_CHECK_THROW(loaded->predict(points, {0, 0}), DataError);
}

BOOST_AUTO_TEST_CASE(contradictory_problems_are_refused_in_plain_words) {
  const auto message = [](const PosteriorProblem& p) -> std::string {
    try {
      require_valid(p, {});
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return {};
  };
  PosteriorProblem p = laplace();
  BOOST_TEST(message(p).empty());
  p.observations[0].points(3, 1) = 0.7;
  BOOST_TEST(message(p).find("row 3: y = 0.700000 lies outside the domain") != std::string::npos);
  p = laplace();
  p.observations[0].noise = VectorXd::Constant(3, 0.1);
  BOOST_TEST(message(p).find("3 noise values for 40 observations") != std::string::npos);
  p = laplace();
  p.priors.pop_back();
  BOOST_TEST(message(p).find("a prior for each axis") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_trial_has_the_evidence_of_the_whole_solution) {
  PosteriorProblem p = laplace();
  p.variance = 0;
  p.observations[0].noise.resize(0);
  SilentMonitor monitor;
  const PosteriorResult whole = solve_posterior(p);
  const PriorTrial exact = try_prior(p, {}, false, monitor);
  BOOST_TEST(std::abs(exact.log_evidence - whole.report.log_evidence_of_observations) < 0.5);
  BOOST_TEST(exact.signal_variance == whole.report.signal_variance,
             boost::test_tools::tolerance(0.2));
  BOOST_TEST(exact.unknowns <= whole.report.ranks[0] * whole.report.ranks[1]);
  // This band is too narrow for the data: where the equation holds less well, it differs most.
  const PriorTrial loose = try_prior(p, {}, true, monitor);
  BOOST_TEST(std::abs(loose.log_evidence - exact.log_evidence) < 5);
  BOOST_TEST(loose.unknowns < exact.unknowns);
}

BOOST_AUTO_TEST_CASE(a_fit_and_a_search_stop_on_request) {
  struct Stopping final : Monitor {
    void stage(std::string_view) override {}
    void progress(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool should_stop() override { return true; }
    void checkpoint(const ModelRecord&) override {}
  } monitor;
  BOOST_CHECK_THROW(solve_posterior(laplace(), {}, monitor), Interrupted);
  BOOST_CHECK_THROW(find_default_prior(laplace(), {}, monitor), Interrupted);
}

BOOST_AUTO_TEST_CASE(the_default_prior_finds_band_variance_and_noise) {
  const SpectralFactor factor = flat_band_factor(4, 1);
  std::mt19937_64 generator(21);
  const Draw truth({factor}, generator);
  PosteriorProblem p;
  p.axes = {axis("x", 0, 1)};
  p.observations = {measure(
      random_points(60, p.axes, generator), [&](double x, double) { return 10 + 3 * truth(x); },
      0.05, generator)};
  p.observations[0].noise.resize(0);
  const DefaultPrior found = find_default_prior(p);
  BOOST_TEST(found.bands[0] >= 3);
  BOOST_TEST(found.bands[0] <= 6);
  BOOST_TEST(found.mean == p.observations[0].values.mean());
  const PosteriorReport& r = found.posterior.report;
  BOOST_TEST(r.noise[0] == 0.05, boost::test_tools::tolerance(0.3));
  BOOST_TEST(r.signal_variance > 2);
  BOOST_TEST(r.signal_variance < 40);
  for (const DefaultPrior::Trial& t : found.trials)
    BOOST_TEST(t.log_evidence <= r.log_evidence_of_observations + 1e-6);
  const PointSet grid = grid_points({VectorXd::LinSpaced(101, 0.02, 0.98)});
  const Prediction q = found.posterior.field->evaluate(grid, function_value(1));
  BOOST_TEST(relative(q.mean, on_grid({grid.x},
                                      [&](double x, double) { return 10 + 3 * truth(x); })) < 0.02);
}

BOOST_AUTO_TEST_SUITE_END()
