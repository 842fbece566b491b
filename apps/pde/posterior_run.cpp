#include "apps/pde/posterior_run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "apps/pde/arrays.hpp"
#include "apps/pde/equation_on_grid.hpp"
#include "apps/pde/output.hpp"
#include "apps/pde/run.hpp"
#include "data/fields/errors.hpp"
#include "solvers/gp_pde/default_prior.hpp"
#include "solvers/gp_pde/initial_spectrum.hpp"
#include "solvers/gp_pde/posterior.hpp"
#include "solvers/gp_pde/residual_check.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;
using gp_pde::GridCoordinates;
using gp_pde::LinearExpression;
using gp_pde::PosteriorField;
using gp_pde::PosteriorReport;

/// The fit and what led to its prior.
struct Fit {
  gp_pde::PosteriorResult posterior;
  std::string prior;  ///< in words
  std::vector<gp_pde::DefaultPrior::Trial> trials;
  double time_s = 0;
};

gp_pde::PosteriorProblem posterior_problem(const Options& options, const PdeProblem& p) {
  gp_pde::PosteriorProblem problem;
  const gp_pde::SplitProblem& split = p.split;
  for (std::size_t k = 0; k < split.axes(); ++k) {
    const auto& [name, axis] = options.axes[k];
    problem.axes.push_back(
        {name, axis.units, {axis.range.first, axis.range.second}, AxisKind::interval, {}});
  }
  problem.quantity = split.problem.names.unknowns.front();
  problem.quantity_units = options.observations.units;
  const EquationOnGrid equation(split);
  gp_pde::BoxEquation box;
  box.fields = equation.fields;
  box.linear = equation.linear;
  box.residual = [r = equation.residual](const GridCoordinates& x,
                                         const std::vector<const double*>& fields) {
    return r->evaluate(x, fields).front();
  };
  box.derivatives = [d = equation.derivatives](const GridCoordinates& x,
                                               const std::vector<const double*>& fields) {
    return d->evaluate(x, fields);
  };
  box.noise = options.equation_noise;
  problem.equation = std::move(box);
  for (std::size_t i = 0; i < split.problem.conditions.size(); ++i) {
    const SideCondition& c = split.problem.conditions[i];
    problem.sides.push_back(
        {c.axis, c.upper, c.coefficients,
         [&split, i](const GridCoordinates& x) { return gp_pde::side_data(split, i, x); }, 0});
  }
  problem.observations = p.observations;
  return problem;
}

/// Priors of a kernel that the deck names, or of the flat band that source and side data ask for.
std::vector<std::shared_ptr<const gp_pde::AxisPrior>> given_priors(
    const Options& options, const gp_pde::SplitProblem& split, std::string& words) {
  std::vector<std::shared_ptr<const gp_pde::AxisPrior>> priors;
  const bool mixture = options.kernel == "spectral mixture";
  gp_pde::SolverOptions solver = solver_options(options);
  solver.spectrum = "flat band";
  const auto spectra = mixture ? gp_pde::initial_spectra(split, solver)
                               : std::vector<gp_pde::Spectrum>(split.axes());
  for (std::size_t k = 0; k < split.axes(); ++k) {
    gp_pde::SpectralFactor factor =
        mixture ? gp_pde::flat_band_factor(spectra[k].band, split.length(k))
                : gp_pde::spectral_factor(*prior_kernel(options), split.length(k));
    const std::string& axis = split.problem.names.axes[k];
    words += mixture ? fmt::format(
                           "{}axis {}: flat band to {:.4g} cycles per unit length, from "
                           "source and side data",
                           words.empty() ? "" : "; ", axis, spectra[k].band)
                     : fmt::format(
                           "{}axis {}: {}, {} waves of period {:.3g}, within {:.1e} of the "
                           "kernel{}{}",
                           words.empty() ? "" : "; ", axis, options.kernel,
                           factor.frequencies.size(), factor.period, factor.bound(),
                           factor.remark.empty() ? "" : ": ", factor.remark);
    priors.push_back(std::make_shared<gp_pde::AxisPrior>(split.problem.ranges[k], factor));
  }
  return priors;
}

