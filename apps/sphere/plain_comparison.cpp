#include <chrono>
#include <limits>

#include "apps/sphere/comparison.hpp"
#include "apps/sphere/exact_errors.hpp"
#include "solvers/integrators/exponential_runge_kutta.hpp"
#include "solvers/sphere/plain_pseudo_spectral.hpp"

namespace tessera::sphere {
namespace {

constexpr int compared_steps = 10;
constexpr int rounds = 3;
/// Of adaptive runs: that many steps of the whole time.
constexpr double adaptive_steps = 1e4;

/// Steps with one evaluator, their fastest, and the share of its parts.
template <class Evaluator>
class TimedSteps {
 public:
  TimedSteps(const Evaluator& evaluator, const EquationModel& model)
      : evaluator_(evaluator),
        method_(model.linear(), [this](double time, std::span<const double> u,
                                       std::span<double> n) { evaluator_.evaluate(time, u, n); }) {}

  std::vector<double> take(std::vector<double> state, double start, double step) {
    std::vector<double> next(state.size());
    for (int k = 0; k < compared_steps; ++k) {
      const EvaluatorTimes before = evaluator_.times();
      const auto begin = std::chrono::steady_clock::now();
      method_.step(start + k * step, start + (k + 1) * step, step, state, next, false);
      method_.accept();
      const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
      std::swap(state, next);
      if (time.count() >= seconds) continue;
      seconds = time.count();
      transforms = (evaluator_.times().transforms - before.transforms) / seconds;
      products = (evaluator_.times().products - before.products) / seconds;
    }
    return state;
  }

  double seconds = std::numeric_limits<double>::infinity();  ///< of the fastest step
  double transforms = 0;
  double products = 0;

 private:
  const Evaluator& evaluator_;
  ExponentialRungeKutta method_;
};

}  // namespace

RivalFigures compare_plain(const Options& options, const EquationModel& model,
                           RunContext& context) {
  const SphereProblem& problem = model.problem();
  const PlainPseudoSpectral plain(problem.equations.nonlinear, problem.degree, problem.radius,
                                  context.threads, problem.arrays);
  const std::vector<double> start = model.initial_state(context.random, 0);
  const auto [first, last] = problem.range;
  const double step =
      options.solver.time_step > 0 ? options.solver.time_step : (last - first) / adaptive_steps;
  TimedSteps<PlainPseudoSpectral> rival(plain, model);
  TimedSteps<GalerkinEvaluator> own(model.nonlinear(), model);
  RivalFigures f;
  f.name = "pseudo-spectral";
  f.time = first + compared_steps * step;
  for (int round = 0; round < rounds; ++round) {
    const std::vector<double> state = rival.take(start, first, step);
    const std::vector<double> reference = own.take(start, first, step);
    if (round > 0) continue;
    for (std::size_t k = 0; k < problem.names.unknowns.size(); ++k)
      f.difference = larger(f.difference, relative_difference(problem, state, reference, k));
  }
  f.seconds_per_step = rival.seconds;
  f.transforms = rival.transforms;
  f.products = rival.products;
  f.run_seconds_per_step = own.seconds;
  return f;
}

}  // namespace tessera::sphere
