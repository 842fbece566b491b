#include "tests/solvers/sphere/pointwise_reference.hpp"

#include <cmath>
#include <numbers>

#include "models/equivariant/spherical_harmonics.hpp"
#include "solvers/spectral/gauss_legendre.hpp"

namespace tessera::sphere::testing {
namespace {

using Vector = std::array<double, 3>;

double dot(const Vector& a, const Vector& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
Vector cross(const Vector& a, const Vector& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

}  // namespace

PointwiseReference::PointwiseReference(int degree, double radius, int factors)
    : count_(static_cast<std::size_t>(degree + 1) * static_cast<std::size_t>(degree + 1)),
      radius_(radius) {
  const int total = (factors + 1) * degree + 4;
  const int longitudes = total + 1;
  const GaussLegendreRule rule = gauss_legendre(total);
  for (std::size_t i = 0; i < rule.nodes.size(); ++i)
    for (const double side : {1.0, -1.0}) {
      if (rule.nodes[i] == 0 && side < 0) continue;
      const auto z = side * static_cast<double>(rule.nodes[i]);
      for (int j = 0; j < longitudes; ++j) {
        const double phi = 2 * std::numbers::pi * (j + 0.3) / longitudes, s = std::sqrt(1 - z * z);
        normals_.push_back({s * std::cos(phi), s * std::sin(phi), z});
        weights_.push_back(static_cast<double>(rule.weights[i]) * 2 * std::numbers::pi /
                           longitudes);
      }
    }
  harmonics_.resize(normals_.size() * count_);
  gradients_.resize(3 * harmonics_.size());
  SphericalHarmonics(degree).evaluate(static_cast<Index>(normals_.size()), normals_[0].data(),
                                      harmonics_.data(), gradients_.data(), nullptr);
}

std::vector<double> PointwiseReference::values(const std::vector<double>& coefficients) const {
  std::vector<double> result(normals_.size());
  for (std::size_t i = 0; i < result.size(); ++i)
    for (std::size_t k = 0; k < count_; ++k)
      result[i] += harmonics_[i * count_ + k] * coefficients[k];
  return result;
}

PointwiseReference::Vector PointwiseReference::gradient(const std::vector<double>& coefficients,
                                                        std::size_t point) const {
  Vector result{};
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t k = 0; k < count_; ++k)
      result[a] += gradients_[(point * 3 + a) * count_ + k] * coefficients[k] / radius_;
  return result;
}

std::vector<double> PointwiseReference::form(const SpectralField& field,
                                             const std::vector<double>& sources) const {
  std::vector<double> result(count_);
  for (const SpectralTerm& term : field) {
    const double* in = sources.data() + static_cast<std::size_t>(term.source) * count_;
    for (int l = 0; static_cast<std::size_t>(l) * static_cast<std::size_t>(l) < count_; ++l)
      for (int m = -l; m <= l; ++m) {
        double c = term.coefficient;
        for (int p = 0; p < term.laplacian_power; ++p) c *= -l * (l + 1.0) / (radius_ * radius_);
        for (int p = 0; p > term.laplacian_power; --p)
          c *= l == 0 ? 0 : radius_ * radius_ / (-l * (l + 1.0));
        // The slope of cos(m phi) is -m sin(m phi), that of sin(m phi) is m cos(m phi).
        const int from = term.zonal ? -m : m;
        result[static_cast<std::size_t>(l * l + l + m)] +=
            (term.zonal ? c * m : c) * in[l * l + l + from];
      }
  }
  return result;
}

std::vector<PointwiseReference::Vector> PointwiseReference::vector_values(
    const VectorField& field, const std::vector<double>& sources) const {
  const std::vector<double> s = form(field.spheroidal, sources), t = form(field.toroidal, sources);
  std::vector<Vector> result;
  for (std::size_t i = 0; i < normals_.size(); ++i) {
    const Vector a = gradient(s, i), b = cross(normals_[i], gradient(t, i));
    result.push_back({a[0] + b[0], a[1] + b[1], a[2] + b[2]});
  }
  return result;
}

std::vector<double> PointwiseReference::project(const GalerkinProgram& program,
                                                const Projection& projection,
                                                const std::vector<double>& sources) const {
  std::vector<double> result(count_);
  for (const Monomial& m : projection.sum) {
    std::vector<double> product(normals_.size(), m.coefficient);
    const auto vectors = [&](Index v) {
      return vector_values(program.vectors[static_cast<std::size_t>(v)], sources);
    };
    for (const Index s : m.scalars) {
      const std::vector<double> f =
          values(form(program.scalars[static_cast<std::size_t>(s)], sources));
      for (std::size_t i = 0; i < f.size(); ++i) product[i] *= f[i];
    }
    for (const auto& [v, w] : m.dots) {
      const auto a = vectors(v), b = vectors(w);
      for (std::size_t i = 0; i < a.size(); ++i) product[i] *= dot(a[i], b[i]);
    }
    for (const auto& [v, w] : m.crosses) {
      const auto a = vectors(v), b = vectors(w);
      for (std::size_t i = 0; i < a.size(); ++i) product[i] *= dot(normals_[i], cross(a[i], b[i]));
    }
    std::vector<Vector> flux;
    if (m.vector) flux = vectors(*m.vector);
    for (std::size_t i = 0; i < product.size(); ++i)
      for (std::size_t k = 0; k < count_; ++k) {
        double test = harmonics_[i * count_ + k];
        if (m.vector) {
          Vector slope;
          for (std::size_t a = 0; a < 3; ++a)
            slope[a] = gradients_[(i * 3 + a) * count_ + k] / radius_;
          // r . curl w = -div(r x w), both by parts.
          test = projection.kind == Projection::Kind::divergence
                     ? -dot(slope, flux[i])
                     : dot(slope, cross(normals_[i], flux[i]));
        }
        result[k] += weights_[i] * product[i] * test;
      }
  }
  return result;
}

std::vector<double> PointwiseReference::evaluate(const GalerkinProgram& program,
                                                 const std::vector<double>& unknowns) const {
  std::vector<double> sources = unknowns;
  for (const Projection& projection : program.projections) {
    const std::vector<double> next = project(program, projection, sources);
    sources.insert(sources.end(), next.begin(), next.end());
  }
  std::vector<double> result;
  for (const SpectralField& output : program.outputs) {
    const std::vector<double> next = form(output, sources);
    result.insert(result.end(), next.begin(), next.end());
  }
  return result;
}

}  // namespace tessera::sphere::testing
