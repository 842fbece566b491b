#include "solvers/gp_pde/initial_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <boost/random/normal_distribution.hpp>

#include "models/tensors/tensor.hpp"
#include "solvers/gp_pde/learn_spectrum.hpp"
#include "solvers/gp_pde/periodogram.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr Index combinations = 6;
/// Floor of a learned density relative to its maximum: amplitude 1e-3.
constexpr double density_floor = 1e-6;

Matrix random_normal(Index rows, Index columns, std::mt19937_64& generator) {
  boost::random::normal_distribution<double> normal;
  Matrix m(rows, columns);
  for (Index j = 0; j < columns; ++j)
    for (Index i = 0; i < rows; ++i) m(i, j) = normal(generator);
  return m;
}

/// Mode-k fibres times random vectors: a few signals that contain every line along the axis.
Matrix random_fibre_combinations(const Tensor& t, int mode, std::mt19937_64& generator) {
  const ModeView v = mode_view(t.shape, mode);
  const Matrix random = random_normal(v.before * v.after, combinations, generator);
  Matrix result = Matrix::Zero(v.length, combinations);
  for (Index q = 0; q < v.after; ++q)
    result.noalias() +=
        Eigen::Map<const Matrix>(t.values.data() + q * v.before * v.length, v.before, v.length)
            .transpose() *
        random.middleRows(q * v.before, v.before);
  return result;
}

void append(Matrix& columns, const Matrix& more) {
  Matrix joined(more.rows(), columns.cols() + more.cols());
  if (columns.cols() > 0) joined.leftCols(columns.cols()) = columns;
  joined.rightCols(more.cols()) = more;
  columns = std::move(joined);
}

/// All that is known before the solution: source and side data along each axis.
std::vector<Matrix> signals(const SplitProblem& problem, const SolverOptions& options,
                            const std::vector<Vector>& coordinates) {
  const std::size_t axes = coordinates.size();
  std::mt19937_64 generator(options.seed);
  std::vector<Matrix> columns(axes);
  std::vector<Index> shape;
  for (const Vector& c : coordinates) shape.push_back(c.size());

  const Tensor source(shape, problem.source_on_grid->evaluate(coordinates).front());
  std::vector<Tensor> sides;
  for (std::size_t i = 0; i < problem.problem.conditions.size(); ++i) {
    std::vector<Index> side_shape = shape;
    side_shape[problem.problem.conditions[i].axis] = 1;
    sides.emplace_back(side_shape, side_data(problem, i, coordinates));
  }
  double largest = source.values.cwiseAbs().maxCoeff();
  for (const Tensor& side : sides) largest = std::max(largest, side.values.cwiseAbs().maxCoeff());
  const double negligible = options.adaptivity.negligible_data * largest;

  for (std::size_t k = 0; k < axes; ++k) {
    const int mode = static_cast<int>(k);
    if (source.values.cwiseAbs().maxCoeff() > negligible)
      append(columns[k], random_fibre_combinations(source, mode, generator));
    for (const Tensor& side : sides) {
      if (side.shape[k] == 1) continue;
      const Matrix lines = random_fibre_combinations(side, mode, generator).leftCols(1);
      if ((lines.array() - lines.mean()).abs().maxCoeff() > negligible) append(columns[k], lines);
    }
  }
  return columns;
}

std::function<double(double)> density_from(const Periodogram& p) {
  Vector power = Vector::Zero(p.amplitudes.rows());
  for (Index c = 0; c < p.amplitudes.cols(); ++c) {
    const double peak = p.amplitudes.col(c).maxCoeff();
    if (peak > 0) power += (p.amplitudes.col(c) / peak).cwiseAbs2();
  }
  if (const double peak = power.maxCoeff(); peak > 0) power /= peak;
  return [power, resolution = p.resolution](double s) {
    const double position = s / resolution;
    const auto row = static_cast<Index>(position);
    const double part = position - static_cast<double>(row);
    const double value =
        row + 1 < power.size() ? (1 - part) * power[row] + part * power[row + 1] : 0.0;
    return std::max(value, density_floor);
  };
}

/// The density inside the band that the options ask for; none for a flat one.
void weigh(Spectrum& s, const AxisSamples& samples, const Periodogram& p,
           const SolverOptions& options) {
  if (options.spectrum == "periodogram") {
    s.density = density_from(p);
  } else if (options.spectrum == "kernel") {
    if (options.gram)
      s.gram_kernel = options.kernel;
    else
      s.factor = std::make_shared<SpectralFactor>(spectral_factor(*options.kernel, samples.length));
  } else if (options.spectrum == "relevance determination" || options.spectrum == "evidence") {
    LearnOptions learn;
    learn.method = options.spectrum;
    learn.band = s.band;
    SilentMonitor silent;
    s.density = learn_spectrum(samples, learn, silent).spectrum.density;
  }
}

}  // namespace

double largest_band(Index points, double length, bool periodic) {
  // A periodic axis has five nodes for four functions, two functions a line.
  if (periodic) return std::max((static_cast<double>(points) - 10) / (2.5 * length), 1 / length);
  constexpr double plunge = 36;
  return std::max((static_cast<double>(points) - plunge) / (std::numbers::pi * length), 1 / length);
}

double largest_complete_band(Index points, double length, bool periodic) {
  if (periodic) return largest_band(points, length, true);
  // Measured: c + 36 + 3.2 ln(n) Gauss-Legendre nodes carry the whole plunge region of bandwidth c.
  const auto n = static_cast<double>(points);
  constexpr double logarithmic = 3.2;
  return largest_band(static_cast<Index>(n - logarithmic * std::log(n)), length);
}

std::vector<Spectrum> initial_spectra(const SplitProblem& problem, const SolverOptions& options) {
  std::vector<Vector> coordinates;
  for (std::size_t k = 0; k < problem.problem.ranges.size(); ++k)
    coordinates.push_back(Vector::LinSpaced(options.points[k], problem.problem.ranges[k].first,
                                            problem.problem.ranges[k].second));
  const std::vector<Matrix> columns = signals(problem, options, coordinates);
  std::vector<Spectrum> spectra;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const double length = problem.length(k);
    Matrix c = columns[k];
    if (c.cols() == 0) c = Matrix::Zero(options.points[k], 1);
    const Periodogram p = periodogram(c, length);
    const AdaptivityOptions& a = options.adaptivity;
    const double wanted = std::max(highest_frequency(p, a.tone_threshold) + a.band_margin / length,
                                   a.fewest_periods / length);
    Spectrum s;
    s.band = std::min(wanted, largest_band(options.points[k], length, problem.periodic(k)));
    weigh(s, {coordinates[k], c, length}, p, options);
    spectra.push_back(std::move(s));
  }
  return spectra;
}

}  // namespace tessera::gp_pde
