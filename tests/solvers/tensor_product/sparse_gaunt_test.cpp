#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "models/equivariant/spherical_harmonics.hpp"
#include "tests/solvers/tensor_product/coupling_brute_force.hpp"

using namespace tessera;
using namespace tessera::test;

namespace {

constexpr InstructionSet best = InstructionSet::automatic;

/// Paths of even l1 + l2 + l3 up to a degree; outputs add up.
CouplingProblem gaunt_problem(int first, int second, int out) {
  std::vector<Irrep> wanted;
  for (int l = 0; l <= out; ++l) wanted.push_back({l, l % 2 == 0 ? 1 : -1});
  return all_paths(spherical_function_irreps(first), spherical_function_irreps(second), true,
                   wanted);
}

/// Integral of three harmonics over CouplingTensor.
long double factor_of(int l1, int l2, int l3) {
  return std::sqrt(static_cast<long double>((2 * l1 + 1) * (2 * l2 + 1) * (2 * l3 + 1)) /
                   (4 * std::numbers::pi_v<long double>)) *
         std::abs(racah_3j(l1, l2, l3, 0, 0));
}

template <class Real>
void check_against_brute_force(int first, int second, int out, InstructionSet level = best,
                               Index channels = 3) {
  CouplingProblem problem = gaunt_problem(first, second, out);
  problem.channels = channels;
  const int degrees[] = {first, second};
  const auto kernel = make_sparse_gaunt_kernel<Real>(degrees, out, resolve_instruction_set(level));
  std::mt19937 generator(17);
  const ProductIndex<Real> index{problem};
  ProductData data = index.zeros(), bar = index.zeros();
  for (auto* values : {&data.x, &data.y, &bar.out}) fill_normal<Real>(generator, *values);
  KernelData<Real> mine(data), my_bar(bar);
  run_kernel(*kernel, problem, mine, my_bar);
  problem.options.weights = ProductWeights::uuu;
  data.weights = index.zeros().weights;
  bar.weights = data.weights;
  for (std::size_t p = 0; p < problem.paths.size(); ++p)
    for (Index n = 0; n < index.groups; ++n)
      for (Index lane = 0; lane < index.lanes; ++lane) {
        const TensorProductPath& path = problem.paths[p];
        data.weights[index.weight(n, static_cast<Index>(p), lane)] =
            factor_of(static_cast<int>(path.first), static_cast<int>(path.second),
                      static_cast<int>(path.out));
      }
  brute_force<Real>(problem, data, bar);
  const double tolerance = sizeof(Real) == 4 ? 2e-6 : 1e-14;
  BOOST_TEST(relative_error(mine.out, data.out) <= tolerance);
  BOOST_TEST(relative_error(my_bar.x, bar.x) <= tolerance);
  BOOST_TEST(relative_error(my_bar.y, bar.y) <= tolerance);
}

}  // namespace

BOOST_AUTO_TEST_CASE(full_gaunt_products_and_gradients_agree_with_racahs_sum) {
  for (const int degree : {0, 1, 2, 3, 4, 5, 8}) {
    check_against_brute_force<double>(degree, degree, 2 * degree);
    check_against_brute_force<float>(degree, degree, 2 * degree);
  }
  check_against_brute_force<double>(2, 6, 8);
  check_against_brute_force<double>(2, 2, 4, best, 200);
}

BOOST_AUTO_TEST_CASE(gaunt_products_of_any_output_degree_agree_with_racahs_sum) {
  for (const int out : {0, 2, 3, 5, 7, 9}) {
    check_against_brute_force<double>(3, 4, out);
    check_against_brute_force<float>(3, 4, out);
  }
}

BOOST_AUTO_TEST_CASE(every_instruction_set_gives_the_same_gaunt_products_to_rounding) {
  for (const InstructionSet level :
       {InstructionSet::generic, InstructionSet::x86_64_v3, InstructionSet::x86_64_v4}) {
    try {
      resolve_instruction_set(level);
    } catch (const std::invalid_argument&) {
      continue;
    }
    for (const int degree : {1, 2, 3, 4, 6}) {
      check_against_brute_force<double>(degree, degree, 2 * degree, level);
      check_against_brute_force<float>(degree, degree, degree, level);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_product_is_the_product_of_the_functions_at_every_point) {
  constexpr int first = 11, second = 9;
  const int degrees[] = {first, second};
  const auto kernel =
      make_sparse_gaunt_kernel<double>(degrees, first + second, resolve_instruction_set(best));
  const CouplingProblem problem = gaunt_problem(first, second, first + second);
  const ProductIndex<double> index{problem};
  ProductData values = index.zeros();
  std::mt19937 generator(2);
  fill_normal<double>(generator, values.x);
  fill_normal<double>(generator, values.y);
  KernelData<double> data(values), bar(index.zeros());
  run_kernel(*kernel, problem, data, bar);
  const auto evaluate = [&](const std::vector<double>& coefficients, int degree,
                            const double* point) {
    const SphericalHarmonics harmonics(degree);
    std::vector<double> y(static_cast<std::size_t>(harmonics.count()));
    harmonics.evaluate(1, point, y.data());
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
      sum += y[i] * coefficients[i * static_cast<std::size_t>(index.lanes)];
    return sum;
  };
  std::normal_distribution<double> normal;
  for (int trial = 0; trial < 10; ++trial) {
    const double point[] = {normal(generator), normal(generator), normal(generator)};
    BOOST_TEST(evaluate(data.out, first + second, point) ==
                   evaluate(data.x, first, point) * evaluate(data.y, second, point),
               boost::test_tools::tolerance(1e-10));
  }
}

BOOST_AUTO_TEST_CASE(nan_in_a_function_reaches_its_gaunt_products) {
  for (const int degree : {2, 5}) {
    const int degrees[] = {degree, degree};
    const auto kernel =
        make_sparse_gaunt_kernel<float>(degrees, 2 * degree, resolve_instruction_set(best));
    const CouplingProblem problem = gaunt_problem(degree, degree, 2 * degree);
    const ProductIndex<float> index{problem};
    ProductData values = index.zeros(), bars = index.zeros();
    std::fill(values.x.begin(), values.x.end(), 1);
    std::fill(values.y.begin(), values.y.end(), 1);
    values.x[index.x(0, 0, 1)] = std::numeric_limits<long double>::quiet_NaN();
    KernelData<float> data(values), bar(bars);
    run_kernel(*kernel, problem, data, bar);
    brute_force<float>(problem, values, bars);
    for (std::size_t i = 0; i < data.out.size(); ++i)
      BOOST_TEST((!std::isnan(values.out[i]) || std::isnan(data.out[i])));
  }
}

BOOST_AUTO_TEST_CASE(degrees_that_sparse_products_do_not_have_are_refused_with_the_method_to_take) {
  const int too_large[] = {33, 2}, three[] = {1, 1, 1};
  const auto names_grid = [](const std::invalid_argument& error) {
    return std::string(error.what()).find("take grid") != std::string::npos;
  };
  BOOST_CHECK_EXCEPTION(make_sparse_gaunt_kernel<double>(too_large, 35, InstructionSet::generic),
                        std::invalid_argument, names_grid);
  BOOST_CHECK_EXCEPTION(make_sparse_gaunt_kernel<double>(three, 3, InstructionSet::generic),
                        std::invalid_argument, names_grid);
}
