#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <Eigen/Dense>

#include "solvers/sphere_gp/sphere_data.hpp"
#include "solvers/sphere_gp/sphere_model.hpp"

namespace tessera::sphere_gp::dense {

/// Rows of a small problem: latitude, longitude (degrees), time.
struct Points {
  Eigen::VectorXd latitude, longitude, time;
  Index size() const { return time.size(); }
};

/// `places` sites seen at random times out of `times` irregular ones, most of them; some twice.
inline Points scattered(Index places, Index times, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> unit(0, 1);
  Eigen::MatrixXd site(places, 2);
  for (Index i = 0; i < places; ++i)
    site.row(i) << std::asin(2 * unit(generator) - 1) * 180 / M_PI, 360 * unit(generator) - 180;
  std::vector<std::array<double, 3>> rows;
  double t = 0.3;
  for (Index k = 0; k < times; ++k) {
    t += 0.05 + unit(generator);
    for (Index i = 0; i < places; ++i) {
      if (unit(generator) < 0.6) rows.push_back({site(i, 0), site(i, 1), t});
      if (unit(generator) < 0.05) rows.push_back({site(i, 0), site(i, 1), t});
    }
  }
  const auto n = static_cast<Index>(rows.size());
  Points p{Eigen::VectorXd(n), Eigen::VectorXd(n), Eigen::VectorXd(n)};
  for (Index i = 0; i < n; ++i) {
    p.latitude(i) = rows[static_cast<std::size_t>(i)][0];
    p.longitude(i) = rows[static_cast<std::size_t>(i)][1];
    p.time(i) = rows[static_cast<std::size_t>(i)][2];
  }
  return p;
}

inline double matern(int order, double r) {
  const double a = std::sqrt(2.0 * order + 1) * std::abs(r);
  if (order == 0) return std::exp(-a);
  return std::exp(-a) * (order == 1 ? 1 + a : 1 + a + a * a / 3);
}

/// Covariance of the terms in closed form, the sphere's part by std::legendre.
inline double covariance(const SphereModel& model, const Points& a, Index i, const Points& b,
                         Index j) {
  const Eigen::RowVector3d s =
      directions(a.latitude.segment(i, 1), a.longitude.segment(i, 1)).row(0);
  const double lag = b.time(j) - a.time(i);
  double sum = 0;
  for (const SphereTerm& term : model.terms) {
    const Eigen::RowVector3d e =
        directions(b.latitude.segment(j, 1), b.longitude.segment(j, 1)).row(0);
    double time = 1;
    if (term.time == TimeLaw::white) time = lag == 0 ? 1 : 0;
    if (term.time == TimeLaw::matern) time = matern(term.matern_order, lag / term.time_scale);
    if (!term.spectrum) {
      if ((s - e).norm() < 1e-12) sum += time * term.place_deviation * term.place_deviation;
      continue;
    }
    // Rotation about the pole carries the earlier place along; heat damps each degree.
    double turn = 0;
    if (term.time == TimeLaw::flow && term.rates.size() > 2) turn = term.rates[2].imag() * lag;
    const Eigen::RowVector3d carried(s(0) * std::cos(turn) - s(1) * std::sin(turn),
                                     s(0) * std::sin(turn) + s(1) * std::cos(turn), s(2));
    const double x = std::clamp(carried.dot(e), -1.0, 1.0);
    for (Index l = 0; l < term.spectrum->variances().size(); ++l) {
      double damping = 1;
      if (term.time == TimeLaw::flow)
        damping =
            std::exp(term.rates[static_cast<std::size_t>(l * (l + 1) / 2)].real() * std::abs(lag));
      sum += time * damping * (2 * static_cast<double>(l) + 1) / (4 * M_PI) *
             term.spectrum->variances()(l) * std::legendre(static_cast<unsigned>(l), x);
    }
  }
  return sum;
}

inline Eigen::MatrixXd covariance(const SphereModel& model, const Points& a, const Points& b) {
  Eigen::MatrixXd k(a.size(), b.size());
  for (Index i = 0; i < a.size(); ++i)
    for (Index j = 0; j < b.size(); ++j) k(i, j) = covariance(model, a, i, b, j);
  return k;
}

inline Eigen::MatrixXd mean_functions(const SphereModel& model, const Points& p) {
  return harmonics_at(model.mean_degree, directions(p.latitude, p.longitude));
}

struct Regression {
  Eigen::VectorXd mean, variance;
  double log_evidence = 0;
};

/// Universal kriging with the whole covariance matrix; restricted likelihood (Rasmussen & Williams
/// 2006, section 2.7).
inline Regression regression(const SphereModel& model, const Points& p,
                             const Eigen::VectorXd& values, const Points& at) {
  Eigen::MatrixXd k = covariance(model, p, p);
  k.diagonal().array() += model.noise * model.noise;
  const Eigen::LDLT<Eigen::MatrixXd> factor(k);
  const Eigen::MatrixXd x = mean_functions(model, p);
  const Eigen::MatrixXd cross = covariance(model, at, p);
  Regression result;
  result.mean = Eigen::VectorXd::Zero(at.size());
  result.variance = covariance(model, at, at).diagonal() -
                    cross.cwiseProduct(factor.solve(cross.transpose()).transpose()).rowwise().sum();
  Eigen::VectorXd residual = values;
  double log_determinant = factor.vectorD().array().log().sum();
  if (x.cols() > 0) {
    const Eigen::MatrixXd a = x.transpose() * factor.solve(x);
    const Eigen::VectorXd beta = a.ldlt().solve(x.transpose() * factor.solve(values));
    residual -= x * beta;
    const Eigen::MatrixXd h = mean_functions(model, at) - cross * factor.solve(x);
    result.mean += mean_functions(model, at) * beta;
    result.variance += h.cwiseProduct(a.ldlt().solve(h.transpose()).transpose()).rowwise().sum();
    log_determinant += std::log(a.determinant());
  }
  const Eigen::VectorXd solved = factor.solve(residual);
  result.mean += cross * solved;
  result.log_evidence = -0.5 * (residual.dot(solved) + log_determinant +
                                static_cast<double>(p.size() - x.cols()) * std::log(2 * M_PI));
  return result;
}

inline SphereTerm term(const std::string& name, AngularSpectrum spectrum, TimeLaw law,
                       int order = 1, double time_scale = 1) {
  SphereTerm t;
  t.name = name;
  t.spectrum = std::move(spectrum);
  t.time = law;
  t.matern_order = order;
  t.time_scale = time_scale;
  return t;
}

/// A draw of values from the prior, noise included, and a mean of the allowed form.
inline Eigen::VectorXd draw(const SphereModel& model, const Points& p, std::uint64_t seed) {
  Eigen::MatrixXd k = covariance(model, p, p);
  k.diagonal().array() += model.noise * model.noise;
  std::mt19937_64 generator(seed);
  std::normal_distribution<double> normal;
  Eigen::VectorXd z(p.size());
  for (double& number : z) number = normal(generator);
  Eigen::VectorXd values = Eigen::LLT<Eigen::MatrixXd>(k).matrixL() * z;
  const Eigen::MatrixXd x = mean_functions(model, p);
  if (x.cols() > 0) values += x * Eigen::VectorXd::LinSpaced(x.cols(), 5, -3);
  return values;
}

}  // namespace tessera::sphere_gp::dense
