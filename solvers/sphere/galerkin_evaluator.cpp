#include "solvers/sphere/galerkin_evaluator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>

#include "solvers/sphere/coupled_products.hpp"
#include "solvers/sphere/diagonal_operators.hpp"
#include "solvers/sphere/given_coefficients.hpp"
#include "solvers/sphere/product_rule.hpp"
#include "solvers/sphere/program_schedule.hpp"
#include "solvers/sphere/transform_products.hpp"

namespace tessera::sphere {
namespace {

void check(int degree, double radius, const EvaluatorOptions& options) {
  if (degree < 0)
    throw std::invalid_argument("there are no spherical harmonics of degree " +
                                std::to_string(degree));
  if (!(radius > 0) || !std::isfinite(radius))
    throw std::invalid_argument("the radius of a sphere is positive and finite");
  if (!(options.oversampling >= 1) || !std::isfinite(options.oversampling))
    throw std::invalid_argument("a grid is oversampled by a factor of at least 1");
  if (options.threads < 1) throw std::invalid_argument("an evaluation needs at least one thread");
}

}  // namespace

class GalerkinEvaluator::Work {
 public:
  Work(GalerkinProgram given_program, int degree, double radius, const EvaluatorOptions& options,
       const SphereArrays& arrays)
      : program(std::move(given_program)),
        schedule(program),
        method(options.method == ProductMethod::automatic ? choose_method(program, degree)
                                                          : options.method),
        operators_(degree, radius),
        given_(program, degree, radius, arrays, options.threads) {
    sources_.resize(static_cast<std::size_t>(
        program.projection_source(static_cast<Index>(program.projections.size())) *
        operators_.count()));
    if (!schedule.steps.empty()) engine_ = make_engine(options);
    given_.constants(given());
    EvaluatorTimes before;
    run(0, schedule.constant_steps, Wanted::coefficients, before);
  }

  void evaluate(double time, std::span<const double> unknowns, std::span<double> outputs) {
    const Index count = operators_.count();
    if (static_cast<Index>(outputs.size()) != static_cast<Index>(program.outputs.size()) * count)
      throw std::invalid_argument("a program of " + std::to_string(program.outputs.size()) +
                                  " outputs does not fill " + std::to_string(outputs.size()) +
                                  " coefficients");
    const double start = wall_seconds();
    project(time, unknowns, Wanted::coefficients, times);
    for (std::size_t k = 0; k < program.outputs.size(); ++k)
      operators_.form(program.outputs[k], sources_.data(), 1,
                      outputs.data() + static_cast<Index>(k) * count);
    times.total += wall_seconds() - start;
    ++times.evaluations;
  }

  std::vector<double> integrals(double time, std::span<const double> unknowns) {
    EvaluatorTimes apart;
    project(time, unknowns, Wanted::means, apart);
    const double area = std::sqrt(4 * std::numbers::pi) * operators_.radius() * operators_.radius();
    std::vector<double> result;
    for (const SpectralField& output : program.outputs) {
      double constant = 0;
      for (const SpectralTerm& term : output)
        if (!term.zonal)
          constant += term.factor(0, operators_.radius()) *
                      sources_[static_cast<std::size_t>(term.source * operators_.count())];
      result.push_back(constant * area);
    }
    return result;
  }

  int degree() const { return operators_.degree(); }

  GalerkinProgram program;
  ProgramSchedule schedule;
  ProductMethod method;
  EvaluatorTimes times;

 private:
  double* given() { return sources_.data() + program.given_source(0) * operators_.count(); }

  std::unique_ptr<ProductEngine> make_engine(const EvaluatorOptions& options) const {
    if (method == ProductMethod::sparse || method == ProductMethod::grid)
      return make_coupled_products(program, schedule, operators_, method, options.threads);
    const auto degree =
        static_cast<int>(std::ceil(operators_.degree() * options.oversampling - 1e-9));
    const Index factors = method == ProductMethod::aliased ? 1 : schedule.largest_factors;
    const SphereGrid grid = SphereGrid::for_products(degree, static_cast<int>(factors));
    return make_transform_products(program, schedule, operators_, grid, options.threads);
  }

  void run(std::size_t begin, std::size_t end, Wanted wanted, EvaluatorTimes& where) {
    for (std::size_t s = begin; s < end; ++s) engine_->run(s, wanted, sources_.data(), where);
  }

  void project(double time, std::span<const double> unknowns, Wanted wanted,
               EvaluatorTimes& where) {
    if (static_cast<Index>(unknowns.size()) != program.given_source(0) * operators_.count())
      throw std::invalid_argument("a program of " + std::to_string(program.unknowns.size()) +
                                  " unknowns does not take " + std::to_string(unknowns.size()) +
                                  " coefficients");
    std::ranges::copy(unknowns, sources_.begin());
    given_.at(time, given());
    run(schedule.constant_steps, schedule.steps.size(), wanted, where);
  }

  DiagonalOperators operators_;
  GivenCoefficients given_;
  std::vector<double> sources_;  ///< coefficients of unknowns, given fields, projections
  std::unique_ptr<ProductEngine> engine_;
};

GalerkinEvaluator::GalerkinEvaluator(GalerkinProgram program, int degree, double radius,
                                     EvaluatorOptions options, SphereArrays arrays) {
  check(degree, radius, options);
  work_ = std::make_unique<Work>(std::move(program), degree, radius, options, arrays);
}
GalerkinEvaluator::~GalerkinEvaluator() = default;
GalerkinEvaluator::GalerkinEvaluator(GalerkinEvaluator&&) noexcept = default;
GalerkinEvaluator& GalerkinEvaluator::operator=(GalerkinEvaluator&&) noexcept = default;

int GalerkinEvaluator::degree() const {
  return work_->degree();
}
ProductMethod GalerkinEvaluator::method() const {
  return work_->method;
}
const GalerkinProgram& GalerkinEvaluator::program() const {
  return work_->program;
}
const EvaluatorTimes& GalerkinEvaluator::times() const {
  return work_->times;
}

void GalerkinEvaluator::evaluate(double time, std::span<const double> unknowns,
                                 std::span<double> outputs) const {
  work_->evaluate(time, unknowns, outputs);
}

std::vector<double> GalerkinEvaluator::integrals(double time,
                                                 std::span<const double> unknowns) const {
  return work_->integrals(time, unknowns);
}

}  // namespace tessera::sphere
