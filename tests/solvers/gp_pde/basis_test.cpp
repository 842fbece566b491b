#include <cmath>
#include <numbers>

#include <boost/math/special_functions/legendre.hpp>
#include <boost/test/unit_test.hpp>

#include "models/kernels/kernel_1d.hpp"
#include "models/kernels/make_kernel.hpp"
#include "solvers/gp_pde/basis_1d.hpp"
#include "solvers/gp_pde/gauss_legendre.hpp"
#include "solvers/gp_pde/legendre.hpp"
#include "solvers/gp_pde/spectral_factor.hpp"

using namespace tessera;
using namespace tessera::gp_pde;
using Eigen::MatrixXd;
using Eigen::VectorXd;

BOOST_AUTO_TEST_SUITE(basis_1d)

BOOST_AUTO_TEST_CASE(gauss_legendre_rules_integrate_powers_exactly) {
  for (const Index n : {2, 8, 106, 372, 900}) {
    const GaussLegendreHalf rule = gauss_legendre(n);
    for (const Index power : {Index{0}, Index{2}, n, 2 * n - 2}) {
      if (power % 2 != 0) continue;
      long double sum = 0;
      for (Index i = 0; i < n / 2; ++i)
        sum += 2 * static_cast<long double>(rule.weights[i]) *
               std::pow(static_cast<long double>(rule.nodes[i]), static_cast<long double>(power));
      BOOST_TEST(static_cast<double>(sum * static_cast<long double>(power + 1) / 2) == 1.0,
                 boost::test_tools::tolerance(1e-13));
    }
  }
}

