#include <cmath>
#include <numbers>

#include <boost/test/unit_test.hpp>

#include "solvers/comparators/axis.hpp"
#include "solvers/comparators/axis_modes.hpp"
#include "solvers/comparators/box_operator.hpp"
#include "solvers/comparators/interpolation.hpp"
#include "solvers/linear/lapack.hpp"
#include "solvers/linear/triangular_sylvester.hpp"

using namespace tessera;
using namespace tessera::comparators;

namespace {

using Conditions = std::vector<UnitCondition>;
using LongMatrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;

const Orders all_orders = {true, true, true, true, true};
const Conditions no_conditions;
const Conditions dirichlet = {{false, {1}}, {true, {1}}};
const Conditions neumann_robin = {{false, {0, 1}}, {true, {1, 0.3}}};
const Conditions clamped = {{false, {1}}, {false, {0, 1}}, {true, {1}}, {true, {0, 1}}};
const Conditions initial = {{false, {1}}};
const Conditions two_initial = {{false, {1}}, {false, {0, 1}}};

Eigen::MatrixXd whole(const Differentiation& d, std::size_t o) {
  const Index n = d.points.size();
  Eigen::MatrixXd a(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < n; ++i) a(i, j) = d.entry(o, i, j);
  return a;
}

/// The first derivative on Chebyshev points of the unit interval from its textbook formula, and its
/// powers, in long double: independent of the formulas of the library.
LongMatrix reference_matrix(Index n, int order) {
  const auto degree = static_cast<long double>(n - 1);
  const auto half_angle = [&](Index k) {
    return std::sin(std::numbers::pi_v<long double> * static_cast<long double>(k) / (2 * degree));
  };
  LongMatrix d(n, n);
  for (Index i = 0; i < n; ++i) {
    d(i, i) = 0;
    for (Index j = 0; j < n; ++j) {
      if (i == j) continue;
      const auto c = [&](Index k) { return k == 0 || k == n - 1 ? 2.0L : 1.0L; };
      const long double difference = half_angle(i + j) * half_angle(i - j);
      d(i, j) = ((i + j) % 2 == 0 ? 1 : -1) * c(i) / c(j) / difference;
      d(i, i) -= d(i, j);
    }
  }
  LongMatrix result = d;
  for (int o = 1; o < order; ++o) result = (result * d).eval();
  return result;
}

/// Values of sum_k coefficients[k] x^k, or of a derivative.
Eigen::VectorXd polynomial(const Eigen::VectorXd& x, const std::vector<double>& coefficients,
                           int order) {
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(x.size());
  for (std::size_t k = 0; k < coefficients.size(); ++k) {
    double factor = coefficients[k];
    const int exponent = static_cast<int>(k) - order;
    for (int o = 0; o < order; ++o) factor *= static_cast<double>(k) - o;
    if (exponent >= 0) sum.array() += factor * x.array().pow(exponent);
  }
  return sum;
}

Eigen::MatrixXd dense(const AxisModes& modes) {
  const Eigen::MatrixXd t =
      modes.diagonal() ? Eigen::MatrixXd(modes.values.asDiagonal()) : modes.triangular;
  return modes.from->dense() * t * modes.to->dense();
}

}  // namespace

