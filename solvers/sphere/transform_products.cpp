#include "solvers/sphere/transform_products.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "solvers/spectral/spherical_transform.hpp"
#include "solvers/sphere/pointwise_products.hpp"
#include "solvers/sphere/projection_groups.hpp"

namespace tessera::sphere {
namespace {

template <class Container>
Index size_of(const Container& c) {
  return static_cast<Index>(c.size());
}

void grow(std::vector<double>& buffer, Index size) {
  if (size_of(buffer) < size) buffer.resize(static_cast<std::size_t>(size));
}

std::vector<const std::vector<Monomial>*> sums_of(const ProjectionGroups& groups) {
  std::vector<const std::vector<Monomial>*> sums;
  for (const auto* list : {&groups.scalars, &groups.vectors})
    for (const ProjectionGroup& group : *list) sums.push_back(&group.sum);
  return sums;
}

struct Step {
  Step(const GalerkinProgram& program, const ProgramSchedule& schedule, std::size_t step)
      : groups(program, schedule, step), products(sums_of(groups)) {}

  ProjectionGroups groups;
  PointwiseProducts products;
};

class TransformProducts final : public ProductEngine {
 public:
  TransformProducts(const GalerkinProgram& program, const ProgramSchedule& schedule,
                    const DiagonalOperators& operators, const SphereGrid& grid, int threads)
      : program_(program),
        schedule_(schedule),
        operators_(operators),
        transform_(operators.degree(), grid, {.threads = threads}),
        threads_(threads) {
    for (std::size_t s = 0; s < schedule.steps.size(); ++s)
      steps_.emplace_back(program, schedule, s);
    place_fields();
  }

  void run(std::size_t step, Wanted wanted, double* sources, EvaluatorTimes& times) override {
    const double start = wall_seconds();
    synthesise(schedule_.steps[step], sources);
    const double synthesised = wall_seconds();
    multiply(steps_[step]);
    const double multiplied = wall_seconds();
    project(step, wanted, sources);
    times.transforms += synthesised - start + wall_seconds() - multiplied;
    times.products += multiplied - synthesised;
  }

 private:
  Index points() const { return transform_.grid().points(); }
  Index count() const { return operators_.count(); }
  double* projection(double* sources, Index p) const {
    return sources + program_.projection_source(p) * count();
  }

  /// Fields of one step follow each other, so that one call makes them all.
  void place_fields() {
    Index scalars = 0, vectors = 0, potentials = 0, values = 0;
    for (std::size_t s = 0; s < steps_.size(); ++s) {
      const ScheduleStep& step = schedule_.steps[s];
      scalars += size_of(step.scalars);
      vectors += size_of(step.vectors);
      const ProjectionGroups& groups = steps_[s].groups;
      potentials = std::max({potentials, size_of(step.scalars), size_of(step.vectors),
                             size_of(groups.scalars), size_of(groups.vectors)});
      values = std::max(values, size_of(groups.scalars) + 2 * size_of(groups.vectors));
    }
    grow(scalars_, scalars * points());
    grow(theta_, vectors * points());
    grow(phi_, vectors * points());
    grow(first_, potentials * count());
    grow(second_, potentials * count());
    grow(values_, values * points());
    fields_.scalars.resize(program_.scalars.size());
    fields_.theta.resize(program_.vectors.size());
    fields_.phi.resize(program_.vectors.size());
    double *scalar = scalars_.data(), *theta = theta_.data(), *phi = phi_.data();
    for (const ScheduleStep& step : schedule_.steps) {
      for (const Index i : step.scalars) {
        fields_.scalars[static_cast<std::size_t>(i)] = scalar;
        scalar += points();
      }
      for (const Index i : step.vectors) {
        fields_.theta[static_cast<std::size_t>(i)] = theta;
        fields_.phi[static_cast<std::size_t>(i)] = phi;
        theta += points();
        phi += points();
      }
    }
  }

  static std::span<double> part(double* begin, Index size) {
    return {begin, static_cast<std::size_t>(size)};
  }

  void synthesise(const ScheduleStep& step, const double* sources) {
    if (const Index n = size_of(step.scalars); n > 0) {
      double* out = first_.data();
      for (const Index i : step.scalars) {
        operators_.form(program_.scalars[static_cast<std::size_t>(i)], sources, 1, out);
        out += count();
      }
      double* const values = fields_.scalars[static_cast<std::size_t>(step.scalars[0])];
      transform_.synthesis(part(first_.data(), n * count()), part(values, n * points()));
    }
    if (const Index n = size_of(step.vectors); n > 0) {
      const double unit = 1 / operators_.radius();
      Index at = 0;
      for (const Index i : step.vectors) {
        const VectorField& field = program_.vectors[static_cast<std::size_t>(i)];
        operators_.form(field.spheroidal, sources, unit, first_.data() + at);
        operators_.form(field.toroidal, sources, unit, second_.data() + at);
        at += count();
      }
      const auto first = static_cast<std::size_t>(step.vectors[0]);
      transform_.synthesis_vector(
          part(first_.data(), n * count()), part(second_.data(), n * count()),
          part(fields_.theta[first], n * points()), part(fields_.phi[first], n * points()));
    }
  }

