#include <cmath>
#include <numbers>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include "solvers/gp_pde/gauss_legendre.hpp"
#include "tests/solvers/gp_pde/posterior_problems.hpp"

// The posterior against textbook Gaussian-process regression: kernel matrices over all data, from
// the sums over frequencies, in 50 digits.
using namespace tessera;
using namespace tessera::gp_pde;
using namespace tessera::gp_pde::test;

namespace {

using Real = boost::multiprecision::number<boost::multiprecision::cpp_bin_float_50::backend_type,
                                           boost::multiprecision::et_off>;
using Rows = std::vector<std::vector<Real>>;

/// A linear functional of u at one point.
struct Datum {
  double x = 0;
  double y = 0;
  std::vector<std::pair<std::vector<int>, double>> terms;
  double value = 0;
  double variance = 0;
};

class DenseGp {
 public:
  DenseGp(std::vector<SpectralFactor> factors, double variance, std::vector<Datum> data)
      : factors_(std::move(factors)), variance_(variance), data_(std::move(data)) {
    const std::size_t n = data_.size();
    l_.assign(n, std::vector<Real>(n));
    for (const Datum& d : data_) waves_.push_back(waves_at(d));
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        Real sum = covariance(data_[i], waves_[i], data_[j], waves_[j]);
        if (i == j) sum += data_[i].variance;
        for (std::size_t k = 0; k < j; ++k) sum -= l_[i][k] * l_[j][k];
        l_[i][j] = i == j ? Real(sqrt(sum)) : Real(sum / l_[j][j]);
      }
    for (const Datum& d : data_) y_.push_back(d.value);
    y_ = forward(y_);
  }

  /// Mean and variance of a functional.
  std::pair<double, double> predict(const Datum& at) const {
    const Waves here = waves_at(at);
    std::vector<Real> k;
    for (std::size_t i = 0; i < data_.size(); ++i)
      k.push_back(covariance(at, here, data_[i], waves_[i]));
    k = forward(k);
    Real mean = 0;
    Real variance = covariance(at, here, at, here);
    for (std::size_t i = 0; i < k.size(); ++i) {
      mean += k[i] * y_[i];
      variance -= k[i] * k[i];
    }
    return {static_cast<double>(mean), static_cast<double>(variance)};
  }

  double log_evidence() const {
    Real sum = 0;
    for (std::size_t i = 0; i < y_.size(); ++i)
      sum += y_[i] * y_[i] / 2 + log(l_[i][i]) + log(Real(2 * std::numbers::pi)) / 2;
    return -static_cast<double>(sum);
  }

 private:
  std::vector<Real> forward(std::vector<Real> b) const {
    for (std::size_t i = 0; i < b.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) b[i] -= l_[i][k] * b[k];
      b[i] /= l_[i][i];
    }
    return b;
  }

  /// Cosines and sines of all waves of both axes at a point.
  struct Waves {
    std::vector<Real> cosine[2];
    std::vector<Real> sine[2];
  };
  Waves waves_at(const Datum& d) const {
    Waves w;
    for (std::size_t k = 0; k < factors_.size(); ++k)
      for (const double s : factors_[k].frequencies) {
        const Real phase = 2 * boost::math::constants::pi<Real>() * s * Real(k == 0 ? d.x : d.y);
        w.cosine[k].push_back(cos(phase));
        w.sine[k].push_back(sin(phase));
      }
    return w;
  }

  /// Covariance of the derivatives of orders a and b along an axis.
  Real axis_covariance(std::size_t axis, const Waves& p, const Waves& q, int a, int b) const {
    const SpectralFactor& f = factors_[axis];
    const int quarter = ((a - b) % 4 + 4) % 4;
    Real sum = 0;
    for (std::size_t m = 0; m < p.cosine[axis].size(); ++m) {
      const Real& c = p.cosine[axis][m];
      const Real& s = p.sine[axis][m];
      // The wave of the distance, a quarter of a turn further for each derivative of difference.
      Real wave = quarter % 2 == 0 ? Real(c * q.cosine[axis][m] + s * q.sine[axis][m])
                                   : Real(s * q.cosine[axis][m] - c * q.sine[axis][m]);
      if (quarter == 1 || quarter == 2) wave = -wave;
      const auto i = static_cast<Index>(m);
      const Real omega = 2 * boost::math::constants::pi<Real>() * f.frequencies[i];
      Real weight = f.weights[i];
      for (int k = 0; k < a + b; ++k) weight *= omega;
      sum += weight * wave;
    }
    return sum;
  }

  Real covariance(const Datum& p, const Waves& at_p, const Datum& q, const Waves& at_q) const {
    Real sum = 0;
    for (const auto& [a, c] : p.terms)
      for (const auto& [b, d] : q.terms) {
        Real product = variance_ * Real(c) * Real(d) * axis_covariance(0, at_p, at_q, a[0], b[0]);
        if (factors_.size() > 1) product *= axis_covariance(1, at_p, at_q, a[1], b[1]);
        sum += product;
      }
    return sum;
  }

  std::vector<SpectralFactor> factors_;
  double variance_;
  std::vector<Datum> data_;
  std::vector<Waves> waves_;
  Rows l_;
  std::vector<Real> y_;
};

