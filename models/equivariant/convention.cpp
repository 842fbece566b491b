#include "models/equivariant/convention.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <type_traits>

#include "models/equivariant/wigner_d.hpp"

namespace tessera {
namespace {

using Complex = std::complex<double>;

constexpr double imaginary_tolerance = 1e-12;  ///< of the largest coefficient

/// Our orthonormal harmonics times this are those of the normalisation.
double scale(HarmonicNormalisation normalisation, int l) {
  const double component = std::sqrt(4 * std::numbers::pi);
  switch (normalisation) {
    case HarmonicNormalisation::component:
      return component;
    case HarmonicNormalisation::norm:
      return component / std::sqrt(2.0 * l + 1);
    default:
      return 1;
  }
}

double alternating(int m) {
  return m % 2 == 0 ? 1 : -1;
}

/// Coefficients of a convention to those of real harmonics without phase, same axis and norm.
void to_real(const Convention& from, int l, Complex* c) {
  const double root = std::sqrt(0.5);
  const bool phase = from.phase == HarmonicPhase::condon_shortley;
  for (int m = 1; m <= l; ++m) {
    const double sign = phase ? alternating(m) : 1;
    Complex& plus = c[l + m];
    Complex& minus = c[l - m];
    plus *= sign;
    if (from.basis == HarmonicBasis::real) {
      minus *= sign;
      continue;
    }
    // Y_m = (R_m + i R_-m) / sqrt 2, Y_-m = (R_m - i R_-m) / sqrt 2.
    const Complex sum = root * (plus + minus), difference = Complex(0, root) * (plus - minus);
    plus = sum;
    minus = difference;
  }
}

/// And back.
void from_real(const Convention& to, int l, Complex* c) {
  const double root = std::sqrt(0.5);
  const bool phase = to.phase == HarmonicPhase::condon_shortley;
  for (int m = 1; m <= l; ++m) {
    const double sign = phase ? alternating(m) : 1;
    Complex& plus = c[l + m];
    Complex& minus = c[l - m];
    if (to.basis == HarmonicBasis::complex) {
      const Complex cosine = root * plus, sine = Complex(0, root) * minus;
      plus = cosine - sine;
      minus = cosine + sine;
    } else {
      minus *= sign;
    }
    plus *= sign;
  }
}

}  // namespace

ConventionConversion::ConventionConversion(Irreps irreps, const Convention& from,
                                           const Convention& to)
    : irreps_(std::move(irreps)), from_(from), to_(to) {
  if (from.polar_axis == to.polar_axis) return;
  // Harmonics with polar axis y at (x, y, z) are those with polar axis z at (z, x, y).
  Eigen::Matrix3d cyclic;
  cyclic << 0, 0, 1, 1, 0, 0, 0, 1, 0;
  const bool to_y = to.polar_axis == PolarAxis::y;
  const WignerD turn(std::max(largest_degree(irreps_), 0),
                     to_y ? cyclic : Eigen::Matrix3d(cyclic.transpose()));
  for (int l = 0; l <= turn.degree(); ++l) turn_.push_back(turn(l));
}

void ConventionConversion::convert(int l, Complex* c) const {
  to_real(from_, l, c);
  const Index size = 2 * l + 1;
  Eigen::Map<Eigen::VectorXcd> vector(c, size);
  if (!turn_.empty()) {
    const Eigen::MatrixXd& turn = turn_[static_cast<std::size_t>(l)];
    const Eigen::VectorXd real = turn * vector.real(), imaginary = turn * vector.imag();
    vector.real() = real;
    vector.imag() = imaginary;
  }
  vector *= scale(from_.normalisation, l) / scale(to_.normalisation, l);
  from_real(to_, l, c);
}

template <class In, class Out>
void ConventionConversion::apply_as(Index count, const In* in, Out* out) const {
  constexpr bool complex_in = !std::is_same_v<In, double>;
  constexpr bool complex_out = !std::is_same_v<Out, double>;
  if (complex_in != (from_.basis == HarmonicBasis::complex) ||
      complex_out != (to_.basis == HarmonicBasis::complex))
    throw std::logic_error("ConventionConversion: the types of the arrays do not fit the bases");
  const Index size = dimension(irreps_);
  std::vector<Complex> vector(static_cast<std::size_t>(size));
  for (Index n = 0; n < count; ++n, in += size, out += size) {
    std::copy(in, in + size, vector.begin());
    Complex* c = vector.data();
    for (const IrrepBlock& block : irreps_.blocks)
      for (Index channel = 0; channel < block.multiplicity; ++channel) {
        convert(block.irrep.degree, c);
        c += 2 * block.irrep.degree + 1;
      }
    if constexpr (complex_out) {
      std::copy(vector.begin(), vector.end(), out);
    } else {
      double largest = 0, imaginary = 0;
      for (const Complex& v : vector) {
        largest = std::max(largest, std::abs(v));
        imaginary = std::max(imaginary, std::abs(v.imag()));
      }
      if (imaginary > imaginary_tolerance * largest)
        throw std::domain_error("ConventionConversion: the function is not real");
      std::transform(vector.begin(), vector.end(), out, [](const Complex& v) { return v.real(); });
    }
  }
}

void ConventionConversion::apply(Index count, const double* in, double* out) const {
  apply_as(count, in, out);
}
void ConventionConversion::apply(Index count, const double* in, Complex* out) const {
  apply_as(count, in, out);
}
void ConventionConversion::apply(Index count, const Complex* in, double* out) const {
  apply_as(count, in, out);
}
void ConventionConversion::apply(Index count, const Complex* in, Complex* out) const {
  apply_as(count, in, out);
}

}  // namespace tessera
