#include "solvers/gp_pde/matrix_pencil.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <utility>

#include <Eigen/Eigenvalues>
#include <Eigen/QR>

#include "solvers/linear/singular_vectors.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// Basis of the signal space: leading left singular vectors of the stacked Hankel matrices.
Matrix signal_space(const Matrix& samples, const ToneOptions& options) {
  const Index rows = std::min(samples.rows() / 2, options.largest_rows);
  const Index columns = samples.rows() - rows + 1;
  Matrix transposed(columns * samples.cols(), rows);
  for (Index j = 0; j < samples.cols(); ++j)
    for (Index row = 0; row < rows; ++row)
      transposed.block(j * columns, row, columns, 1) = samples.col(j).segment(row, columns);
  const Eigen::HouseholderQR<Matrix> qr(transposed);
  const Matrix r = qr.matrixQR().topRows(rows).triangularView<Eigen::Upper>();
  const LeftSingularVectors svd = left_singular_vectors(r.transpose());
  const Vector& values = svd.values;
  double cut = options.singular_value_cut * values[0];
  // Singular values that never fall below the cut are noise: they end in a plateau.
  if (4 * (values.array() > cut).count() > 3 * rows) cut = 3 * values[3 * rows / 4];
  return svd.vectors.leftCols((values.array() > cut).count());
}

/// Poles with frequency >= 0; `frequency` and `decay` in units of the sample spacing.
std::vector<Tone> poles(const Matrix& samples, const ToneOptions& options) {
  const Matrix u = signal_space(samples, options);
  if (u.cols() == 0) return {};
  const Index rows = u.rows() - 1;
  const Matrix shift = u.topRows(rows).colPivHouseholderQr().solve(u.bottomRows(rows));
  const Eigen::VectorXcd z = Eigen::EigenSolver<Matrix>(shift, false).eigenvalues();
  std::vector<Tone> found;
  for (const std::complex<double>& pole : z) {
    if (pole.imag() < 0 || std::abs(pole) == 0) continue;
    Tone tone;
    tone.frequency = std::arg(pole) / (2 * std::numbers::pi);
    tone.decay = std::log(std::abs(pole));
    found.push_back(tone);
  }
  std::sort(found.begin(), found.end(),
            [](const Tone& a, const Tone& b) { return a.frequency < b.frequency; });
  return found;
}

/// Distance to the nearest frequency of a pole that is hardly damped.
double nearest(const std::vector<Tone>& others, double frequency, double largest_decay) {
  double distance = std::numeric_limits<double>::infinity();
  for (const Tone& other : others)
    if (std::abs(other.decay) < largest_decay)
      distance = std::min(distance, std::abs(other.frequency - frequency));
  return distance;
}

/// Splits the poles of the whole axis; frequencies in units of the spacing, n spacings a length.
void split(const Matrix& samples, const ToneOptions& options, double n, std::vector<Tone>& tones,
           std::vector<Tone>& trend) {
  std::vector<std::vector<Tone>> parts;
  const auto count = static_cast<double>(samples.rows());
  for (const double begin : {0.0, 0.2, 0.4}) {
    const auto first = static_cast<Index>(std::floor(begin * count));
    const auto last = static_cast<Index>(std::floor((begin + 0.6) * count));
    parts.push_back(poles(samples.middleRows(first, last - first), options));
  }
  for (Tone& pole : poles(samples, options)) {
    for (const auto& part : parts)
      pole.spread = std::max(pole.spread, nearest(part, pole.frequency, 1 / n));
    // Rounding must not cost a tone of just three periods.
    const bool is_tone = pole.frequency * n >= options.fewest_periods * (1 - 1e-6) &&
                         std::abs(pole.decay) * n <= options.largest_decay &&
                         pole.spread * n <= options.largest_spread;
    if (!is_tone) {
      trend.push_back(pole);
    } else if (!tones.empty() && (pole.frequency - tones.back().frequency) * n < 0.1) {
      Tone& last = tones.back();
      const auto m = static_cast<double>(last.multiplicity);
      last.frequency = (m * last.frequency + pole.frequency) / (m + 1);
      last.decay = (m * last.decay + pole.decay) / (m + 1);
      last.spread = std::max(last.spread, pole.spread);
      ++last.multiplicity;
    } else {
      tones.push_back(pole);
    }
  }
}

void append_columns(const Tone& tone, Index samples, std::vector<Vector>& columns) {
  const Vector x = Vector::LinSpaced(samples, 0, static_cast<double>(samples - 1));
  const Eigen::ArrayXd phase = 2 * std::numbers::pi * tone.frequency * x.array();
  // Grows from or to one, whichever end it is large at.
  const double origin = tone.decay > 0 ? x[samples - 1] : 0;
  Eigen::ArrayXd envelope = (tone.decay * (x.array() - origin)).exp();
  if (tone.multiplicity > 1) envelope.setOnes();
  for (Index k = 0; k < tone.multiplicity; ++k) {
    for (const bool sine : {false, true}) {
      const Vector column = envelope * (sine ? phase.sin().eval() : phase.cos().eval());
      if (column.norm() > 1e-10) columns.push_back(column.normalized());
    }
    // Poles that fall together stand for a tone times a polynomial.
    envelope *= 2 * x.array() / x[samples - 1] - 1;
  }
}