/// Gauss-Legendre nodes of a range and weights with average 1.
std::vector<std::pair<double, double>> rule(double lower, double upper, Index n) {
  const GaussLegendreHalf half = gauss_legendre(n);
  std::vector<std::pair<double, double>> nodes;
  for (Index i = 0; i < n / 2; ++i)
    for (const double sign : {-1.0, 1.0})
      nodes.emplace_back((lower + upper) / 2 + sign * half.nodes[i] * (upper - lower) / 2,
                         half.weights[i] / 2 * static_cast<double>(n));
  return nodes;
}

void compare(const PosteriorResult& result, const DenseGp& dense, const std::vector<Datum>& where,
             double prior_variance) {
  for (const Datum& d : where) {
    LinearExpression e;
    MatrixXd point(1, d.terms[0].first.size());
    point(0, 0) = d.x;
    if (point.cols() > 1) point(0, 1) = d.y;
    for (const auto& [orders, c] : d.terms) {
      e.orders.push_back(orders);
      e.coefficients.push_back(VectorXd::Constant(1, c));
    }
    const Prediction p = result.field->evaluate(scattered_points(point), e);
    const auto [mean, variance] = dense.predict(d);
    BOOST_TEST(std::abs(p.mean[0] - mean) < 1e-8 * std::sqrt(prior_variance));
    BOOST_TEST(std::abs(p.standard_deviation[0] * p.standard_deviation[0] - variance) <
               1e-8 * prior_variance);
    // Small variances too: 1e-5 of the standard deviation.
    BOOST_TEST(std::abs(p.standard_deviation[0] - std::sqrt(variance)) <
               1e-5 * std::sqrt(variance) + 1e-11 * std::sqrt(prior_variance));
  }
}

