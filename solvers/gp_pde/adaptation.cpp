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

namespace {

/// Norms of the coefficients by function of one axis, over the norm of all.
Eigen::VectorXd coefficient_profile(const Solution& u, std::size_t axis) {
  const Tensor& c = u.coefficients();
  const ModeView v = mode_view(c.shape, static_cast<int>(axis));
  Eigen::VectorXd squares = Eigen::VectorXd::Zero(v.length);
  for (Index q = 0; q < v.after; ++q)
    squares += Eigen::Map<const Eigen::MatrixXd>(c.values.data() + q * v.before * v.length,
                                                 v.before, v.length)
                   .colwise()
                   .squaredNorm()
                   .transpose();
  const double total = c.values.norm();
  return total > 0 ? Eigen::VectorXd(squares.cwiseSqrt() / total) : squares;
}

/// Share of eight functions, four even and four odd ones, that end `before_end` pairs before the
/// last one.
double share_of_eight(const Basis1D& basis, const Eigen::VectorXd& profile, Index before_end) {
  const Index pairs = std::min(basis.rank_even(), basis.rank_odd());
  const Index count = std::min<Index>(4, pairs - before_end);
  const auto even = profile.head(basis.rank_even());
  const auto odd = profile.tail(basis.rank_odd());
  return std::hypot(even.segment(even.size() - before_end - count, count).norm(),
                    odd.segment(odd.size() - before_end - count, count).norm());
}

}  // namespace

double coefficient_tail(const Solution& u, std::size_t axis) {
  return share_of_eight(*u.bases()[axis], coefficient_profile(u, axis), 0);
}

double missing_functions(const Solution& u, std::size_t axis, double tolerance) {
  const Basis1D& basis = *u.bases()[axis];
  const Eigen::VectorXd profile = coefficient_profile(u, axis);
  const Index quarter = std::min(basis.rank_even(), basis.rank_odd()) / 4;
  const double now = share_of_eight(basis, profile, 0);
  const double before = share_of_eight(basis, profile, quarter);
  if (!(now < before) || !(now > 0)) return 0;
  return 2 * static_cast<double>(quarter) * std::log(now / tolerance) / std::log(before / now);
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

/// How many functions more: those that the fall of the coefficients promises to suffice, within
/// bounds.
Index growth(const AdaptivityOptions& a, Index rank, double missing) {
  const auto r = static_cast<double>(rank);
  const double most = a.largest_growth * r;
  const double promised = missing > 0 ? 1.1 * missing + a.rank_increment : most;
  return static_cast<Index>(std::clamp(
      promised, std::min(most, a.least_growth * r + a.rank_increment), most + a.rank_increment));
}

}  // namespace

bool extend(const SplitProblem& problem, const SolverOptions& options, const AdaptationStep& last,
            const Solution& u, const SpectralGap& gap, std::vector<AxisSetting>& settings) {
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
    s.rank = std::min(rank_cap(points),
                      s.rank + growth(a, s.rank, missing_functions(u, k, a.tail_tolerance)));
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
