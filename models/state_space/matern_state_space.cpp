#include "models/state_space/matern_state_space.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "models/kernels/parameter_list.hpp"

namespace tessera {
namespace {

// Everything below is in the dimensionless lag s = lambda dt and the state D^-1 z,
// D = diag(1, lambda, lambda^2), of a process of unit variance.
using Block = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, 3, 3>;

/// Beyond this lag exp(-s) times any polynomial here is zero.
constexpr double forgotten = 800;

Block drift_matrix(int p) {
  Block f = Block::Zero(p + 1, p + 1);
  for (int i = 0; i < p; ++i) f(i, i + 1) = 1;
  const std::array<std::array<double, 3>, 3> last = {{{-1, 0, 0}, {-1, -2, 0}, {-1, -3, -3}}};
  for (int j = 0; j <= p; ++j)
    f(p, j) = last[static_cast<std::size_t>(p)][static_cast<std::size_t>(j)];
  return f;
}

double noise(int p) {
  return p == 0 ? 2.0 : p == 1 ? 4.0 : 16.0 / 3;
}

Block stationary(int p) {
  Block c = Block::Identity(p + 1, p + 1);
  if (p == 2) {
    c(1, 1) = 1.0 / 3;
    c(0, 2) = c(2, 0) = -1.0 / 3;
  }
  return c;
}

/// exp(F s).
Block exponential(int p, double s) {
  const double e = std::exp(-s);
  const double h = s * s / 2;
  Block a(p + 1, p + 1);
  if (p == 0) a << e;
  if (p == 1) a << e * (1 + s), e * s, -e * s, e * (1 - s);
  if (p == 2)
    a << e * (1 + s + h), e * (s + s * s), e * h,  //
        -e * h, e * (1 + s - s * s), e * (s - h),  //
        e * (h - s), e * (s * s - 3 * s), e * (1 - 2 * s + h);
  return a;
}

/// exp(-s) less the first `terms` terms of its Taylor series, for s < 1.
double exponential_remainder(int terms, double s) {
  double term = 1;
  for (int k = 1; k <= terms; ++k) term *= -s / k;
  double sum = 0;
  for (int k = terms; std::abs(term) > 1e-18 * std::abs(sum) && term != 0; term *= -s / ++k)
    sum += term;
  return sum;
}

/// exp(F s) less exp(N s), N the upper shift: the part that depends on the drift.
Block exponential_beyond_taylor(int p, double s) {
  const double h = s * s / 2;
  const double e1 = exponential_remainder(1, s);
  const double e2 = exponential_remainder(2, s);
  const double e3 = exponential_remainder(3, s);
  Block a = exponential(p, s);
  if (p == 0) a << e1;
  if (p == 1) {
    a(0, 0) = (1 + s) * e2 - s * s;
    a(0, 1) = s * e1;
    a(1, 1) = (1 - s) * e1 - s;
  }
  if (p == 2) {
    a(0, 0) = (1 + s + h) * e3 + h * h;
    a(0, 1) = (s + s * s) * e2 - s * s * s;
    a(0, 2) = h * e1;
    a(1, 1) = (1 + s - s * s) * e2 - 2 * s * s + s * s * s;
    a(1, 2) = (s - h) * e1 - h;
    a(2, 2) = (1 - 2 * s + h) * e1 - 2 * s + h;
  }
  return a;
}

/// The integrals of t^k exp(-2 t) over [0, s], k = 0..2p, each accurate relative to itself.
std::array<double, 5> gamma_integrals(int p, double s) {
  std::array<double, 5> j{};
  const double e = std::exp(-2 * s);
  const auto top = static_cast<std::size_t>(2 * p);
  std::array<double, 6> power{1};
  for (std::size_t k = 1; k <= top + 1; ++k) power[k] = power[k - 1] * s;
  if (s > 1) {
    j[0] = (1 - e) / 2;
    for (std::size_t k = 1; k <= top; ++k)
      j[k] = (static_cast<double>(k) * j[k - 1] - power[k] * e) / 2;
    return j;
  }
  // From the highest down all terms are positive; the highest by its (positive) series.
  double term = power[top + 1] * e / static_cast<double>(top + 1);
  for (std::size_t k = top + 2; j[top] + term != j[top]; ++k) {
    j[top] += term;
    term *= 2 * s / static_cast<double>(k);
  }
  for (std::size_t k = top; k > 0; --k)
    j[k - 1] = (2 * j[k] + power[k] * e) / static_cast<double>(k);
  return j;
}

/// noise times the integral of g g^T over [0, s], g the last column of exp(F t). As g_i' = g_(i+1),
/// the entries beside the diagonal are g_i^2 / 2.
Block noise_covariance(int p, double s) {
  const auto j = gamma_integrals(p, s);
  Block q(p + 1, p + 1);
  if (p == 0) q << j[0];
  if (p == 1) {
    const double g = std::exp(-s) * s;
    q << j[2], g * g / 2, g * g / 2, j[0] - 2 * j[1] + j[2];
  }
  if (p == 2) {
    const double g0 = std::exp(-s) * s * s / 2;
    const double g1 = std::exp(-s) * (s - s * s / 2);
    q(0, 0) = j[4] / 4;
    q(1, 1) = j[2] - j[3] + j[4] / 4;
    q(2, 2) = j[0] - 4 * j[1] + 5 * j[2] - 2 * j[3] + j[4] / 4;
    q(0, 1) = q(1, 0) = g0 * g0 / 2;
    q(1, 2) = q(2, 1) = g1 * g1 / 2;
    q(0, 2) = q(2, 0) = g0 * g1 - q(1, 1);
  }
  return noise(p) * q;
}

class MaternStateSpace final : public StateSpace {
 public:
  MaternStateSpace(int p, double variance, double length_scale)
      : p_(p), variance_(variance), length_scale_(length_scale) {
    if (p < 0 || p > 2)
      throw std::invalid_argument("Matern state spaces have the smoothness 1/2, 3/2 or 5/2.");
    require_parameters(name(), parameters(), {variance, length_scale});
    lambda_ = std::sqrt(2.0 * p + 1) / length_scale;
    drift_ = lambda_ * scaled(drift_matrix(p), -1);
    covariance_ = variance_ * scaled(stationary(p), 1);
    effect_ = Eigen::MatrixXd::Zero(p + 1, 1);
    effect_(p, 0) = 1;
    density_ = Eigen::MatrixXd::Constant(1, 1, variance_ * noise(p) * std::pow(lambda_, 2 * p + 1));
    observation_ = Eigen::RowVectorXd::Zero(p + 1);
    observation_(0) = 1;
  }