/// Least-squares fit of all signals by the given components.
class Fit {
 public:
  Fit(const std::vector<Tone>& trend, const std::vector<Tone>& tones, const Matrix& samples) {
    std::vector<Vector> columns;
    for (const Tone& pole : trend) append_columns(pole, samples.rows(), columns);
    first_.push_back(0);
    first_.push_back(static_cast<Index>(columns.size()));
    for (const Tone& tone : tones) {
      append_columns(tone, samples.rows(), columns);
      first_.push_back(static_cast<Index>(columns.size()));
    }
    features_.resize(samples.rows(), static_cast<Index>(columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c)
      features_.col(static_cast<Index>(c)) = columns[c];
    coefficients_.resize(features_.cols(), samples.cols());
    if (features_.cols() > 0) {
      Eigen::CompleteOrthogonalDecomposition<Matrix> qr;
      qr.setThreshold(1e-13);
      qr.compute(features_);
      coefficients_ = qr.solve(samples);
    }
    residual_ = (features_ * coefficients_ - samples).norm() / samples.norm();
  }

  double residual() const { return residual_; }
  /// Part 0 is the trend, part i the i-th tone.
  Matrix part(std::size_t i) const {
    const Index count = first_[i + 1] - first_[i];
    return features_.middleCols(first_[i], count) * coefficients_.middleRows(first_[i], count);
  }

 private:
  std::vector<Index> first_;
  Matrix features_;
  Matrix coefficients_;
  double residual_ = 0;
};

/// Moves tones that the fit can do without to the trend.
void drop_idle_tones(const Matrix& samples, const ToneOptions& options, std::vector<Tone>& tones,
                     std::vector<Tone>& trend) {
  const double residual = std::max(Fit(trend, tones, samples).residual(), 1e-15);
  std::vector<Tone> kept;
  std::vector<Tone> idle;
  for (std::size_t i = 0; i < tones.size(); ++i) {
    std::vector<Tone> others = tones;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    const bool needed = Fit(trend, others, samples).residual() > options.residual_drop * residual;
    (needed ? kept : idle).push_back(tones[i]);
  }
  tones = std::move(kept);
  trend.insert(trend.end(), idle.begin(), idle.end());
}

/// Columns that are not zero, each with unit root mean square, and their scales.
Matrix normalised(const Matrix& samples, Vector& scales) {
  Matrix kept(samples.rows(), samples.cols());
  scales.resize(samples.cols());
  Index count = 0;
  for (Index j = 0; j < samples.cols(); ++j) {
    const double scale = samples.col(j).norm() / std::sqrt(static_cast<double>(samples.rows()));
    if (!(scale > 0)) continue;
    kept.col(count) = samples.col(j) / scale;
    scales[count++] = scale;
  }
  scales.conservativeResize(count);
  return kept.leftCols(count);
}

}  // namespace

ToneAnalysis find_tones(const Matrix& samples, double length, const ToneOptions& options) {
  if (samples.rows() < 16 || !(length > 0) || !samples.allFinite())
    throw std::invalid_argument("tones: needs 16 finite samples or more on a positive length");
  ToneAnalysis analysis;
  Vector scales;
  const Matrix signals = normalised(samples, scales);
  if (signals.cols() == 0) {
    analysis.complete = true;
    return analysis;
  }
  const auto n = static_cast<double>(signals.rows() - 1);
  split(signals, options, n, analysis.tones, analysis.trend);
  drop_idle_tones(signals, options, analysis.tones, analysis.trend);

  const Fit fit(analysis.trend, analysis.tones, signals);
  const double per_sample = std::sqrt(2 / static_cast<double>(signals.rows()));
  for (std::size_t i = 0; i < analysis.tones.size(); ++i) {
    const Vector norms = fit.part(i + 1).colwise().norm().transpose();
    analysis.tones[i].amplitude = per_sample * norms.cwiseProduct(scales).maxCoeff();
  }
  analysis.trend_share = fit.part(0).norm() / signals.norm();
  analysis.fit_residual = fit.residual();
  analysis.complete = analysis.fit_residual < 1e-5;
  for (std::vector<Tone>* list : {&analysis.tones, &analysis.trend}) {
    for (Tone& tone : *list) {
      tone.frequency *= n / length;
      tone.decay *= n / length;
      tone.spread *= n / length;
    }
  }
  return analysis;
}

}  // namespace tessera::gp_pde