/// Derivatives that draws from the prior have along an axis (in mean square).
int differentiability(const Options& options) {
  constexpr int any = 100;
  if (!options.kernel.starts_with("matern")) return any;
  double nu = options.smoothness;
  if (const auto slash = options.kernel.find('/'); slash != std::string::npos)
    nu = std::stod(options.kernel.substr(slash - 1, 1)) / 2;
  return static_cast<int>(std::ceil(nu)) - 1;
}

void require_supported(const Options& options, const gp_pde::SplitProblem& split) {
  for (std::size_t k = 0; k < split.axes(); ++k)
    if (split.periodic(k))
      throw DeckError(fmt::format(
          "Axes > {}: standard deviations and measurements are not available on periodic axes; "
          "make it an interval with conditions or measurements at its ends.",
          split.problem.names.axes[k]));
  int order = 0;
  for (const std::vector<int>& orders : EquationOnGrid(split).fields)
    order = std::max(order, *std::max_element(orders.begin(), orders.end()));
  if (const int most = differentiability(options); order > most)
    throw DeckError(fmt::format(
        "Prior > Kernel: functions of the prior `{}` have {} derivatives, the equation needs {}. "
        "Choose `matern {}/2` or a smoother kernel.",
        options.kernel, most, order, 2 * order + 1));
}