  /// Scalar sums, then the components theta of all vector sums, then phi.
  void multiply(const Step& step) {
    const Index scalars = size_of(step.groups.scalars), vectors = size_of(step.groups.vectors);
    std::vector<double*> outputs;
    for (Index i = 0; i < scalars; ++i) outputs.push_back(values_.data() + i * points());
    for (Index i = scalars; i < scalars + vectors; ++i) {
      outputs.push_back(values_.data() + i * points());
      outputs.push_back(values_.data() + (i + vectors) * points());
    }
    if (!outputs.empty()) step.products.evaluate(fields_, outputs.data(), points(), threads_);
  }

  /// Groups of a list of which coefficients are wanted; only means are of the others.
  static Index analysed(const std::vector<ProjectionGroup>& groups, Wanted wanted) {
    if (wanted == Wanted::coefficients) return size_of(groups);
    return std::ranges::count(groups, false, &ProjectionGroup::only_in_outputs);
  }

  void project(std::size_t s, Wanted wanted, double* sources) {
    for (const Index p : schedule_.steps[s].projections)
      std::fill_n(projection(sources, p), count(), 0.0);
    project_scalars(steps_[s].groups.scalars, wanted, sources);
    const Index scalars = size_of(steps_[s].groups.scalars);
    project_vectors(steps_[s].groups.vectors, wanted, values_.data() + scalars * points(), sources);
  }

  void project_scalars(const std::vector<ProjectionGroup>& groups, Wanted wanted, double* sources) {
    const Index n = analysed(groups, wanted);
    if (n > 0)
      transform_.analysis(part(values_.data(), n * points()), part(first_.data(), n * count()));
    for (Index g = 0; g < size_of(groups); ++g)
      for (const GroupMember& member : groups[static_cast<std::size_t>(g)].members) {
        double* const out = projection(sources, member.projection);
        if (g < n) {
          std::transform(first_.data() + g * count(), first_.data() + (g + 1) * count(), out,
                         [&](double c) { return member.factor * c; });
        } else {
          out[0] = member.factor * constant_coefficient(values_.data() + g * points());
        }
      }
  }

  /// The integral of the field times Y_00.
  double constant_coefficient(const double* values) const {
    const SphereGrid& grid = transform_.grid();
    double sum = 0;
    for (Index i = 0; i < grid.latitudes(); ++i) {
      double ring = 0;
      for (Index j = 0; j < grid.longitudes(); ++j) ring += values[i * grid.longitudes() + j];
      sum += grid.weights()[static_cast<std::size_t>(i)] * ring;
    }
    return sum / std::sqrt(4 * std::numbers::pi);
  }

  /// Means of divergences and curls are 0.
  void project_vectors(const std::vector<ProjectionGroup>& groups, Wanted wanted, double* values,
                       double* sources) {
    const Index n = analysed(groups, wanted);
    if (n == 0) return;
    transform_.analysis_vector(part(values, n * points()),
                               part(values + size_of(groups) * points(), n * points()),
                               part(first_.data(), n * count()), part(second_.data(), n * count()));
    for (Index g = 0; g < n; ++g)
      for (const GroupMember& member : groups[static_cast<std::size_t>(g)].members) {
        double* const out = projection(sources, member.projection);
        const auto& potentials = member.kind == Projection::Kind::divergence ? first_ : second_;
        std::copy_n(potentials.data() + g * count(), count(), out);
        // The field is a gradient on the unit sphere, its divergence belongs to the radius.
        operators_.apply_laplacian(1, member.factor * operators_.radius(), out);
      }
  }

  const GalerkinProgram& program_;
  const ProgramSchedule& schedule_;
  const DiagonalOperators& operators_;
  SphericalTransform transform_;
  int threads_;
  std::vector<Step> steps_;
  FieldValues fields_;
  std::vector<double> scalars_, theta_, phi_;  ///< values of all fields
  std::vector<double> first_, second_;  ///< coefficients that go into a transform or come out
  std::vector<double> values_;          ///< of the sums of one step
};

}  // namespace

std::unique_ptr<ProductEngine> make_transform_products(const GalerkinProgram& program,
                                                       const ProgramSchedule& schedule,
                                                       const DiagonalOperators& operators,
                                                       const SphereGrid& grid, int threads) {
  return std::make_unique<TransformProducts>(program, schedule, operators, grid, threads);
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace tessera::sphere