PosteriorOptions nearly_no_cut(Index nodes) {
  PosteriorOptions o;
  o.tail_share = 1e-16;
  o.nodes = nodes;
  return o;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(posterior_dense)

BOOST_AUTO_TEST_CASE(an_equation_a_side_and_sensors_on_one_axis_agree_with_a_dense_gp) {
  const SpectralFactor factor = flat_band_factor(1.0, 2.0);
  const auto source = [](double x, double) { return std::cos(2 * x) + x; };
  const auto variable = [](double x, double) { return 1 + 0.5 * x * x; };
  PosteriorProblem p;
  p.axes = {axis("x", -1, 1)};
  p.priors = {std::make_shared<AxisPrior>(std::pair{-1.0, 1.0}, factor)};
  p.variance = 2.5;
  // The source has parts far outside the band: 1e-6 is what a misfit must not drown in.
  p.equation = linear_equation({{{2}, variable}, {{0}, constant(3)}}, source);
  p.equation->noise = 1e-6;
  p.sides = {{0, true, {2, 1}, [](const GridCoordinates&) { return VectorXd::Ones(1); }, 1e-3}};
  std::mt19937_64 generator(3);
  PointObservations slopes = measure(
      random_points(4, p.axes, generator), [](double x, double) { return x; }, 0.01, generator);
  slopes.expression = {{{1}, {0}}, {VectorXd::LinSpaced(4, 0.5, 2), VectorXd::Ones(1)}};
  p.observations = {measure(
                        random_points(3, p.axes, generator),
                        [](double x, double) { return std::sin(x); }, 0.02, generator),
                    slopes};
  constexpr Index nodes = 16;
  const PosteriorResult result = solve_posterior(p, nearly_no_cut(nodes));

  std::vector<Datum> data;
  for (const auto& [x, w] : rule(-1, 1, nodes))
    data.push_back({x, 0, {{{2}, variable(x, 0)}, {{0}, 3}}, source(x, 0), 1e-12 / w});
  data.push_back({1, 0, {{{0}, 2}, {{1}, 1}}, 1, 1e-6});
  for (Index i = 0; i < 3; ++i)
    data.push_back(
        {p.observations[0].points(i, 0), 0, {{{0}, 1}}, p.observations[0].values[i], 4e-4});
  for (Index i = 0; i < 4; ++i)
    data.push_back({slopes.points(i, 0),
                    0,
                    {{{1}, slopes.expression.coefficients[0][i]}, {{0}, 1}},
                    slopes.values[i],
                    1e-4});
  const DenseGp dense({factor}, 2.5, data);
  compare(result, dense,
          {{-1, 0, {{{0}, 1}}, 0, 0},
           {0.3, 0, {{{0}, 1}}, 0, 0},
           {0.9, 0, {{{1}, 1}}, 0, 0},
           {-0.5, 0, {{{2}, 0.1}, {{1}, 0.3}}, 0, 0}},
          2.5);
  BOOST_TEST(result.report.log_evidence == dense.log_evidence(),
             boost::test_tools::tolerance(1e-7));
  BOOST_TEST(!result.report.conservative);
}

BOOST_AUTO_TEST_CASE(an_equation_that_holds_to_the_default_1e_8_agrees_with_a_dense_gp) {
  const std::vector<SpectralFactor> factors{flat_band_factor(0.5, 1.0), flat_band_factor(0.5, 1.0)};
  std::mt19937_64 generator(5);
  const Draw truth(factors, generator);
  const auto laplacian = [&](double x, double y) { return truth(x, y, 2, 0) + truth(x, y, 0, 2); };
  PosteriorProblem p;
  p.axes = {axis("x", 0, 1), axis("y", 0, 1)};
  for (std::size_t k = 0; k < 2; ++k)
    p.priors.push_back(std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, factors[k]));
  p.variance = 1;
  p.equation = linear_equation({{{2, 0}, constant(1)}, {{0, 2}, constant(1)}}, laplacian);
  p.observations = {measure(random_points(6, p.axes, generator), truth, 1e-3, generator)};
  constexpr Index nodes = 10;
  PosteriorOptions options = nearly_no_cut(nodes);
  const PosteriorResult result = solve_posterior(p, options);
  // 1e-8 of the prior standard deviation of the Laplacian, known here in closed form.
  const auto moment = [&](int order) {
    return (factors[0].weights.array() *
            (2 * std::numbers::pi * factors[0].frequencies.array()).pow(order))
        .sum();
  };
  const double variance = 1e-16 * (2 * moment(4) + 2 * moment(2) * moment(2));
  std::vector<Datum> data;
  for (const auto& [y, v] : rule(0, 1, nodes))
    for (const auto& [x, w] : rule(0, 1, nodes))
      data.push_back({x, y, {{{2, 0}, 1}, {{0, 2}, 1}}, laplacian(x, y), variance / (v * w)});
  for (Index i = 0; i < 6; ++i)
    data.push_back({p.observations[0].points(i, 0),
                    p.observations[0].points(i, 1),
                    {{{0, 0}, 1}},
                    p.observations[0].values[i],
                    1e-6});
  const DenseGp dense(factors, 1, data);
  compare(result, dense,
          {{0.5, 0.5, {{{0, 0}, 1}}, 0, 0},
           {0, 1, {{{0, 0}, 1}}, 0, 0},
           {0.2, 0.9, {{{0, 1}, 0.2}, {{1, 0}, 0.1}}, 0, 0}},
          1);
  BOOST_TEST(result.report.log_evidence == dense.log_evidence(),
             boost::test_tools::tolerance(1e-6));
  BOOST_TEST_MESSAGE("condition " << result.report.condition << ", unknowns "
                                  << result.report.ranks[0] * result.report.ranks[1]);
}

BOOST_AUTO_TEST_CASE(regression_without_an_equation_agrees_with_more_and_fewer_data_than_unknowns) {
  const SpectralFactor factor = flat_band_factor(2.0, 1.0);
  for (const Index count : {8, 60}) {
    std::mt19937_64 generator(7);
    PosteriorProblem p;
    p.axes = {axis("x", 0, 1)};
    p.priors = {std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, factor)};
    p.variance = 0.7;
    p.mean = 3;
    p.observations = {measure(
        random_points(count, p.axes, generator),
        [](double x, double) { return 3 + std::cos(9 * x); }, 0.05, generator)};
    const PosteriorResult result = solve_posterior(p, nearly_no_cut(0));
    std::vector<Datum> data;
    for (Index i = 0; i < count; ++i)
      data.push_back(
          {p.observations[0].points(i, 0), 0, {{{0}, 1}}, p.observations[0].values[i] - 3, 0.0025});
    const DenseGp dense({factor}, 0.7, data);
    for (const double x : {0.0, 0.31, 1.0}) {
      const Prediction q =
          result.field->evaluate(scattered_points(MatrixXd::Constant(1, 1, x)), function_value(1));
      const auto [mean, variance] = dense.predict({x, 0, {{{0}, 1}}, 0, 0});
      BOOST_TEST(std::abs(q.mean[0] - 3 - mean) < 1e-9);
      BOOST_TEST(std::abs(std::pow(q.standard_deviation[0], 2) - variance) < 1e-9);
    }
    BOOST_TEST(result.report.log_evidence_of_observations == dense.log_evidence(),
               boost::test_tools::tolerance(1e-9));
  }
}

BOOST_AUTO_TEST_SUITE_END()