Fit fit(const Options& options, const PdeProblem& p, Monitor& monitor) {
  const auto start = std::chrono::steady_clock::now();
  monitor.stage("posterior");
  gp_pde::PosteriorProblem problem = posterior_problem(options, p);
  gp_pde::PosteriorOptions posterior_options;
  posterior_options.maximum_unknowns = options.maximum_unknowns;
  Fit result;
  const bool by_evidence = options.kernel == "spectral mixture" &&
                           options.spectrum == "automatic" && !p.observations.empty();
  if (by_evidence) {
    gp_pde::DefaultPrior found = gp_pde::find_default_prior(problem, posterior_options, monitor);
    for (std::size_t k = 0; k < found.bands.size(); ++k)
      result.prior += fmt::format("{}axis {}: flat band to {:.4g} cycles per unit length",
                                  k > 0 ? "; " : "", p.split.problem.names.axes[k], found.bands[k]);
    result.prior += fmt::format(", the best evidence of {} bands tried", found.trials.size());
    result.posterior = std::move(found.posterior);
    result.trials = std::move(found.trials);
  } else {
    problem.priors = given_priors(options, p.split, result.prior);
    if (p.observations.empty()) problem.variance = 1;
    result.posterior = gp_pde::solve_posterior(problem, posterior_options, monitor);
  }
  result.time_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

/// Adds an expression's mean and standard deviation; without the latter where it is nonlinear.
void add_expression(const std::string& name, const ExpressionFormula& e, const PdeProblem& p,
                    const PosteriorField& field, FieldWriter& writer) {
  const auto& x = writer.coordinates();
  const auto points = gp_pde::grid_points(x);
  if (e.linear) {
    const Prediction prediction = field.evaluate(points, on_grid(e, p.split.problem, x));
    writer.add(name, "posterior mean of " + e.formula.text(), prediction.mean);
    writer.add(name + "_standard_deviation", "posterior standard deviation of " + e.formula.text(),
               prediction.standard_deviation);
    return;
  }
  std::vector<VectorXd> values;
  std::vector<const double*> pointers;
  for (const std::vector<int>& orders : e.orders)
    values.push_back(field.evaluate(points, {{orders}, {}}).mean);
  for (const VectorXd& v : values) pointers.push_back(v.data());
  writer.add(name, e.formula.text() + " of the posterior mean",
             FormulaOnGrid({e.formula}, p.split.problem.names, p.split.problem.functions, e.names)
                 .evaluate(x, pointers)
                 .front());
}

/// |error| within 1.96 standard deviations: should be 0.95 for draws from the prior.
double coverage(const VectorXd& error, const VectorXd& deviation) {
  constexpr double quantile = 1.96;
  return static_cast<double>((error.array().abs() <= quantile * deviation.array()).count()) /
         static_cast<double>(error.size());
}

void add_fields(const Options& options, const PdeProblem& p, const PosteriorField& field,
                Outcome& o) {
  FieldWriter writer(options, p.split, o);
  const auto& x = writer.coordinates();
  const auto points = gp_pde::grid_points(x);
  const std::string& unknown = p.split.problem.names.unknowns.front();
  const LinearExpression value = gp_pde::function_value(p.split.axes());
  const Prediction u = field.evaluate(points, value);
  writer.add(unknown, "posterior mean of " + unknown, u.mean);
  writer.add("standard_deviation", "posterior standard deviation of " + unknown,
             u.standard_deviation);
  if (p.split.problem.exact) {
    const VectorXd exact = exact_values(p.split, x);
    writer.add("exact", "exact solution", exact);
    writer.add("error", "posterior mean minus exact solution", u.mean - exact);
    o.summary.emplace_back("coverage_95_percent", coverage(u.mean - exact, u.standard_deviation));
  }
  for (const auto& [name, e] : p.expressions) add_expression(name, e, p, field, writer);
  const Eigen::MatrixXd samples =
      options.samples > 0
          ? field.samples(points, value, options.samples, static_cast<std::uint64_t>(options.seed))
          : Eigen::MatrixXd();
  for (Index i = 0; i < samples.cols(); ++i)
    writer.add(fmt::format("{}_sample_{}", unknown, i + 1),
               fmt::format("sample {} of the posterior", i + 1), samples.col(i));
}

/// Measurements beside what the model makes of them.
void add_observation_tables(const PdeProblem& p, const PosteriorField& field,
                            const PosteriorReport& report, Outcome& o) {
  for (std::size_t g = 0; g < p.observations.size(); ++g) {
    const gp_pde::PointObservations& group = p.observations[g];
    const Prediction fitted =
        field.evaluate(gp_pde::scattered_points(group.points), group.expression);
    Table t{fmt::format("observations/{}", g + 1),
            "Measurements and what the posterior says there",
            {}};
    const auto add = [&](const std::string& name, const VectorXd& v) {
      t.columns.push_back({name, "", {v.begin(), v.end()}});
    };
    for (std::size_t k = 0; k < p.split.axes(); ++k)
      add(p.split.problem.names.axes[k], group.points.col(static_cast<Index>(k)));
    add("value", group.values);
    add("mean", fitted.mean);
    add("standard_deviation", fitted.standard_deviation);
    if (g < report.weights.size() && report.weights[g].size() == group.values.size())
      add("weight", report.weights[g]);
    o.tables.push_back(std::move(t));
  }
}

/// Bands that were compared.
void add_trials(const Fit& fit, const PdeProblem& p, Outcome& o) {
  if (fit.trials.empty()) return;
  Table t{"history/prior", "Bands tried: waves per axis and evidence of the measurements", {}};
  const auto add = [&](const std::string& name, const auto& value) {
    Table::Column column{name, "", {}};
    for (const auto& trial : fit.trials) column.values.push_back(value(trial));
    t.columns.push_back(std::move(column));
  };
  using Trial = gp_pde::DefaultPrior::Trial;
  for (std::size_t k = 0; k < p.split.axes(); ++k)
    add("waves_" + p.split.problem.names.axes[k], [&](const Trial& x) { return x.waves[k]; });
  add("exact", [](const Trial& x) { return x.loose ? 0.0 : 1.0; });
  add("log_evidence", [](const Trial& x) { return x.log_evidence; });
  add("signal_variance", [](const Trial& x) { return x.signal_variance; });
  add("unknowns", [](const Trial& x) { return static_cast<double>(x.unknowns); });
  o.tables.push_back(std::move(t));
}

void add_report(const Fit& fit, Outcome& o) {
  const PosteriorReport& r = fit.posterior.report;
  std::string ranks;
  for (const Index rank : r.ranks) ranks += (ranks.empty() ? "" : " x ") + std::to_string(rank);
  o.report.push_back("prior: " + fit.prior);
  o.report.push_back(fmt::format(
      "{} unknowns ({}), {} data, {} of them exact; signal standard deviation {:.4g}, condition "
      "{:.2g}, {:.3f} s, {:.0f} MB",
      [&] {
        Index n = 1;
        for (const Index rank : r.ranks) n *= rank;
        return n;
      }(),
      ranks, r.data, r.exact_constraints, std::sqrt(r.signal_variance), r.condition, fit.time_s,
      static_cast<double>(r.memory_bytes) / 1e6));
  for (std::size_t g = 0; g < r.noise.size(); ++g)
    o.report.push_back(
        fmt::format("measurements {}: noise standard deviation {:.4g}", g + 1, r.noise[g]));
  o.report.push_back(fmt::format(
      "log evidence {:.6g} (of the measurements {:.6g}), {:.1f} effective parameters, variance "
      "behind the cut {:.1e} of the noise variance{}",
      r.log_evidence, r.log_evidence_of_observations, r.effective_parameters, r.tail_ratio,
      r.conservative ? ": conservative, the error bars are wider than they need be" : ""));
  if (!r.remark.empty()) o.report.push_back(r.remark);
}

void add_summary(const Fit& fit, Outcome& o) {
  const PosteriorReport& r = fit.posterior.report;
  Summary& s = o.summary;
  s.emplace_back("solve_time_s", fit.time_s);
  s.emplace_back("prior", fit.prior);
  s.emplace_back("signal_variance", r.signal_variance);
  for (std::size_t g = 0; g < r.noise.size(); ++g)
    s.emplace_back(fmt::format("noise/{}", g + 1), r.noise[g]);
  s.emplace_back("log_evidence", r.log_evidence);
  s.emplace_back("log_evidence_of_observations", r.log_evidence_of_observations);
  s.emplace_back("effective_parameters", r.effective_parameters);
  s.emplace_back("conservative", r.conservative);
  s.emplace_back("tail_ratio", r.tail_ratio);
  s.emplace_back("discarded_variance", r.discarded_variance);
  s.emplace_back("condition", r.condition);
  s.emplace_back("iterations", static_cast<Index>(r.iterations));
  s.emplace_back("relative_residual", r.residual);
  s.emplace_back("posterior_memory_bytes", static_cast<Index>(r.memory_bytes));
  if (!r.remark.empty()) s.emplace_back("remark", r.remark);
}

}  // namespace

