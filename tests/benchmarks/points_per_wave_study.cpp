// Error of u'' = f, u = sin(k x), against the number of equidistant points a wave, where the band
// of the solution is known: random waves in a narrow band, conditioned on f at the points and on
// the two end values. Prints one CSV line per number of points.
//   points_per_wave_study [waves] > points_per_wave.csv
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>

#include "solvers/gp_pde/posterior.hpp"

using namespace tessera;
using namespace tessera::gp_pde;

namespace {

constexpr double pi = std::numbers::pi;

/// Waves with frequencies within `half_width` of `middle`, so dense that they span what a
/// continuous band spans, and the lowest ones for the end values.
SpectralFactor narrow_band(double middle, double half_width) {
  SpectralFactor f;
  f.period = 1 + 24 / half_width;
  const auto count = static_cast<Index>(f.period * (middle + half_width)) + 1;
  f.frequencies = Eigen::VectorXd::LinSpaced(count, 0, static_cast<double>(count - 1) / f.period);
  f.weights = Eigen::VectorXd::Zero(count);
  for (Index m = 0; m < count; ++m)
    if (f.frequencies[m] < 1 || std::abs(f.frequencies[m] - middle) <= half_width) f.weights[m] = 1;
  f.weights /= f.weights.sum();
  return f;
}

double error(double waves, Index points, double half_width) {
  const double k = 2 * pi * waves;
  PosteriorProblem p;
  p.axes = {{"x", {}, {0.0, 1.0}, AxisKind::interval, {}}};
  p.priors = {
      std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, narrow_band(waves, half_width), 400)};
  p.variance = 1;
  PointObservations f;
  f.points = Eigen::VectorXd::LinSpaced(points, 0, 1);
  f.values = (-k * k * (k * f.points.array()).sin()).matrix();
  f.expression = {{{2}}, {}};
  f.noise = Eigen::VectorXd::Constant(1, 1e-12 * k * k);
  PointObservations ends;
  ends.points = Eigen::Vector2d(0, 1);
  ends.values = (k * ends.points.array()).sin().matrix();
  ends.expression = function_value(1);
  ends.noise = Eigen::VectorXd::Constant(1, 1e-12);
  p.observations = {f, ends};
  const PosteriorResult r = solve_posterior(p);
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(1501, 0, 1);
  const Eigen::VectorXd exact = (k * x.array()).sin();
  const Eigen::VectorXd u = r.field->evaluate(grid_points({x}), function_value(1)).mean;
  return (u - exact).norm() / exact.norm();
}

}  // namespace

int main(int argc, char** argv) {
  constexpr double half_width = 4;  // periods in the domain
  const double waves = argc > 1 ? std::atof(argv[1]) : 50.25;
  std::printf("points_per_wave,points,known_band_error\n");
  for (double per_wave = 1.2; per_wave <= 8; per_wave *= 1.03) {
    const auto points = static_cast<Index>(std::lround(per_wave * waves)) + 1;
    std::printf("%.4f,%td,%.3e\n", static_cast<double>(points - 1) / waves, points,
                error(waves, points, half_width));
  }
}
