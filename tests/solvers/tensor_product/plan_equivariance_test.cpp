#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include <Eigen/Geometry>
#include <boost/test/unit_test.hpp>

#include "models/equivariant/wigner_d.hpp"
#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/tensor_product_plan.hpp"

using namespace tessera;

namespace {

constexpr Index channels = lane_count<double>;

/// A rotation, and whether an inversion follows it.
struct Motion {
  WignerD rotation;
  bool inverted;
};

Motion random_motion(int degree, std::mt19937& generator) {
  std::normal_distribution<double> normal;
  const Eigen::Quaterniond q(normal(generator), normal(generator), normal(generator),
                             normal(generator));
  return {WignerD(degree, q.normalized().toRotationMatrix()), generator() % 2 == 1};
}

/// One lane group of coefficients, moved block by block.
std::vector<double> moved(const Irreps& irreps, const Motion& motion,
                          const std::vector<double>& coefficients) {
  std::vector<double> out(coefficients.size());
  Index first = 0;
  for (const IrrepBlock& block : irreps.blocks) {
    const Index size = 2 * block.irrep.degree + 1;
    using Lanes = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const double sign = motion.inverted ? block.irrep.parity : 1;
    const Eigen::Map<const Lanes> in(coefficients.data() + first * channels, size, channels);
    Eigen::Map<Lanes>(out.data() + first * channels, size, channels).noalias() =
        sign * motion.rotation(block.irrep.degree) * in;
    first += size;
  }
  return out;
}

std::vector<double> random_coefficients(const Irreps& irreps, std::mt19937& generator) {
  std::normal_distribution<double> normal;
  std::vector<double> values(static_cast<std::size_t>(dimension(irreps) * channels));
  for (double& value : values) value = normal(generator);
  return values;
}

std::vector<double> product(const TensorProductPlan<double>& plan,
                            const std::vector<std::vector<double>>& factors) {
  std::vector<const double*> pointers;
  for (const auto& factor : factors) pointers.push_back(factor.data());
  std::vector<double> out(static_cast<std::size_t>(dimension(plan.out()) * channels));
  std::vector<std::byte> workspace(plan.workspace_bytes());
  plan.execute({1, channels, 1}, pointers.data(), nullptr, out.data(), workspace.data());
  return out;
}

double largest(const std::vector<double>& values) {
  double size = 0;
  for (const double value : values) size = std::max(size, std::abs(value));
  return size;
}

/// Largest difference, over random motions, between the product of moved factors and the moved
/// product, relative to the largest coefficient.
double equivariance_error(const TensorProductOptions& options) {
  const TensorProductPlan<double> plan(options);
  std::mt19937 generator(11);
  std::vector<std::vector<double>> factors;
  int degree = largest_degree(plan.out());
  for (const Irreps& irreps : plan.factors()) {
    factors.push_back(random_coefficients(irreps, generator));
    degree = std::max(degree, largest_degree(irreps));
  }
  const std::vector<double> still = product(plan, factors);
  double error = 0;
  for (int trial = 0; trial < 100; ++trial) {
    const Motion motion = random_motion(degree, generator);
    std::vector<std::vector<double>> turned;
    for (std::size_t k = 0; k < factors.size(); ++k)
      turned.push_back(moved(plan.factors()[k], motion, factors[k]));
    const std::vector<double> after = product(plan, turned);
    const std::vector<double> expected = moved(plan.out(), motion, still);
    for (std::size_t i = 0; i < after.size(); ++i)
      error = std::max(error, std::abs(after[i] - expected[i]));
  }
  return error / largest(still);
}

}  // namespace

BOOST_AUTO_TEST_CASE(products_of_turned_and_inverted_factors_are_turned_and_inverted_products) {
  using enum TensorProductMethod;
  const auto function = [](int degree) { return spherical_function_irreps(degree); };
  for (const TensorProductMethod method : {sparse, grid, fourier}) {
    BOOST_TEST(equivariance_error({.factors = {function(5), function(4)}, .method = method}) <=
               1e-12);
    BOOST_TEST(equivariance_error(
                   {.factors = {function(6), function(6)}, .out = function(4), .method = method}) <=
               1e-12);
  }
  BOOST_TEST(equivariance_error({.factors = {function(3), function(2), function(4)}}) <= 1e-12);
  for (const TensorProductMethod method : {sparse, grid})
    BOOST_TEST(equivariance_error({.coupling = Coupling::vector,
                                   .factors = {function(3), vector_field_irreps(3)},
                                   .method = method}) <= 1e-12);
  const Irreps mixed = parse_irreps("0e + 1o + 1e + 2e + 3o + 4o");
  for (const bool sum : {false, true})
    BOOST_TEST(equivariance_error({.coupling = Coupling::clebsch_gordan,
                                   .factors = {mixed, parse_irreps("1e + 0o + 3e")},
                                   .sum_paths = sum}) <= 1e-12);
}
