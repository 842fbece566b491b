#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "apps/sphere/equation_model.hpp"
#include "apps/sphere/run.hpp"

namespace tessera::sphere {
namespace {

/// Libraries and their tables.
constexpr double base_bytes = 75e6;
constexpr double flops_per_second = 5e9;
/// Evaluations of a step; adaptive steps take one more.
constexpr double evaluations = 4;
/// Adaptive steps are not known beforehand.
constexpr double assumed_steps = 1000;
/// Beyond this degree an evaluation is not measured but extrapolated, so that --validate is quick.
constexpr int largest_measured = 127;

double seconds_of_evaluation(const Options& options, const SphereProblem& problem, int degree) {
  const EvaluatorOptions products = product_options(options, 1);
  SphereArrays zero;
  class Zero final : public SphereArray {
   public:
    std::vector<double> values(const std::vector<double>& latitudes,
                               const std::vector<double>&) const override {
      return std::vector<double>(latitudes.size(), 0.0);
    }
  };
  for (const auto& [name, array] : problem.arrays) zero[name] = std::make_shared<Zero>();
  const GalerkinEvaluator evaluator(problem.equations.nonlinear, degree, problem.radius, products,
                                    zero);
  const auto count = static_cast<std::size_t>(problem.unknowns() * (degree + 1) * (degree + 1));
  const std::vector<double> state(count, 0.0);
  std::vector<double> rate(count);
  double best = 1e300;
  for (int k = 0; k < 3; ++k) {
    const auto begin = std::chrono::steady_clock::now();
    evaluator.evaluate(problem.range.first, state, rate);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    best = std::min(best, time.count());
  }
  return best;
}

}  // namespace

CostEstimate estimate_cost(const Options& options, const SphereProblem& problem) {
  const auto harmonics = static_cast<double>(problem.harmonics());
  const auto unknowns = static_cast<double>(problem.unknowns());
  const auto fields = unknowns + static_cast<double>(problem.field_names.size());
  const auto members = static_cast<double>(options.members);
  const auto times =
      static_cast<double>(output_points(options, problem.time, default_output_times));
  const auto latitudes =
      static_cast<double>(output_points(options, "latitude", default_output_latitudes));
  const auto longitudes =
      static_cast<double>(output_points(options, "longitude", default_output_longitudes));
  constexpr double word = sizeof(double);

  CostEstimate c;
  // States and stages, grids of products, trajectories twice, fields in the result and its file.
  const double grid = 4.5 * harmonics;
  const double exact = static_cast<double>(options.exact_solution.size());
  const double output = latitudes * longitudes * times * (fields + 2 * exact);
  c.memory_bytes = base_bytes + word * (30 * unknowns * harmonics + 40 * fields * grid +
                                        2 * members * times * unknowns * harmonics +
                                        times * fields * harmonics + 5 * output);
  const int measured = std::min(problem.degree, largest_measured);
  const double growth = std::pow(static_cast<double>(problem.degree + 1) / (measured + 1), 3);
  const double evaluation = growth * seconds_of_evaluation(options, problem, measured);
  const bool fixed = options.solver.time_step > 0;
  const double length = problem.range.second - problem.range.first;
  const double steps = fixed ? length / options.solver.time_step : assumed_steps;
  const double rivals = 1 + static_cast<double>(options.compare.size());
  const double synthesis = members * times * fields * latitudes *
                           (2 * harmonics + 4 * longitudes * std::sqrt(harmonics));
  c.time_s = 0.2 + evaluation * evaluations * steps * (members + rivals - 1) * 1.15 +
             synthesis / flops_per_second;
  c.basis = fmt::format("{} steps{} of {} evaluations, {:.3g} ms each{}",
                        static_cast<Index>(std::ceil(steps)), fixed ? "" : " assumed", evaluations,
                        1000 * evaluation, options.members > 1 ? " and member" : "");
  return c;
}

}  // namespace tessera::sphere
