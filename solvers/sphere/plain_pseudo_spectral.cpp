#include "solvers/sphere/plain_pseudo_spectral.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "solvers/spectral/spherical_transform.hpp"
#include "solvers/sphere/diagonal_operators.hpp"
#include "solvers/sphere/given_coefficients.hpp"
#include "solvers/sphere/product_engine.hpp"
#include "solvers/sphere/program_schedule.hpp"

namespace tessera::sphere {
namespace {

std::size_t at(Index i) {
  return static_cast<std::size_t>(i);
}

struct VectorValues {
  std::vector<double> theta, phi;
};

}  // namespace

class PlainPseudoSpectral::Work {
 public:
  Work(GalerkinProgram given_program, int degree, double radius, int threads,
       const SphereArrays& arrays)
      : program_(std::move(given_program)),
        schedule_(program_),
        operators_(degree, radius),
        transform_(degree, SphereGrid::for_products(degree, 2), {.threads = threads}),
        given_(program_, degree, radius, arrays, threads) {
    const auto projections = static_cast<Index>(program_.projections.size());
    sources_.resize(at(program_.projection_source(projections) * operators_.count()));
    given_.constants(given());
    for (auto* buffer : {&first_, &second_}) buffer->resize(at(operators_.count()));
    for (auto* buffer : {&product_, &theta_, &phi_}) buffer->resize(points());
  }

  void evaluate(double time, std::span<const double> unknowns, std::span<double> outputs) {
    const Index count = operators_.count();
    if (static_cast<Index>(unknowns.size()) != program_.given_source(0) * count ||
        outputs.size() != program_.outputs.size() * at(count))
      throw std::invalid_argument("a program of " + std::to_string(program_.unknowns.size()) +
                                  " unknowns and " + std::to_string(program_.outputs.size()) +
                                  " outputs does not fit " + std::to_string(unknowns.size()) +
                                  " and " + std::to_string(outputs.size()) + " coefficients");
    const double start = wall_seconds();
    std::ranges::copy(unknowns, sources_.begin());
    given_.at(time, given());
    for (const ScheduleStep& step : schedule_.steps)
      for (const Index p : step.projections) project(p);
    for (std::size_t k = 0; k < program_.outputs.size(); ++k)
      operators_.form(program_.outputs[k], sources_.data(), 1,
                      outputs.data() + static_cast<Index>(k) * count);
    times.total += wall_seconds() - start;
    ++times.evaluations;
  }

  EvaluatorTimes times;

 private:
  double* given() { return sources_.data() + program_.given_source(0) * operators_.count(); }
  std::size_t points() const { return at(transform_.grid().points()); }

  template <class Function>
  void timed_transform(const Function& function) {
    const double start = wall_seconds();
    function();
    times.transforms += wall_seconds() - start;
  }

  const std::vector<double>& scalar(Index s) {
    std::vector<double>& values = scalars_[s];
    if (!scalars_made_.insert(s).second) return values;
    operators_.form(program_.scalars[at(s)], sources_.data(), 1, first_.data());
    values.resize(points());
    timed_transform([&] { transform_.synthesis(first_, values); });
    return values;
  }

  const VectorValues& vector(Index v) {
    VectorValues& values = vectors_[v];
    if (!vectors_made_.insert(v).second) return values;
    const double unit = 1 / operators_.radius();
    operators_.form(program_.vectors[at(v)].spheroidal, sources_.data(), unit, first_.data());
    operators_.form(program_.vectors[at(v)].toroidal, sources_.data(), unit, second_.data());
    values.theta.resize(points());
    values.phi.resize(points());
    timed_transform(
        [&] { transform_.synthesis_vector(first_, second_, values.theta, values.phi); });
    return values;
  }

  /// All factors of a term but a vector that stays one.
  void multiply(const Monomial& m) {
    std::ranges::fill(product_, m.coefficient);
    for (const Index s : m.scalars)
      std::ranges::transform(product_, scalar(s), product_.begin(), std::multiplies<>());
    for (const auto& [v, w] : m.dots) {
      const VectorValues &a = vector(v), &b = vector(w);
      for (std::size_t i = 0; i < points(); ++i)
        product_[i] *= a.theta[i] * b.theta[i] + a.phi[i] * b.phi[i];
    }
    for (const auto& [v, w] : m.crosses) {
      const VectorValues &a = vector(v), &b = vector(w);
      for (std::size_t i = 0; i < points(); ++i)
        product_[i] *= a.theta[i] * b.phi[i] - a.phi[i] * b.theta[i];
    }
  }

  void project(Index p) {
    const Index count = operators_.count();
    double* const out = sources_.data() + program_.projection_source(p) * count;
    std::fill_n(out, count, 0.0);
    const Projection& projection = program_.projections[at(p)];
    for (const Monomial& m : projection.sum) {
      scalars_made_.clear();
      vectors_made_.clear();
      multiply(m);
      const std::vector<double>& term = analyse(projection.kind, m);
      std::transform(term.begin(), term.end(), out, out, std::plus<>());
    }
  }

  const std::vector<double>& analyse(Projection::Kind kind, const Monomial& m) {
    if (kind == Projection::Kind::scalar) {
      timed_transform([&] { transform_.analysis(product_, first_); });
      return first_;
    }
    const VectorValues& v = vector(*m.vector);
    std::ranges::transform(v.theta, product_, theta_.begin(), std::multiplies<>());
    std::ranges::transform(v.phi, product_, phi_.begin(), std::multiplies<>());
    timed_transform([&] { transform_.analysis_vector(theta_, phi_, first_, second_); });
    std::vector<double>& potential = kind == Projection::Kind::divergence ? first_ : second_;
    operators_.apply_laplacian(1, operators_.radius(), potential.data());
    return potential;
  }

  GalerkinProgram program_;
  ProgramSchedule schedule_;
  DiagonalOperators operators_;
  SphericalTransform transform_;
  GivenCoefficients given_;
  std::vector<double> sources_;
  std::vector<double> first_, second_;         ///< coefficients of one transform
  std::vector<double> product_, theta_, phi_;  ///< values of one term
  std::map<Index, std::vector<double>> scalars_;
  std::map<Index, VectorValues> vectors_;
  std::set<Index> scalars_made_, vectors_made_;  ///< those that hold values of this term
};

PlainPseudoSpectral::PlainPseudoSpectral(GalerkinProgram program, int degree, double radius,
                                         int threads, const SphereArrays& arrays)
    : work_(std::make_unique<Work>(std::move(program), degree, radius, threads, arrays)) {}
PlainPseudoSpectral::~PlainPseudoSpectral() = default;
PlainPseudoSpectral::PlainPseudoSpectral(PlainPseudoSpectral&&) noexcept = default;

void PlainPseudoSpectral::evaluate(double time, std::span<const double> unknowns,
                                   std::span<double> outputs) const {
  work_->evaluate(time, unknowns, outputs);
}
const EvaluatorTimes& PlainPseudoSpectral::times() const {
  return work_->times;
}

}  // namespace tessera::sphere
