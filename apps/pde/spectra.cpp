#include "apps/pde/spectra.hpp"

#include <algorithm>
#include <chrono>

#include <Eigen/Core>
#include <fmt/format.h>

#include "solvers/linear/singular_vectors.hpp"

namespace tessera::pde {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The strongest directions of the unfolding along an axis: signals in the axis's basis that hold
/// all its lines. The basis is orthonormal, so that those of the coefficients are those of the
/// function.
MatrixXd strongest_fibres(const gp_pde::Solution& u, std::size_t axis) {
  constexpr Index most = 6;
  const Tensor& c = u.coefficients();
  const ModeView v = mode_view(c.shape, static_cast<int>(axis));
  MatrixXd unfolding(v.length, v.before * v.after);
  for (Index q = 0; q < v.after; ++q)
    unfolding.middleCols(q * v.before, v.before) =
        Eigen::Map<const MatrixXd>(c.values.data() + q * v.before * v.length, v.before, v.length)
            .transpose();
  if (unfolding.cols() == 1) return unfolding;
  const LeftSingularVectors svd = left_singular_vectors(unfolding);
  // Directions at the level of rounding are noise.
  constexpr double cut = 1e-9;
  const VectorXd& s = svd.values;
  Index count = 0;
  while (count < std::min<Index>(most, s.size()) && s[count] > cut * s[0]) ++count;
  count = std::max<Index>(count, 1);
  return svd.vectors.leftCols(count) * s.head(count).asDiagonal();
}

AxisSpectrum analyse_axis(const gp_pde::Solution& u, std::size_t axis,
                          const gp_pde::SolverOptions& options, Monitor& monitor) {
  const gp_pde::Basis1D& basis = *u.bases()[axis];
  const auto [lower, upper] = basis.range();
  // Four samples for the shortest wave of the band, as far as the deck's points go.
  const auto wanted = static_cast<Index>(4 * basis.band() * basis.length()) + 40;
  const Index points = std::min(options.points[axis], wanted);
  const VectorXd x = VectorXd::LinSpaced(points, lower, upper);
  const MatrixXd samples = basis.evaluate(x, 0) * strongest_fibres(u, axis);
  AxisSpectrum s;
  s.axis = u.axes()[axis].name;
  s.tones = gp_pde::find_tones(samples, basis.length());
  gp_pde::LearnOptions learn;
  learn.method = "relevance determination";
  s.learned = gp_pde::learn_spectrum({x, samples, basis.length()}, learn, monitor);
  return s;
}

std::string tone_words(const AxisSpectrum& s) {
  constexpr std::size_t most = 8;
  std::string text;
  const auto& tones = s.tones.tones;
  for (std::size_t i = 0; i < std::min(most, tones.size()); ++i)
    text += fmt::format("{}{:.6g} (amplitude {:.3g})", i > 0 ? ", " : "", tones[i].frequency,
                        tones[i].amplitude);
  if (tones.size() > most) text += fmt::format(" and {} more", tones.size() - most);
  if (text.empty())
    text = "no tone with three periods in the domain";
  else
    text = "tones at " + text + " cycles per unit length";
  return fmt::format("axis {}: {}; trend {:.2g} of the norm{}", s.axis, text, s.tones.trend_share,
                     s.tones.complete ? "" : "; tones and trend do not explain it all");
}

std::string learned_words(const AxisSpectrum& s) {
  std::string text = fmt::format("axis {}: spectrum by {}", s.axis, s.learned.method);
  for (const gp_pde::SpectrumCandidate& c : s.learned.candidates)
    text += fmt::format("; {}: log evidence {:.6g}, {} parameters", c.method, c.log_evidence,
                        c.parameters);
  return text;
}

void add_tables(const AxisSpectrum& s, Outcome& o) {
  const auto list = [](const VectorXd& v) { return std::vector<double>(v.begin(), v.end()); };
  Table density{"spectrum/" + s.axis, "Learned spectral density along " + s.axis, {}};
  density.columns.push_back({"frequency", "", list(s.learned.frequencies)});
  density.columns.push_back({"density", "", list(s.learned.densities)});
  for (const gp_pde::SpectrumCandidate& c : s.learned.candidates) {
    std::string name = "density_" + c.method;
    std::replace(name.begin(), name.end(), ' ', '_');
    density.columns.push_back({name, "", list(c.densities)});
  }
  o.tables.push_back(std::move(density));
  if (s.tones.tones.empty()) return;
  Table tones{"tones/" + s.axis, "Tones of the solution along " + s.axis, {}};
  const auto column = [&](const std::string& name, auto value) {
    Table::Column c{name, "", {}};
    for (const gp_pde::Tone& t : s.tones.tones) c.values.push_back(static_cast<double>(value(t)));
    tones.columns.push_back(std::move(c));
  };
  column("frequency", [](const gp_pde::Tone& t) { return t.frequency; });
  column("amplitude", [](const gp_pde::Tone& t) { return t.amplitude; });
  column("decay", [](const gp_pde::Tone& t) { return t.decay; });
  column("multiplicity", [](const gp_pde::Tone& t) { return t.multiplicity; });
  o.tables.push_back(std::move(tones));
}

}  // namespace

Spectra analyse_spectra(const gp_pde::Solution& solution, const gp_pde::SolverOptions& options,
                        Monitor& monitor) {
  const auto start = std::chrono::steady_clock::now();
  monitor.stage("learned spectrum");
  Spectra spectra;
  for (std::size_t k = 0; k < solution.bases().size(); ++k)
    spectra.axes.push_back(analyse_axis(solution, k, options, monitor));
  spectra.time_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return spectra;
}

void report(const Spectra& spectra, Outcome& o) {
  for (const AxisSpectrum& s : spectra.axes) {
    o.report.push_back(tone_words(s));
    o.report.push_back(learned_words(s));
    const std::string prefix = "axes/" + s.axis + "/";
    o.summary.emplace_back(prefix + "tones", static_cast<Index>(s.tones.tones.size()));
    o.summary.emplace_back(prefix + "trend_share", s.tones.trend_share);
    o.summary.emplace_back(prefix + "learned_spectrum", s.learned.method);
    add_tables(s, o);
  }
  o.report.push_back(
      fmt::format("spectra learned in {:.3f} s, apart from the solve", spectra.time_s));
  o.summary.emplace_back("spectrum_time_s", spectra.time_s);
}

}  // namespace tessera::pde
