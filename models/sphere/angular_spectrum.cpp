#include "models/sphere/angular_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tessera::sphere {
namespace {

constexpr double four_pi = 12.566370614359172954;

double eigenvalue(double l) {
  return l * (l + 1);
}

bool positive(double x) {
  return std::isfinite(x) && x > 0;
}

double multiplicity(Index l) {
  return (2 * static_cast<double>(l) + 1) / four_pi;
}

}  // namespace

void AngularSpectrum::add_parameter(const std::string& name, double value, double minimum) {
  KernelParameter parameter;
  parameter.name = name;
  parameter.value = value;
  parameter.minimum = minimum;
  parameters_.push_back(parameter);
}

void AngularSpectrum::require_range() const {
  if (degrees_.first < 0 || degrees_.last < degrees_.first)
    throw std::invalid_argument("Degrees " + std::to_string(degrees_.first) + " to " +
                                std::to_string(degrees_.last) +
                                " are none: the first is at least 0, the last not below it.");
  if (!positive(standard_deviation()))
    throw std::invalid_argument("The standard deviation of a field must be positive.");
}

/// C_l = scale * exp(log_shape), so that the kept variance is standard_deviation^2.
void AngularSpectrum::normalise(const Eigen::VectorXd& log_shape, double log_tail) {
  const Index first = degrees_.first;
  const Index count = log_shape.size() - first;
  const double largest = log_shape.tail(count).maxCoeff();
  variances_ = Eigen::VectorXd::Zero(log_shape.size());
  variances_.tail(count) = (log_shape.tail(count).array() - largest).exp();
  double sum = 0;
  for (Index l = first; l < variances_.size(); ++l) sum += multiplicity(l) * variances_(l);
  const double tail = std::exp(log_tail - largest);
  discarded_share_ = tail / (sum + tail);
  variances_ *= standard_deviation() * standard_deviation() / sum;
}

/// log of sum_{l > last} (2 l + 1) / (4 pi) (kappa^2 + l (l + 1))^-(nu + 1): terms one by one up to
/// four times the degree, from there on the integral (midpoint rule: an error of order l^-2).
double AngularSpectrum::matern_tail() const {
  const double length = parameters_[1].value, nu = parameters_[2].value;
  const double kappa2 = 2 * nu / (length * length);
  const Index far = 4 * static_cast<Index>(degrees_.last) + 64;
  const double scale = kappa2 + eigenvalue(degrees_.last);
  double sum = 0;
  for (Index l = degrees_.last + 1; l <= far; ++l)
    sum += multiplicity(l) *
           std::pow((kappa2 + eigenvalue(static_cast<double>(l))) / scale, -(nu + 1));
  const double middle = kappa2 + eigenvalue(static_cast<double>(far) + 0.5);
  sum += scale / (four_pi * nu) * std::pow(middle / scale, -nu);
  return std::log(sum) - (nu + 1) * std::log(scale);
}

AngularSpectrum AngularSpectrum::matern(double smoothness, double length_scale,
                                        double standard_deviation, DegreeRange degrees) {
  AngularSpectrum s(Kind::matern, degrees);
  s.add_parameter("standard_deviation", standard_deviation, 0);
  s.add_parameter("length_scale", length_scale, 0);
  s.add_parameter("smoothness", smoothness, 0);
  s.require_range();
  if (!positive(smoothness) || !positive(length_scale))
    throw std::invalid_argument("Smoothness and length scale of a field must be positive.");
  const double kappa2 = 2 * smoothness / (length_scale * length_scale);
  Eigen::VectorXd log_shape(degrees.last + 1);
  for (Index l = 0; l < log_shape.size(); ++l)
    log_shape(l) = -(smoothness + 1) * std::log(kappa2 + eigenvalue(static_cast<double>(l)));
  s.normalise(log_shape, s.matern_tail());
  return s;
}

/// The bump by degree with unit variance over the kept degrees; `tail`: the variance beyond them.
Eigen::VectorXd AngularSpectrum::bump_shape(const SpectralBump& bump, double* tail) const {
  const auto exponent = [&](Index l) {
    const double z = (std::sqrt(eigenvalue(static_cast<double>(l))) - bump.centre) / bump.width;
    return -0.5 * z * z;
  };
  Eigen::VectorXd shape = Eigen::VectorXd::Zero(degrees_.last + 1);
  double largest = exponent(degrees_.first);
  for (Index l = degrees_.first; l <= degrees_.last; ++l) largest = std::max(largest, exponent(l));
  if (largest < -50)
    throw std::invalid_argument("A bump of a spectral mixture lies outside of degrees " +
                                std::to_string(degrees_.first) + " to " +
                                std::to_string(degrees_.last) + ".");
  double sum = 0;
  for (Index l = degrees_.first; l <= degrees_.last; ++l) {
    shape(l) = std::exp(exponent(l) - largest);
    sum += multiplicity(l) * shape(l);
  }
  if (tail != nullptr) {
    *tail = 0;
    // Bumps far wider than the degrees: the integral from there on, as in matern_tail().
    const double near = 10.0 * degrees_.last + 1000, far = bump.centre + 12 * bump.width + 1;
    for (Index l = degrees_.last + 1; static_cast<double>(l) <= std::min(near, far); ++l)
      *tail += multiplicity(l) * std::exp(exponent(l) - largest) / sum;
    if (far > near) {
      const double z = (std::sqrt(eigenvalue(near + 0.5)) - bump.centre) / bump.width;
      const double flank = bump.centre / bump.width * std::sqrt(std::acos(-1.0) / 2);
      *tail += 2 / four_pi * bump.width * bump.width * std::exp(-largest) / sum *
               (std::exp(-0.5 * z * z) + flank * std::erfc(z / std::sqrt(2.0)));
    }
  }
  return shape / sum;
}

