#include "solvers/gp_pde/adaptation.hpp"

#include <algorithm>
#include <cmath>

#include "solvers/gp_pde/initial_spectrum.hpp"

namespace tessera::gp_pde {
namespace {

/// A tail this close to the largest one asks for a higher rank too.
constexpr double tail_share = 0.01;

}  // namespace

double residual_of(const AdaptationStep& step) {
  return std::max(step.residual, step.side_residual);
}

double coefficient_tail(const Solution& u, std::size_t axis) {
  const Basis1D& basis = *u.bases()[axis];
  const Tensor& c = u.coefficients();
  const double total = c.values.norm();
  if (!(total > 0)) return 0;
  const Index last = std::min<Index>(4, std::min(basis.rank_even(), basis.rank_odd()));
  const ModeView v = mode_view(c.shape, static_cast<int>(axis));
  double squares = 0;
  for (Index q = 0; q < v.after; ++q) {
    const Eigen::Map<const Eigen::MatrixXd> slice(c.values.data() + q * v.before * v.length,
                                                  v.before, v.length);
    squares += slice.middleCols(basis.rank_even() - last, last).squaredNorm() +
               slice.rightCols(last).squaredNorm();
  }
  return std::sqrt(squares) / total;
}

SpectralGap find_gap(const ResidualCheck& check, const Solution& u,
                     const std::vector<AxisSetting>& settings, const SolverOptions& options,
                     bool among_rounding_noise) {
  SpectralGap gap{false, std::vector<double>(settings.size(), 0.0)};
  for (std::size_t k = 0; k < settings.size(); ++k) {
    const double length = u.bases()[k]->length();
    const Periodogram p = check.spectrum_along(u, k, options.points[k], options.seed);
    const SpectralPeak peak =
        content_above(p, settings[k].spectrum.band + 1 / length, options.adaptivity.gap_threshold);
    // A broad spectrum asks for a higher rank, not for a wider band.
    constexpr double widest_line = 0.1;
    if (!peak.found || peak.share > widest_line) continue;
    if (among_rounding_noise && peak.prominence < options.adaptivity.gap_prominence) continue;
    gap.found = true;
    gap.frequencies[k] = peak.frequency;
  }
  return gap;
}

namespace {

/// Gauss-Legendre nodes bound the rank: a rank beyond this cannot stay orthogonal.
Index rank_cap(Index points) {
  return points - 2;
}

bool widen_band(AxisSetting& s, double band, Index points, double length, bool periodic) {
  const double wider = std::min(band, largest_complete_band(points, length, periodic));
  if (!(wider > s.spectrum.band)) return false;
  s.spectrum.band = wider;
  s.rank = std::max(s.rank, flat_band_rank(wider, length, periodic));
  return true;
}

}  // namespace

bool extend(const SplitProblem& problem, const SolverOptions& options, const AdaptationStep& last,
            const SpectralGap& gap, std::vector<AxisSetting>& settings) {
  const AdaptivityOptions& a = options.adaptivity;
  double largest_tail = 0;
  for (const AxisResolution& r : last.axes) largest_tail = std::max(largest_tail, r.tail);
  bool moved = false;
  for (std::size_t k = 0; k < settings.size(); ++k) {
    AxisSetting& s = settings[k];
    const double length = problem.length(k);
    const Index points = options.points[k];
    const bool capped = last.axes[k].rank < s.rank || s.rank >= rank_cap(points);
    constexpr double wide_gap = 1.5;
    if (gap.frequencies[k] > wide_gap * s.spectrum.band || (gap.frequencies[k] > 0 && capped)) {
      moved |= widen_band(s, gap.frequencies[k] + 3 / length, points, length, problem.periodic(k));
      continue;
    }
    if (capped || last.axes[k].tail < tail_share * largest_tail) continue;
    s.rank = std::min(
        rank_cap(points),
        static_cast<Index>(a.rank_growth * static_cast<double>(s.rank) + a.rank_increment));
    moved = true;
  }
  if (moved) return true;
  for (std::size_t k = 0; k < settings.size(); ++k) {
    const double length = problem.length(k);
    const double band = settings[k].spectrum.band;
    constexpr double least_periods = 3;
    moved |= widen_band(settings[k], std::max(a.band_growth * band, band + least_periods / length),
                        options.points[k], length, problem.periodic(k));
  }
  return moved;
}

}  // namespace tessera::gp_pde
