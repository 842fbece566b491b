#include "solvers/spectral/spherical_transform.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "solvers/spectral/transform_work.hpp"

namespace tessera {
namespace {

/// Number of fields in an array of this size.
Index field_count(Index size, Index of_one, const char* what) {
  if (size % of_one != 0)
    throw std::invalid_argument(std::to_string(size) + " " + what +
                                " are no whole number of fields of " + std::to_string(of_one));
  return size / of_one;
}

template <class Span>
Index size_of(const Span& span) {
  return static_cast<Index>(span.size());
}

void require_same(Index a, Index b, const char* what) {
  if (a != b)
    throw std::invalid_argument(std::string(what) + ": " + std::to_string(a) + " fields and " +
                                std::to_string(b));
}

}  // namespace

/// Keeps the inside of the room out of the public header.
class SphericalTransform::Work : public spectral::TransformWork {
 public:
  using TransformWork::TransformWork;

  Index coefficient_fields(Index size) const {
    return field_count(size, static_cast<Index>(degree() + 1) * (degree() + 1), "coefficients");
  }
  Index value_fields(Index size) const { return field_count(size, grid().points(), "values"); }
};

SphericalTransform::SphericalTransform(int degree, SphereGrid grid)
    : SphericalTransform(degree, std::move(grid), Options{}) {}

SphericalTransform::SphericalTransform(int degree, SphereGrid grid, Options options) {
  if (degree < 0)
    throw std::invalid_argument("there are no spherical harmonics of degree " +
                                std::to_string(degree));
  if (options.threads < 1)
    throw std::invalid_argument("a transform needs at least one thread, not " +
                                std::to_string(options.threads));
  if (grid.latitudes() <= degree || grid.longitudes() <= 2 * static_cast<Index>(degree))
    throw std::invalid_argument("a grid of " + std::to_string(grid.latitudes()) + " x " +
                                std::to_string(grid.longitudes()) +
                                " points is too coarse for degree " + std::to_string(degree) +
                                ", which needs at least " + std::to_string(degree + 1) + " x " +
                                std::to_string(2 * static_cast<Index>(degree) + 1));
  work_ = std::make_unique<Work>(degree, std::move(grid), options.threads,
                                 resolve_instruction_set(options.instruction_set));
}

SphericalTransform::~SphericalTransform() = default;
SphericalTransform::SphericalTransform(SphericalTransform&&) noexcept = default;
SphericalTransform& SphericalTransform::operator=(SphericalTransform&&) noexcept = default;

int SphericalTransform::degree() const {
  return work_->degree();
}
const SphereGrid& SphericalTransform::grid() const {
  return work_->grid();
}
InstructionSet SphericalTransform::instruction_set() const {
  return work_->instruction_set();
}

void SphericalTransform::synthesis(std::span<const double> coefficients,
                                   std::span<double> values) const {
  const Index fields = work_->coefficient_fields(size_of(coefficients));
  require_same(fields, work_->value_fields(size_of(values)), "coefficients and values");
  work_->synthesise({coefficients.data(), nullptr}, {values.data(), nullptr}, fields);
}

void SphericalTransform::analysis(std::span<const double> values,
                                  std::span<double> coefficients) const {
  const Index fields = work_->value_fields(size_of(values));
  require_same(fields, work_->coefficient_fields(size_of(coefficients)), "values and coefficients");
  work_->analyse({values.data(), nullptr}, {coefficients.data(), nullptr}, fields);
}

void SphericalTransform::synthesis_vector(std::span<const double> spheroidal,
                                          std::span<const double> toroidal,
                                          std::span<double> u_theta,
                                          std::span<double> u_phi) const {
  const Index fields = work_->coefficient_fields(size_of(spheroidal));
  require_same(fields, work_->coefficient_fields(size_of(toroidal)), "spheroidal and toroidal");
  require_same(fields, work_->value_fields(size_of(u_theta)), "coefficients and u_theta");
  require_same(fields, work_->value_fields(size_of(u_phi)), "coefficients and u_phi");
  work_->synthesise({spheroidal.data(), toroidal.data()}, {u_theta.data(), u_phi.data()}, fields);
}

void SphericalTransform::analysis_vector(std::span<const double> u_theta,
                                         std::span<const double> u_phi,
                                         std::span<double> spheroidal,
                                         std::span<double> toroidal) const {
  const Index fields = work_->value_fields(size_of(u_theta));
  require_same(fields, work_->value_fields(size_of(u_phi)), "u_theta and u_phi");
  require_same(fields, work_->coefficient_fields(size_of(spheroidal)), "u_theta and spheroidal");
  require_same(fields, work_->coefficient_fields(size_of(toroidal)), "u_theta and toroidal");
  work_->analyse({u_theta.data(), u_phi.data()}, {spheroidal.data(), toroidal.data()}, fields);
}

}  // namespace tessera