SpectralBump AngularSpectrum::bump(std::size_t k) const {
  return {parameters_[3 * k + 1].value, parameters_[3 * k + 2].value, parameters_[3 * k + 3].value};
}

AngularSpectrum AngularSpectrum::mixture(std::vector<SpectralBump> bumps, double standard_deviation,
                                         DegreeRange degrees) {
  AngularSpectrum s(Kind::mixture, degrees);
  s.add_parameter("standard_deviation", standard_deviation, 0);
  double shares = 0;
  for (std::size_t k = 0; k < bumps.size(); ++k) {
    const SpectralBump& b = bumps[k];
    if (!(b.share >= 0) || !(b.centre >= 0) || !positive(b.width) || !std::isfinite(b.share) ||
        !std::isfinite(b.centre))
      throw std::invalid_argument(
          "Bumps of a spectral mixture need a share and centre of at least 0 and a positive "
          "width.");
    const std::string prefix = "bump " + std::to_string(k + 1) + "/";
    s.add_parameter(prefix + "share", b.share, 0);
    s.add_parameter(prefix + "centre", b.centre, 0);
    s.add_parameter(prefix + "width", b.width, 0);
    shares += b.share;
  }
  s.require_range();
  if (!positive(shares))
    throw std::invalid_argument("A spectral mixture needs a bump with a positive share.");
  s.variances_ = Eigen::VectorXd::Zero(degrees.last + 1);
  double beyond = 0;
  for (const SpectralBump& b : bumps) {
    double tail = 0;
    s.variances_ += b.share / shares * s.bump_shape(b, &tail);
    beyond += b.share / shares * tail;
  }
  s.discarded_share_ = beyond / (1 + beyond);
  s.variances_ *= standard_deviation * standard_deviation;
  return s;
}

AngularSpectrum AngularSpectrum::table(std::vector<double> variances, double standard_deviation,
                                       DegreeRange degrees) {
  AngularSpectrum s(Kind::table, degrees);
  s.given_ = std::move(variances);
  s.variances_ = Eigen::VectorXd::Zero(std::max(degrees.last, 0) + 1);
  double sum = 0, beyond = 0;
  for (std::size_t k = 0; k < s.given_.size(); ++k) {
    const double c = s.given_[k];
    if (!std::isfinite(c) || c < 0)
      throw std::invalid_argument("Variances by degree must be numbers of at least 0.");
    const auto l = static_cast<Index>(k);
    if (l > degrees.last) beyond += multiplicity(l) * c;
    if (l < degrees.first || l > degrees.last) continue;
    s.variances_(l) = c;
    sum += multiplicity(l) * c;
  }
  if (sum <= 0)
    throw std::invalid_argument("All variances of a table are 0 within the degrees of the field.");
  const double sd = standard_deviation == 0 ? std::sqrt(sum) : standard_deviation;
  s.add_parameter("standard_deviation", sd, 0);
  s.require_range();
  s.discarded_share_ = beyond / (sum + beyond);
  s.variances_ *= sd * sd / sum;
  return s;
}

