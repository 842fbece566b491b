#include <cmath>

#include <Eigen/Cholesky>
#include <boost/test/unit_test.hpp>

#include "solvers/gp_pde/default_prior.hpp"
#include "tests/solvers/gp_pde/posterior_problems.hpp"

// Error bars that mean what they say: whitened errors at held-out sites over many fields.
using namespace tessera;
using namespace tessera::gp_pde;
using namespace tessera::gp_pde::test;

namespace {

constexpr Index held_out = 20;
constexpr int draws = 100;

/// Sum of squares of the whitened differences between noisy measurements and their prediction.
double chi_square(const PosteriorField& field, const PointObservations& sites, double noise) {
  MatrixXd covariance = field.covariance(scattered_points(sites.points), sites.expression);
  covariance.diagonal().array() += noise * noise;
  const VectorXd error =
      sites.values - field.evaluate(scattered_points(sites.points), sites.expression).mean;
  return error.dot(covariance.llt().solve(error));
}

double covered(const Prediction& q, const VectorXd& truth) {
  return static_cast<double>(
             ((q.mean - truth).array().abs() <= 1.96 * q.standard_deviation.array()).count()) /
         static_cast<double>(truth.size());
}

/// 99 % interval of a chi-square variable with that many degrees of freedom over their number
/// (Wilson & Hilferty 1931).
std::pair<double, double> interval(double degrees) {
  const double a = 2 / (9 * degrees);
  const auto quantile = [&](double z) { return std::pow(1 - a + z * std::sqrt(a), 3); };
  return {quantile(-2.5758), quantile(2.5758)};
}

struct Calibration {
  double chi_square = 0;  ///< over its degrees of freedom
  double coverage = 0;    ///< of the noise-free function at the sites, 95 %
  int conservative = 0;
};

/// `problem` with fields drawn from `factors` and measured at random points.
Calibration calibrate(const PosteriorProblem& problem, const std::vector<SpectralFactor>& factors,
                      bool laplacian_known, Index sensors, double noise,
                      const PosteriorOptions& options) {
  std::mt19937_64 generator(1234);
  Calibration c;
  for (int d = 0; d < draws; ++d) {
    const Draw truth(factors, generator);
    const auto value = [&](double x, double y) { return truth(x, y); };
    PosteriorProblem p = problem;
    if (laplacian_known)
      p.equation = linear_equation(
          {{{2, 0}, constant(1)}, {{0, 2}, constant(1)}},
          [&](double x, double y) { return truth(x, y, 2, 0) + truth(x, y, 0, 2); });
    p.observations = {measure(random_points(sensors, p.axes, generator), value, noise, generator)};
    const PosteriorResult r = solve_posterior(p, options);
    const PointObservations sites =
        measure(random_points(held_out, p.axes, generator), value, noise, generator);
    c.chi_square += chi_square(*r.field, sites, noise) / (held_out * draws);
    VectorXd exact(held_out);
    for (Index i = 0; i < held_out; ++i)
      exact[i] = value(sites.points(i, 0), sites.points.cols() > 1 ? sites.points(i, 1) : 0);
    c.coverage +=
        covered(r.field->evaluate(scattered_points(sites.points), sites.expression), exact) / draws;
    c.conservative += r.report.conservative ? 1 : 0;
  }
  return c;
}

void require_calibrated(const Calibration& c) {
  const auto [lower, upper] = interval(held_out * draws);
  BOOST_TEST_MESSAGE("chi-square " << c.chi_square << " in [" << lower << ", " << upper
                                   << "], coverage " << c.coverage);
  BOOST_TEST(c.chi_square > lower);
  BOOST_TEST(c.chi_square < upper);
  BOOST_TEST(c.conservative == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(posterior_calibration)

BOOST_AUTO_TEST_CASE(draws_on_an_axis_are_covered_as_promised) {
  // A rough spectrum: the cut is at work, and the discarded variance is up to its limit.
  const SpectralFactor factor = rational_factor(1.5, 3.5, 2.5, 120);
  PosteriorProblem p;
  p.axes = {axis("x", 0, 1)};
  p.priors = {std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, factor)};
  p.variance = 1;
  require_calibrated(calibrate(p, {factor}, false, 40, 0.01, {}));
}

BOOST_AUTO_TEST_CASE(draws_that_satisfy_poissons_equation_are_covered_as_promised) {
  const std::vector<SpectralFactor> factors{flat_band_factor(0.8, 1), flat_band_factor(0.8, 1)};
  PosteriorProblem p;
  p.axes = {axis("x", 0, 1), axis("y", 0, 1)};
  for (const SpectralFactor& f : factors)
    p.priors.push_back(std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, f));
  p.variance = 1;
  require_calibrated(calibrate(p, factors, true, 15, 0.01, {}));
}

BOOST_AUTO_TEST_CASE(a_cut_that_matters_is_labelled_and_covers_conservatively) {
  const SpectralFactor factor = rational_factor(1.5, 2.0, 2.5, 400);
  PosteriorProblem p;
  p.axes = {axis("x", 0, 1)};
  p.priors = {std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, factor)};
  p.variance = 1;
  PosteriorOptions few;
  few.maximum_unknowns = 20;
  const Calibration c = calibrate(p, {factor}, false, 40, 0.001, few);
  BOOST_TEST_MESSAGE("conservative: chi-square " << c.chi_square << ", coverage " << c.coverage);
  BOOST_TEST(c.conservative == draws);
  BOOST_TEST(c.coverage >= 0.93);
  BOOST_TEST(c.coverage < 1.0);
}

BOOST_AUTO_TEST_CASE(coverage_of_fields_that_are_no_draws_is_reported) {
  const std::vector<std::pair<std::string, Function2>> fields{
      {"chirp", [](double x, double) { return std::sin(2 + 18 * x * x); }},
      {"layer", [](double x, double) { return std::tanh((x - 0.4) / 0.08); }},
      {"kink", [](double x, double) { return std::pow(std::abs(x - 0.6), 1.5); }}};
  for (const auto& [name, f] : fields) {
    double coverage = 0;
    double error = 0;
    constexpr int repeats = 5;
    for (int k = 0; k < repeats; ++k) {
      std::mt19937_64 generator(100 + static_cast<std::uint64_t>(k));
      PosteriorProblem p;
      p.axes = {axis("x", 0, 1)};
      p.observations = {measure(random_points(60, p.axes, generator), f, 0.02, generator)};
      p.observations[0].noise.resize(0);
      const DefaultPrior found = find_default_prior(p);
      const PointSet grid = grid_points({VectorXd::LinSpaced(200, 0.02, 0.98)});
      const Prediction q = found.posterior.field->evaluate(grid, function_value(1));
      const VectorXd truth = on_grid({grid.x}, f);
      coverage += covered(q, truth) / repeats;
      error += (q.mean - truth).norm() / truth.norm() / repeats;
    }
    BOOST_TEST_MESSAGE(name << ": 95 % intervals cover " << coverage << ", relative error "
                            << error);
    BOOST_TEST(coverage > 0.7);
    BOOST_TEST(error < 0.1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
