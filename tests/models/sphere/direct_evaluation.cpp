#include "tests/models/sphere/direct_evaluation.hpp"

#include <cmath>
#include <numbers>

namespace sphere_test {

using namespace tessera;
using namespace tessera::sphere;

namespace {

/// Gauss-Legendre nodes and weights on (-1, 1) by Newton's method.
std::vector<std::pair<double, double>> gauss_legendre(int n) {
  std::vector<std::pair<double, double>> rule;
  for (int i = 1; i <= n; ++i) {
    double z = std::cos(std::numbers::pi * (i - 0.25) / (n + 0.5));
    double slope = 1;
    for (int step = 0; step < 20; ++step) {
      double before = 1;
      double p = z;
      for (int l = 2; l <= n; ++l) {
        const double next = ((2 * l - 1) * z * p - (l - 1) * before) / l;
        before = p;
        p = next;
      }
      slope = n * (before - z * p) / (1 - z * z);
      z -= p / slope;
    }
    rule.emplace_back(z, 2 / ((1 - z * z) * slope * slope));
  }
  return rule;
}

/// Exact for polynomials up to `degree` with degree + 1 longitudes per latitude.
std::vector<Vector3> grid(int degree, std::vector<double>& weights) {
  std::vector<Vector3> result;
  const int longitudes = degree + 1;
  for (const auto& [z, weight] : gauss_legendre(degree / 2 + 1)) {
    for (int j = 0; j < longitudes; ++j) {
      const double longitude = 2 * std::numbers::pi * (j + 0.5) / longitudes;
      const double s = std::sqrt(1 - z * z);
      result.push_back({s * std::cos(longitude), s * std::sin(longitude), z});
      weights.push_back(weight * 2 * std::numbers::pi / longitudes);
    }
  }
  return result;
}

Index degree_of(Index lm) {
  return static_cast<Index>(std::sqrt(static_cast<double>(lm) + 0.5));
}

Vector3 sum(const Vector3& a, const Vector3& b) {
  return {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
}

Vector3 scaled(const Vector3& a, double factor) {
  return {factor * a[0], factor * a[1], factor * a[2]};
}

}  // namespace

Vector3 cross(const Vector3& a, const Vector3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double dot(const Vector3& a, const Vector3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Points::Points(int degree, std::vector<Vector3> directions)
    : directions_(std::move(directions)), degree_(degree) {
  const SphericalHarmonics harmonics(degree);
  count_ = harmonics.count();
  const auto n = directions_.size() * static_cast<std::size_t>(count_);
  values_.resize(n);
  gradients_.resize(3 * n);
  harmonics.evaluate(static_cast<Index>(directions_.size()), directions_[0].data(), values_.data(),
                     gradients_.data(), nullptr);
}

double Points::latitude(std::size_t i) const {
  const Vector3& r = directions_[i];
  return std::atan2(r[2], std::hypot(r[0], r[1]));
}

double Points::longitude(std::size_t i) const {
  return std::atan2(directions_[i][1], directions_[i][0]);
}

double Points::harmonic(std::size_t i, Index lm) const {
  return values_[i * static_cast<std::size_t>(count_) + static_cast<std::size_t>(lm)];
}

Vector3 Points::harmonic_gradient(std::size_t i, Index lm) const {
  const auto n = static_cast<std::size_t>(count_);
  const auto k = static_cast<std::size_t>(lm);
  return {gradients_[3 * i * n + k], gradients_[(3 * i + 1) * n + k],
          gradients_[(3 * i + 2) * n + k]};
}

PointValue Points::evaluate(const Eigen::VectorXd& coefficients, std::size_t i,
                            double radius) const {
  PointValue result;
  for (Index lm = 0; lm < coefficients.size(); ++lm) {
    const auto l = static_cast<double>(degree_of(lm));
    result.value += coefficients[lm] * harmonic(i, lm);
    result.gradient =
        sum(result.gradient, scaled(harmonic_gradient(i, lm), coefficients[lm] / radius));
    result.laplacian -= l * (l + 1) / (radius * radius) * coefficients[lm] * harmonic(i, lm);
  }
  return result;
}

DirectEvaluation::DirectEvaluation(int degree, double radius, int factors)
    : degree_(degree), radius_(radius), points_(degree, grid(degree * (factors + 1), weights_)) {}

Eigen::VectorXd DirectEvaluation::combine(const SpectralField& field,
                                          const std::vector<Eigen::VectorXd>& sources) const {
  const Index count = static_cast<Index>(degree_ + 1) * (degree_ + 1);
  Eigen::VectorXd result = Eigen::VectorXd::Zero(count);
  for (const SpectralTerm& term : field) {
    const Eigen::VectorXd& source = sources[static_cast<std::size_t>(term.source)];
    for (Index lm = 0; lm < count; ++lm) {
      const Index l = degree_of(lm);
      const Index m = lm - l * l - l;
      double value = source[lm];
      // d / d longitude of cos(m x) and sin(m x)
      if (term.zonal) value = static_cast<double>(m) * source[l * l + l - m];
      if (l == 0 && (term.without_mean || term.laplacian_power != 0)) value = 0;
      const double eigenvalue = -static_cast<double>(l * (l + 1)) / (radius_ * radius_);
      for (int k = 0; l > 0 && k < std::abs(term.laplacian_power); ++k) {
        value = term.laplacian_power > 0 ? value * eigenvalue : value / eigenvalue;
      }
      result[lm] += term.coefficient * value;
    }
  }
  return result;
}

std::vector<double> DirectEvaluation::formula_values(const Formula& formula, double time) const {
  std::vector<std::string> inputs{"latitude", "longitude", "t"};
  for (const auto& array : arrays_) inputs.push_back(array.first);
  const Tape tape = Formula::compile({formula}, inputs);
  std::vector<double> result(points_.size());
  for (std::size_t i = 0; i < points_.size(); ++i) {
    std::vector<double> values{points_.latitude(i), points_.longitude(i), time};
    for (const auto& array : arrays_) values.push_back(array.second(points_.direction(i)));
    std::vector<Tape::Input> pointers;
    for (const double& value : values) pointers.push_back({&value, 0});
    double* const out = &result[i];
    tape.evaluate(pointers.data(), &out, 1);
  }
  return result;
}

Eigen::VectorXd DirectEvaluation::given(const GivenField& field, double time) const {
  const bool scalar =
      field.kind == GivenField::Kind::scalar || field.kind == GivenField::Kind::array;
  const Formula formula =
      field.kind == GivenField::Kind::array ? Formula::name(field.name) : field.formula;
  const std::vector<double> east = formula_values(formula, time);
  const std::vector<double> north = formula_values(field.northward, time);
  const Index count = static_cast<Index>(degree_ + 1) * (degree_ + 1);
  Eigen::VectorXd result = Eigen::VectorXd::Zero(count);
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const Vector3& r = points_.direction(i);
    const double s = std::hypot(r[0], r[1]);
    const Vector3 eastwards{-r[1] / s, r[0] / s, 0};
    Vector3 v = sum(scaled(eastwards, east[i]), scaled(cross(r, eastwards), north[i]));
    // The potential of r x v is that of the toroidal part.
    if (field.kind == GivenField::Kind::toroidal) v = scaled(cross(r, v), -1);
    for (Index lm = scalar ? 0 : 1; lm < count; ++lm) {
      const auto l = static_cast<double>(degree_of(lm));
      result[lm] += weights_[i] *
                    (scalar ? east[i] * points_.harmonic(i, lm)
                            : radius_ / (l * (l + 1)) * dot(v, points_.harmonic_gradient(i, lm)));
    }
  }
  return result;
}

Eigen::VectorXd DirectEvaluation::project(const GalerkinProgram& program,
                                          const Projection& projection,
                                          const std::vector<Eigen::VectorXd>& sources) const {
  const Index count = static_cast<Index>(degree_ + 1) * (degree_ + 1);
  std::vector<Eigen::VectorXd> scalars, spheroidal, toroidal;
  for (const SpectralField& field : program.scalars) scalars.push_back(combine(field, sources));
  for (const VectorField& field : program.vectors) {
    spheroidal.push_back(combine(field.spheroidal, sources));
    toroidal.push_back(combine(field.toroidal, sources));
  }
  Eigen::VectorXd result = Eigen::VectorXd::Zero(count);
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const Vector3& r = points_.direction(i);
    const auto vector = [&](Index k) {
      const auto n = static_cast<std::size_t>(k);
      return sum(points_.evaluate(spheroidal[n], i, radius_).gradient,
                 cross(r, points_.evaluate(toroidal[n], i, radius_).gradient));
    };
    double scalar = 0;
    Vector3 flux{};
    for (const Monomial& m : projection.sum) {
      double value = m.coefficient;
      for (const Index k : m.scalars) {
        value *= points_.evaluate(scalars[static_cast<std::size_t>(k)], i, radius_).value;
      }
      for (const auto& [a, b] : m.dots) value *= dot(vector(a), vector(b));
      for (const auto& [a, b] : m.crosses) value *= dot(r, cross(vector(a), vector(b)));
      if (m.vector) flux = sum(flux, scaled(vector(*m.vector), value));
      scalar += value;
    }
    for (Index lm = 0; lm < count; ++lm) {
      // Integrated by parts: int Y div F = -int F . grad Y, int Y curl F = -int F . (r x grad Y).
      const Vector3 gradient = scaled(points_.harmonic_gradient(i, lm), 1 / radius_);
      double integrand = scalar * points_.harmonic(i, lm);
      if (projection.kind == Projection::Kind::divergence) integrand = -dot(flux, gradient);
      if (projection.kind == Projection::Kind::curl) integrand = -dot(flux, cross(r, gradient));
      result[lm] += weights_[i] * integrand;
    }
  }
  return result;
}

std::vector<Eigen::VectorXd> DirectEvaluation::evaluate(
    const GalerkinProgram& program, double time,
    const std::vector<Eigen::VectorXd>& unknowns) const {
  std::vector<Eigen::VectorXd> sources = unknowns;
  for (const GivenField& field : program.given) sources.push_back(given(field, time));
  // Leaves of projections that come later refer to sources that are not known yet: zero for now.
  const Index count = static_cast<Index>(degree_ + 1) * (degree_ + 1);
  const std::size_t first = sources.size();
  sources.resize(first + program.projections.size(), Eigen::VectorXd::Zero(count));
  for (std::size_t k = 0; k < program.projections.size(); ++k) {
    sources[first + k] = project(program, program.projections[k], sources);
  }
  std::vector<Eigen::VectorXd> outputs;
  for (const SpectralField& field : program.outputs) outputs.push_back(combine(field, sources));
  return outputs;
}

}  // namespace sphere_test