Eigen::MatrixXd AngularSpectrum::derivatives() const {
  Eigen::MatrixXd d =
      Eigen::MatrixXd::Zero(variances_.size(), static_cast<Index>(parameters_.size()));
  const double sd = standard_deviation();
  d.col(0) = 2 / sd * variances_;
  // The kept variance does not change with the shape.
  const auto centred = [&](Eigen::VectorXd log_slope, const Eigen::VectorXd& variances) {
    double mean = 0, sum = 0;
    for (Index l = 0; l < variances.size(); ++l) {
      mean += multiplicity(l) * variances(l) * log_slope(l);
      sum += multiplicity(l) * variances(l);
    }
    log_slope.array() -= mean / sum;
    return Eigen::VectorXd(variances.cwiseProduct(log_slope));
  };
  if (kind_ == Kind::matern) {
    const double length = parameters_[1].value, nu = parameters_[2].value;
    const double kappa2 = 2 * nu / (length * length);
    Eigen::VectorXd by_length(variances_.size()), by_smoothness(variances_.size());
    for (Index l = 0; l < variances_.size(); ++l) {
      const double base = kappa2 + eigenvalue(static_cast<double>(l));
      by_length(l) = (nu + 1) / base * 2 * kappa2 / length;
      by_smoothness(l) = -std::log(base) - (nu + 1) / base * 2 / (length * length);
    }
    d.col(1) = centred(by_length, variances_);
    d.col(2) = centred(by_smoothness, variances_);
  } else if (kind_ == Kind::mixture) {
    const std::size_t bumps = (parameters_.size() - 1) / 3;
    double shares = 0;
    for (std::size_t k = 0; k < bumps; ++k) shares += bump(k).share;
    for (std::size_t k = 0; k < bumps; ++k) {
      const SpectralBump b = bump(k);
      const Eigen::VectorXd shape = bump_shape(b, nullptr);
      Eigen::VectorXd by_centre(shape.size()), by_width(shape.size());
      for (Index l = 0; l < shape.size(); ++l) {
        const double z = (std::sqrt(eigenvalue(static_cast<double>(l))) - b.centre) / b.width;
        by_centre(l) = z / b.width;
        by_width(l) = z * z / b.width;
      }
      const auto column = static_cast<Index>(3 * k + 1);
      d.col(column) = (sd * sd * shape - variances_) / shares;
      d.col(column + 1) = sd * sd * b.share / shares * centred(by_centre, shape);
      d.col(column + 2) = sd * sd * b.share / shares * centred(by_width, shape);
    }
  }
  return d;
}

AngularSpectrum AngularSpectrum::with_parameters(const std::vector<double>& values) const {
  if (values.size() != parameters_.size())
    throw std::invalid_argument("An angular spectrum has " + std::to_string(parameters_.size()) +
                                " parameters, not " + std::to_string(values.size()) + ".");
  if (kind_ == Kind::matern) return matern(values[2], values[1], values[0], degrees_);
  if (kind_ == Kind::table) return table(given_, values[0], degrees_);
  std::vector<SpectralBump> bumps;
  for (std::size_t k = 1; k < values.size(); k += 3)
    bumps.push_back({values[k], values[k + 1], values[k + 2]});
  return mixture(std::move(bumps), values[0], degrees_);
}

Eigen::MatrixXd AngularSpectrum::covariance(const Eigen::MatrixXd& cosines) const {
  const Eigen::Map<const Eigen::VectorXd> x(cosines.data(), cosines.size());
  return legendre_sums(variances_, x).reshaped(cosines.rows(), cosines.cols());
}

namespace {

/// P_l at points, points x (degree + 1): Bonnet's recurrence, stable upwards on [-1, 1].
Eigen::MatrixXd legendre_polynomials(Index degree, const Eigen::VectorXd& x) {
  if (!(x.size() == 0 || x.cwiseAbs().maxCoeff() <= 1 + 1e-12))
    throw std::invalid_argument("The cosine of an angle lies between -1 and 1.");
  const Eigen::ArrayXd t = x.array().max(-1).min(1);
  Eigen::ArrayXXd p(x.size(), degree + 1);
  p.col(0) = 1;
  if (degree > 0) p.col(1) = t;
  for (Index l = 2; l <= degree; ++l) {
    const auto k = static_cast<double>(l);
    p.col(l) = ((2 * k - 1) * t * p.col(l - 1) - (k - 1) * p.col(l - 2)) / k;
  }
  return p;
}

constexpr Index points_at_once = 256;

}  // namespace

Eigen::MatrixXd legendre_sums(const Eigen::MatrixXd& coefficients, const Eigen::VectorXd& x) {
  Eigen::MatrixXd weights = coefficients;
  for (Index l = 0; l < weights.rows(); ++l) weights.row(l) *= multiplicity(l);
  Eigen::MatrixXd sums(x.size(), coefficients.cols());
  for (Index start = 0; start < x.size(); start += points_at_once) {
    const Index n = std::min(points_at_once, x.size() - start);
    sums.middleRows(start, n).noalias() =
        legendre_polynomials(weights.rows() - 1, x.segment(start, n)) * weights;
  }
  return sums;
}

Eigen::VectorXd legendre_moments(int degree, const Eigen::VectorXd& weights,
                                 const Eigen::VectorXd& x) {
  Eigen::VectorXd moments = Eigen::VectorXd::Zero(degree + 1);
  for (Index start = 0; start < x.size(); start += points_at_once) {
    const Index n = std::min(points_at_once, x.size() - start);
    moments.noalias() +=
        legendre_polynomials(degree, x.segment(start, n)).transpose() * weights.segment(start, n);
  }
  for (Index l = 0; l <= degree; ++l) moments(l) *= multiplicity(l);
  return moments;
}

}  // namespace tessera::sphere