bool wants_posterior(const Options& options) {
  return options.standard_deviation == "true" || has_observations(options);
}

Outcome run_posterior(const Options& options, const PdeProblem& problem, RunContext& context) {
  require_supported(options, problem.split);
  const Fit result = fit(options, problem, *context.monitor);
  const PosteriorField& field = *result.posterior.field;
  const PosteriorReport& r = result.posterior.report;
  context.monitor->stage("output");
  Outcome o;
  o.status = r.converged ? "converged" : "not converged";
  if (!r.converged) o.code = ExitCode::not_converged;
  report_arrays(problem.split.problem, o);
  add_report(result, o);
  add_summary(result, o);
  std::string error;
  if (problem.split.problem.exact) {
    const auto x = equidistant(problem.split, 100);
    const Prediction u =
        field.evaluate(gp_pde::grid_points(x), gp_pde::function_value(problem.split.axes()));
    const double e = relative_difference(u.mean, exact_values(problem.split, x));
    o.summary.emplace_back("relative_l2_error", e);
    error = fmt::format("relative L2 error {:.2e}, ", e);
  }
  add_fields(options, problem, field, o);
  add_observation_tables(problem, field, r, o);
  add_trials(result, problem, o);
  o.headline = fmt::format("{}posterior of {} data in {:.3f} s{}", error, r.data, result.time_s,
                           r.conservative ? ", conservative" : "");
  o.predictor = result.posterior.field;
  return o;
}

}  // namespace tessera::pde