BOOST_AUTO_TEST_CASE(gauss_legendre_nodes_are_zeros_of_the_legendre_polynomial) {
  const auto zeros = boost::math::legendre_p_zeros<long double>(64);
  const GaussLegendreHalf rule = gauss_legendre(64);
  for (Index i = 0; i < 32; ++i)
    BOOST_TEST(rule.nodes[i] == static_cast<double>(zeros[static_cast<std::size_t>(i)]),
               boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(legendre_derivatives_agree_with_boost) {
  const VectorXd x = VectorXd::LinSpaced(11, -0.99, 0.99);
  for (const Index k : {2, 5, 12, 13}) {
    const Parity parity = k % 2 == 0 ? Parity::even : Parity::odd;
    MatrixXd unit = MatrixXd::Zero(8, 1);
    unit(k / 2, 0) = 1;
    const MatrixXd d = differentiate(unit, parity);
    const LegendreTable table = legendre_table(x, 16);
    const VectorXd values = (parity == Parity::even ? table.odd : table.even) * d;
    for (Index i = 0; i < x.size(); ++i)
      BOOST_TEST(values[i] == std::sqrt(static_cast<double>(k) + 0.5) *
                                  boost::math::legendre_p_prime(static_cast<int>(k), x[i]),
                 boost::test_tools::tolerance(1e-11));
  }
}

BasisRequest request(double band, Index rank, Index nodes) {
  BasisRequest r;
  r.range = {-1.0, 2.0};
  r.spectrum.band = band;
  r.rank = rank;
  r.maximum_nodes = nodes;
  return r;
}

BOOST_AUTO_TEST_CASE(prolate_functions_are_orthonormal_and_solve_the_sinc_integral_equation) {
  const Basis1D basis(request(4.0, 40, 400));
  const MatrixXd phi = basis.evaluate(basis.nodes(), 0);
  const VectorXd& w = basis.weights();
  const MatrixXd gram = phi.transpose() * w.asDiagonal() * phi;
  BOOST_TEST((gram - MatrixXd::Identity(40, 40)).cwiseAbs().maxCoeff() < 1e-12);
  // Karhunen-Loeve functions of the flat band: the kernel maps each to a multiple of itself.
  const auto kernel = flat_band_kernel(1.0, 4.0);
  const Index n = w.size();
  MatrixXd k(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) k(i, j) = kernel->value(basis.nodes()[i] - basis.nodes()[j]);
  const MatrixXd mapped = phi.transpose() * w.asDiagonal() * k * w.asDiagonal() * phi;
  MatrixXd off = mapped;
  off.diagonal().setZero();
  BOOST_TEST(off.cwiseAbs().maxCoeff() < 1e-12);
}

BOOST_AUTO_TEST_CASE(derivatives_of_basis_functions_agree_with_differences) {
  const Basis1D basis(request(3.0, 30, 400));
  const VectorXd x = VectorXd::LinSpaced(9, -0.8, 1.8);
  const double h = 1e-4;
  for (const int order : {0, 1, 2}) {
    const MatrixXd d = basis.evaluate(x, order + 1);
    const MatrixXd difference =
        (8.0 * (basis.evaluate(x.array() + h, order) - basis.evaluate(x.array() - h, order)) -
         (basis.evaluate(x.array() + 2 * h, order) - basis.evaluate(x.array() - 2 * h, order))) /
        (12 * h);
    BOOST_TEST((d - difference).norm() < 1e-9 * d.norm());
  }
}

BOOST_AUTO_TEST_CASE(values_at_nodes_by_parity_equal_plain_evaluation) {
  const Basis1D basis(request(5.0, 51, 400));
  Tensor c({basis.rank(), 3});
  c.values = VectorXd::LinSpaced(c.values.size(), -1, 2).array().sin();
  const Eigen::Map<const MatrixXd> coefficients(c.values.data(), basis.rank(), 3);
  for (const int order : {0, 1, 2}) {
    const MatrixXd dense = basis.evaluate(basis.nodes(), order);
    const Tensor fast = basis.at_nodes(order).multiply(c, 0);
    const MatrixXd slow = dense * coefficients;
    BOOST_TEST((Eigen::Map<const MatrixXd>(fast.values.data(), slow.rows(), 3) - slow).norm() <
               1e-12 * slow.norm());
    const Tensor back = basis.at_nodes(order).multiply_transposed(fast, 0);
    const MatrixXd slow_back = dense.transpose() * slow;
    BOOST_TEST(
        (Eigen::Map<const MatrixXd>(back.values.data(), basis.rank(), 3) - slow_back).norm() <
        1e-12 * slow_back.norm());
  }
}

BOOST_AUTO_TEST_CASE(stiffness_equals_quadrature_of_derivatives) {
  const Basis1D basis(request(2.0, 24, 400));
  const auto [even, odd] = basis.energy(1);
  const MatrixXd d = basis.evaluate(basis.nodes(), 1);
  const MatrixXd s = d.transpose() * basis.weights().asDiagonal() * d;
  BOOST_TEST((s.topLeftCorner(12, 12) - even).norm() < 1e-10 * s.norm());
  BOOST_TEST((s.bottomRightCorner(12, 12) - odd).norm() < 1e-10 * s.norm());
  BOOST_TEST(s.topRightCorner(12, 12).norm() < 1e-10 * s.norm());
}

BOOST_AUTO_TEST_CASE(a_basis_of_sufficient_rank_discards_no_variance_and_a_small_one_does) {
  const double band = 6.0;
  const Spectrum flat{band, {}};
  const Basis1D enough(request(band, flat_band_rank(band, 3.0), 400));
  BOOST_TEST(discarded_variance(enough, flat) < 1e-12);
  const Basis1D half(request(band, 18, 400));
  const double discarded = discarded_variance(half, flat);
  BOOST_TEST(discarded > 0.4);
  BOOST_TEST(discarded < 0.6);
}

BOOST_AUTO_TEST_CASE(weighted_features_with_flat_density_span_the_prolate_functions) {
  BasisRequest r = request(4.0, flat_band_rank(4.0, 3.0), 400);
  r.spectrum.density = [](double) { return 1.0; };
  const Basis1D features(r);
  BOOST_TEST(features.kind() == "weighted features");
  BOOST_TEST(features.orthogonality_defect() < 1e-10);
  BOOST_TEST(discarded_variance(features, {4.0, {}}) < 1e-12);
}

BOOST_AUTO_TEST_CASE(too_few_nodes_lower_the_rank_and_not_the_orthogonality) {
  const Basis1D basis(request(30.0, 220, 120));
  BOOST_TEST(basis.nodes().size() == 120);
  BOOST_TEST(basis.rank() < 120);
  BOOST_TEST(basis.orthogonality_defect() < 1e-5);
}

BOOST_AUTO_TEST_CASE(impossible_requests_are_refused) {
  BOOST_CHECK_THROW(Basis1D(request(0.0, 20, 100)), std::invalid_argument);
  BOOST_CHECK_THROW(Basis1D(request(1.0, 2, 100)), std::invalid_argument);
  BOOST_CHECK_THROW(gauss_legendre(7), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(spectral_factor_and_gram_matrix_of_a_kernel_give_the_same_functions) {
  const std::shared_ptr<const Kernel1D> kernel =
      make_kernel("squared exponential", {{"length_scale", 0.3}});
  BasisRequest spectral;
  spectral.range = {0, 2};
  spectral.spectrum.band = 12;
  spectral.rank = 60;
  spectral.maximum_nodes = 400;
  BasisRequest gram = spectral;
  spectral.spectrum.factor = std::make_shared<SpectralFactor>(spectral_factor(*kernel, 2));
  gram.spectrum.gram_kernel = kernel;
  const Basis1D a(spectral);
  const Basis1D b(gram);
  BOOST_TEST(a.kind() == "weighted features");
  BOOST_TEST(b.kind() == "gram");
  BOOST_TEST(spectral.spectrum.factor->bound() < 1e-11);
  // The leading eigenfunctions lie in the span of the waves.
  const Eigen::VectorXd x = b.nodes();
  const Eigen::MatrixXd eigenfunctions = b.evaluate(x, 0);
  const Eigen::MatrixXd waves = a.evaluate(x, 0);
  for (const Index j : {Index{0}, Index{1}, Index{3}, Index{5}}) {
    for (const Index column : {j, b.rank_even() + j}) {
      const Eigen::VectorXd f = eigenfunctions.col(column);
      const Eigen::VectorXd inside = waves * (waves.transpose() * (b.weights().asDiagonal() * f));
      BOOST_TEST((f - inside).norm() / f.norm() < 1e-6);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