  std::string name() const override { return "matern " + std::to_string(2 * p_ + 1) + "/2"; }
  Index order() const override { return p_ + 1; }
  const Eigen::MatrixXd& drift() const override { return drift_; }
  const Eigen::MatrixXd& noise_effect() const override { return effect_; }
  const Eigen::MatrixXd& noise_density() const override { return density_; }
  const Eigen::RowVectorXd& observation() const override { return observation_; }
  const Eigen::MatrixXd& stationary_covariance() const override { return covariance_; }

  Transition transition(double dt, Direction direction) const override {
    if (!(dt >= 0)) throw std::invalid_argument("A transition needs a gap that is not negative.");
    const double s = lambda_ * dt;
    if (s > forgotten) return {Eigen::MatrixXd::Zero(order(), order()), covariance_};
    Transition result{scaled(exponential(p_, s), -1),
                      variance_ * scaled(noise_covariance(p_, s), 1)};
    // Backwards in time odd derivatives change their sign, and nothing else does.
    if (direction == Direction::reversed)
      for (Eigen::MatrixXd* m : {&result.a, &result.q})
        for (Index i = 0; i < order(); ++i)
          for (Index j = 0; j < order(); ++j)
            if ((i + j) % 2 != 0) (*m)(i, j) = -(*m)(i, j);
    return result;
  }

  Eigen::MatrixXd transition_difference(double dt, const StateSpace& other) const override {
    const auto* matern = dynamic_cast<const MaternStateSpace*>(&other);
    if (matern == nullptr || matern->p_ != p_)
      throw std::invalid_argument("Transitions of " + name() + " and " + other.name() +
                                  " have no difference.");
    const double s = std::max(lambda_, matern->lambda_) * dt;
    if (!(s < 1)) return StateSpace::transition_difference(dt, other);
    return scaled(exponential_beyond_taylor(p_, lambda_ * dt), -1) -
           matern->scaled(exponential_beyond_taylor(p_, matern->lambda_ * dt), -1);
  }

  double covariance(double r) const override {
    const double s = lambda_ * std::abs(r);
    if (s > forgotten) return 0;
    return variance_ * std::exp(-s) * (1 + (p_ > 0 ? s : 0) + (p_ > 1 ? s * s / 3 : 0));
  }

  std::vector<KernelParameter> parameters() const override {
    return scale_parameters(variance_, length_scale_);
  }
  std::unique_ptr<StateSpace> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return matern_state_space(p_, values[0], values[1]);
  }

 private:
  /// D m D^power, power = 1 or -1.
  Eigen::MatrixXd scaled(const Block& m, int power) const {
    Eigen::MatrixXd result(m.rows(), m.cols());
    // A quotient keeps the identity exact.
    double column = 1;
    for (Index j = 0; j < m.cols(); ++j, column *= lambda_) {
      double row = 1;
      for (Index i = 0; i < m.rows(); ++i, row *= lambda_)
        result(i, j) = (power > 0 ? row * column : row / column) * m(i, j);
    }
    return result;
  }

  int p_;
  double variance_;
  double length_scale_;
  double lambda_ = 1;
  Eigen::MatrixXd drift_, effect_, density_, covariance_;
  Eigen::RowVectorXd observation_;
};

}  // namespace

std::unique_ptr<StateSpace> matern_state_space(int p, double variance, double length_scale) {
  return std::make_unique<MaternStateSpace>(p, variance, length_scale);
}

}  // namespace tessera