BOOST_AUTO_TEST_CASE(folding_is_an_orthogonal_change_of_coordinates) {
  for (Index m : {1, 2, 5, 8}) {
    const Eigen::MatrixXd x = Eigen::MatrixXd::Random(m, 3);
    Eigen::MatrixXd y = x;
    fold_rows(y);
    BOOST_TEST(y.norm() == x.norm(), boost::test_tools::tolerance(1e-15));
    unfold_rows(y);
    BOOST_TEST((y - x).norm() < 1e-15);
    Eigen::MatrixXd z = x.transpose();
    Eigen::MatrixXd folded = x;
    fold_rows(folded);
    fold_columns(z);
    BOOST_TEST((z.transpose() - folded).norm() < 1e-15);
    unfold_columns(z);
    BOOST_TEST((z.transpose() - x).norm() < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(folded_blocks_act_as_the_whole_matrix) {
  for (const int sign : {1, -1})
    for (Index m : {1, 2, 7, 10}) {
      Eigen::MatrixXd a = Eigen::MatrixXd::Random(m, m);
      a = (a + sign * a.reverse()).eval();
      const AxisMatrix blocks = fold_matrix(a.topRows((m + 1) / 2), sign);
      BOOST_TEST((unfold_matrix(blocks) - a).norm() < 1e-14);
      const Eigen::MatrixXd x = Eigen::MatrixXd::Random(m, 4);
      Eigen::MatrixXd folded = x;
      Eigen::MatrixXd y(m, 4);
      fold_rows(folded);
      multiply_left(blocks, folded, y);
      unfold_rows(y);
      BOOST_TEST((y - a * x).norm() < 1e-13);
      Eigen::MatrixXd turned = x.transpose();
      Eigen::MatrixXd z(4, m);
      fold_columns(turned);
      multiply_right(turned, blocks, z);
      add_multiply_right(turned, blocks, z);
      unfold_columns(z);
      BOOST_TEST((z.transpose() - 2 * y).norm() < 1e-13);
    }
}

BOOST_AUTO_TEST_CASE(chebyshev_matrices_agree_with_powers_of_the_first_in_long_double) {
  for (Index n : {5, 6, 16, 33})
    for (int o = 1; o <= 4; ++o) {
      const auto d = chebyshev_differentiation(n, all_orders);
      const LongMatrix reference = reference_matrix(n, o);
      const Eigen::MatrixXd found = whole(d, static_cast<std::size_t>(o));
      for (Index i = 0; i < n; ++i) {
        const auto row = reference.row(i);
        const auto difference = (found.row(i).cast<long double>() - row).cwiseAbs().maxCoeff();
        BOOST_TEST(static_cast<double>(difference / row.cwiseAbs().maxCoeff()) < 1e-13);
      }
    }
}

BOOST_AUTO_TEST_CASE(fourier_matrices_differentiate_waves) {
  for (Index n : {12, 13}) {
    const auto d = fourier_differentiation(n, all_orders);
    const double w = 2 * std::numbers::pi * 5;
    for (std::size_t o = 1; o <= 4; ++o) {
      const Eigen::VectorXd u = (w * d.points.array() + 0.3).sin();
      const double shift = 0.5 * std::numbers::pi * static_cast<double>(o);
      const Eigen::VectorXd exact =
          std::pow(w, static_cast<double>(o)) * (w * d.points.array() + 0.3 + shift).sin();
      BOOST_TEST((whole(d, o) * u - exact).norm() < 1e-12 * exact.norm());
    }
  }
}

BOOST_AUTO_TEST_CASE(difference_formulas_are_exact_for_polynomials_of_their_degree) {
  for (const Index accuracy : {2, 4})
    for (const Stencil stencil : {Stencil::central, Stencil::backward}) {
      const auto d = difference_differentiation(17, all_orders, accuracy, stencil);
      for (std::size_t o = 1; o <= 4; ++o) {
        std::vector<double> coefficients = {0.3, -1, 0.7, 2, -0.4, 1.1, 0.9, -0.2};
        coefficients.resize(o + static_cast<std::size_t>(accuracy));
        const Eigen::VectorXd u = polynomial(d.points, coefficients, 0);
        const Eigen::VectorXd exact = polynomial(d.points, coefficients, static_cast<int>(o));
        BOOST_TEST((whole(d, o) * u - exact).norm() < 1e-8 * (1 + exact.norm()));
      }
    }
}

BOOST_AUTO_TEST_CASE(periodic_differences_are_of_their_order) {
  for (const Index accuracy : {2, 4})
    for (std::size_t o = 1; o <= 4; ++o) {
      const auto error = [&](Index n) {
        const auto d = difference_differentiation(n, all_orders, accuracy, Stencil::periodic);
        const double w = 2 * std::numbers::pi;
        const double shift = 0.5 * std::numbers::pi * static_cast<double>(o);
        const Eigen::VectorXd u = (w * d.points.array()).sin();
        const Eigen::VectorXd exact =
            std::pow(w, static_cast<double>(o)) * (w * d.points.array() + shift).sin();
        return (whole(d, o) * u - exact).norm() / exact.norm();
      };
      const double observed = std::log2(error(40) / error(80));
      BOOST_TEST(std::abs(observed - static_cast<double>(accuracy)) < 0.05);
    }
}

BOOST_AUTO_TEST_CASE(conditions_are_eliminated_exactly_on_polynomials) {
  const std::vector<double> coefficients = {0.3, -1, 0.7, 2, -0.4, 1.1, 0.9, -0.2};
  for (const Conditions& conditions :
       {no_conditions, dirichlet, neumann_robin, clamped, initial, two_initial})
    for (const Elimination elimination : {Elimination::balanced, Elimination::own_ends})
      for (const Index n : {12, 13}) {
        const auto axis =
            make_axis(chebyshev_differentiation(n, all_orders), conditions, elimination);
        // Matrices: with no conditions they have no rows.
        const Eigen::MatrixXd u = polynomial(axis->points, coefficients, 0);
        const Eigen::MatrixXd data = axis->conditions * u;
        const Eigen::MatrixXd inner = u.middleRows(axis->lower, axis->size());
        BOOST_TEST((axis->all_values(inner, data) - u).norm() < 1e-11);
        for (std::size_t o = 1; o <= 4; ++o) {
          const Eigen::VectorXd exact = polynomial(axis->points, coefficients, static_cast<int>(o))
                                            .segment(axis->lower, axis->size());
          const Eigen::MatrixXd found = axis->differentiate(o, inner) + axis->from_data[o] * data;
          BOOST_TEST((found - exact).norm() < 1e-7 * exact.norm());
        }
      }
}

BOOST_AUTO_TEST_CASE(axes_that_are_their_own_mirror_image_are_folded) {
  const auto d = chebyshev_differentiation(20, all_orders);
  const auto folded = [&](const Conditions& c) {
    return make_axis(d, c, Elimination::balanced)->folded;
  };
  BOOST_TEST(folded(dirichlet));
  BOOST_TEST(folded(clamped));
  BOOST_TEST(folded({{false, {1, -2}}, {true, {0.5, 1}}}));
  BOOST_TEST(!folded({{false, {1, 2}}, {true, {0.5, 1}}}));
  BOOST_TEST(!folded(neumann_robin));
  BOOST_TEST(!folded(initial));
  BOOST_TEST(!folded(two_initial));
}

BOOST_AUTO_TEST_CASE(conditions_that_repeat_each_other_are_told) {
  const auto d = chebyshev_differentiation(20, all_orders);
  BOOST_CHECK_THROW(make_axis(d, {{false, {1}}, {false, {1}}}, Elimination::balanced),
                    std::runtime_error);
}

BOOST_AUTO_TEST_CASE(modes_reproduce_the_matrix_of_their_axis) {
  const auto check = [](const std::shared_ptr<const Axis>& axis,
                        const std::vector<double>& coefficients, bool diagonal) {
    const BoxOperator op({axis, single_point()}, {coefficients, {}}, 0);
    const AxisModes modes = axis_modes(*axis, op.along(0), coefficients);
    const Eigen::MatrixXd a = op.along(0).dense();
    BOOST_TEST(modes.diagonal() == diagonal);
    BOOST_TEST((dense(modes) - a).norm() < 1e-12 * a.norm());
  };
  for (const Index n : {11, 24, 61}) {
    const auto axis = [&](const Conditions& c) {
      return make_axis(chebyshev_differentiation(n, all_orders), c, Elimination::balanced);
    };
    check(axis(dirichlet), {0, 0, 1}, true);
    check(axis(dirichlet), {0, 1, 1}, true);
    check(axis(dirichlet), {0, 50, 1}, false);
    check(axis(neumann_robin), {0, 0, -2}, true);
    // The largest eigenvalues of coarse fourth derivatives are not real.
    check(axis(clamped), {0, 0, 0, 0, 1}, n > 50);
    check(axis(initial), {0, 3}, false);
    check(axis(two_initial), {0, 0, 1}, false);
    const auto periodic =
        make_axis(fourier_differentiation(n, all_orders), no_conditions, Elimination::balanced);
    check(periodic, {0, 0, 1}, true);
    check(periodic, {0, 3, -0.1}, false);
    const auto differences =
        make_axis(difference_differentiation(n, all_orders, 2, Stencil::central), dirichlet,
                  Elimination::own_ends);
    check(differences, {0, 0, 1}, true);
    BOOST_TEST((modes_method(*differences, differences->derivative[2], {0, 0, 1}) ==
                ModesMethod::symmetric));
  }
}

BOOST_AUTO_TEST_CASE(smallest_chebyshev_eigenvalues_are_those_of_the_string_and_the_clamped_beam) {
  const auto smallest = [](const Conditions& conditions, const std::vector<double>& coefficients,
                           Index count) {
    const auto axis =
        make_axis(chebyshev_differentiation(40, all_orders), conditions, Elimination::balanced);
    const BoxOperator op({axis, single_point()}, {coefficients, {}}, 0);
    Eigen::VectorXd values = axis_modes(*axis, op.along(0), coefficients).values.cwiseAbs();
    std::sort(values.begin(), values.end());
    return Eigen::VectorXd(values.head(count));
  };
  const Eigen::VectorXd string = smallest(dirichlet, {0, 0, 1}, 10);
  for (int k = 1; k <= 10; ++k)
    BOOST_TEST(string[k - 1] == std::pow(std::numbers::pi * k, 2),
               boost::test_tools::tolerance(1e-9));
  // cos b cosh b = 1.
  const Eigen::VectorXd beam = smallest(clamped, {0, 0, 0, 0, 1}, 2);
  BOOST_TEST(beam[0] == std::pow(4.730040744862704, 4), boost::test_tools::tolerance(1e-8));
  BOOST_TEST(beam[1] == std::pow(7.853204624095838, 4), boost::test_tools::tolerance(1e-8));
}

BOOST_AUTO_TEST_CASE(triangular_equations_are_solved_across_blocks_of_two) {
  std::srand(7);
  for (const Index m : {3, 50, 81})
    for (const Index n : {2, 75}) {
      Eigen::MatrixXd a, b, q;
      // Random matrices have conjugate pairs; the shift keeps the equation far from singular.
      real_schur(Eigen::MatrixXd::Random(m, m) + 12 * Eigen::MatrixXd::Identity(m, m), a, q);
      real_schur(Eigen::MatrixXd::Random(n, n), b, q);
      const Eigen::MatrixXd f = Eigen::MatrixXd::Random(m, n);
      Eigen::MatrixXd x = f;
      solve_triangular_sylvester(a, b, x);
      BOOST_TEST((a * x + x * b.transpose() - f).norm() < 1e-12 * f.norm());
      const Eigen::VectorXd d = Eigen::VectorXd::LinSpaced(m, 9, 100);
      x = f;
      solve_diagonal_triangular(d, b, x);
      BOOST_TEST((d.asDiagonal() * x + x * b.transpose() - f).norm() < 1e-12 * f.norm());
    }
}

BOOST_AUTO_TEST_CASE(eigenvalues_of_a_quasi_triangular_matrix_are_those_of_the_matrix) {
  std::srand(8);
  const Eigen::MatrixXd a = Eigen::MatrixXd::Random(20, 20);
  Eigen::MatrixXd t, q;
  real_schur(a, t, q);
  BOOST_TEST((q * t * q.transpose() - a).norm() < 1e-13);
  const Eigen::VectorXcd values = quasi_triangular_eigenvalues(t);
  BOOST_TEST(std::abs(values.sum() - a.trace()) < 1e-12);
  BOOST_TEST(std::abs(values.array().square().sum() - (a * a).trace()) < 1e-12);
}

BOOST_AUTO_TEST_CASE(barycentric_interpolation_is_exact_for_polynomials_and_at_the_points) {
  const Eigen::VectorXd points = chebyshev_points(12);
  Eigen::VectorXd at = Eigen::VectorXd::LinSpaced(37, 0, 1);
  at.tail(2) = points.segment(3, 2);
  const auto f = [](const Eigen::VectorXd& t) {
    return Eigen::VectorXd((t.array() - 0.3).pow(11) + 2 * t.array().square());
  };
  BOOST_TEST((chebyshev_interpolation(points, at) * f(points) - f(at)).cwiseAbs().maxCoeff() <
             1e-14);
}

BOOST_AUTO_TEST_CASE(chebyshev_coefficients_of_a_chebyshev_polynomial_are_one_entry) {
  const Index n = 11;
  for (Index k : {0, 4, 9, 10}) {
    const Eigen::VectorXd theta = Eigen::VectorXd::LinSpaced(n, 0, std::numbers::pi);
    const Eigen::VectorXd values = (static_cast<double>(k) * theta).array().cos();
    Eigen::VectorXd expected = Eigen::VectorXd::Zero(n);
    expected[k] = 1;
    BOOST_TEST((chebyshev_coefficients(n, 0) * values - expected).norm() < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(trigonometric_interpolation_is_exact_for_waves_and_its_coefficients_too) {
  for (Index n : {12, 13}) {
    const auto wave = [](const Eigen::VectorXd& x) {
      return Eigen::VectorXd((2 * std::numbers::pi * 5 * x.array()).cos() +
                             2 * (2 * std::numbers::pi * 3 * x.array()).sin());
    };
    const Eigen::VectorXd points = fourier_differentiation(n, {}).points;
    Eigen::VectorXd at = Eigen::VectorXd::LinSpaced(31, 0, 1);
    at.segment(4, 2) = points.segment(3, 2);
    BOOST_TEST((fourier_interpolation(n, at) * wave(points) - wave(at)).cwiseAbs().maxCoeff() <
               1e-13);
    Eigen::VectorXd expected = Eigen::VectorXd::Zero(n);
    expected[9] = 1;
    expected[6] = 2;
    BOOST_TEST((fourier_coefficients(n, 0) * wave(points) - expected).norm() < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(local_interpolation_is_exact_for_polynomials_of_its_degree) {
  const Eigen::VectorXd at = Eigen::VectorXd::LinSpaced(50, 0, 1);
  const std::vector<double> coefficients = {1, -2, 0.4, 1.5, -0.3, 0.2};
  for (const int width : {4, 6})
    for (Index n : {6, 20}) {
      const std::vector<double> c(coefficients.begin(), coefficients.begin() + width);
      const Eigen::VectorXd points = Eigen::VectorXd::LinSpaced(n, 0, 1);
      BOOST_TEST((local_interpolation(n, false, width, at) * polynomial(points, c, 0) -
                  polynomial(at, c, 0))
                     .cwiseAbs()
                     .maxCoeff() < 1e-14);
    }
  // Around the end of a period.
  const Eigen::VectorXd points = Eigen::VectorXd::LinSpaced(101, 0, 1).head(100);
  const auto wave = [](const Eigen::VectorXd& x) {
    return Eigen::VectorXd((2 * std::numbers::pi * x.array() + 0.2).sin());
  };
  BOOST_TEST((local_interpolation(100, true, 4, at) * wave(points) - wave(at)).norm() < 1e-5);
}
