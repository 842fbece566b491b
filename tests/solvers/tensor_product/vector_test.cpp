#include <array>
#include <limits>
#include <numbers>
#include <set>

#include <Eigen/Geometry>
#include <boost/test/unit_test.hpp>

#include "models/equivariant/wigner_3j.hpp"
#include "models/equivariant/wigner_d.hpp"
#include "tests/solvers/tensor_product/function_products.hpp"

using namespace tessera;
using namespace tessera::test;

namespace {

constexpr auto grid = TensorProductMethod::grid;

template <class Real>
KernelRun<Real> vector_run(
    int scalar, int field, int out, Index groups, TensorProductMethod method = grid,
    InstructionSet level = resolve_instruction_set(InstructionSet::automatic)) {
  return {make_vector_kernel<Real>(scalar, field, out, method, level), groups};
}

Index field_size(int degree) {
  return 3 * function_size(degree);
}

struct FieldBlock {
  int l, j;
  Index offset;
};

std::vector<FieldBlock> field_blocks(int degree) {
  std::vector<FieldBlock> blocks;
  Index offset = 0;
  for (int l = 0; l <= degree; ++l)
    for (int j = std::abs(l - 1); j <= l + 1; ++j) {
      blocks.push_back({l, j, offset});
      offset += 2 * j + 1;
    }
  return blocks;
}

/// All products of unit coefficients: out as a table by scalar and field coefficient.
class ProductTable {
 public:
  ProductTable(int scalar, int field, int out)
      : scalars_(function_size(scalar)), fields_(field_size(field)), outs_(field_size(out)) {
    constexpr Index lanes = lane_count<double>;
    const Index groups = (scalars_ * fields_ + lanes - 1) / lanes;
    std::vector<LaneArray<double>> units{
        LaneArray<double>(static_cast<std::size_t>(groups * scalars_ * lanes)),
        LaneArray<double>(static_cast<std::size_t>(groups * fields_ * lanes))};
    for (Index n = 0; n < scalars_ * fields_; ++n) {
      units[0][lane_index<double>(n / lanes, scalars_, n / fields_, n % lanes)] = 1;
      units[1][lane_index<double>(n / lanes, fields_, n % fields_, n % lanes)] = 1;
    }
    values_ = vector_run<double>(scalar, field, out, groups).execute(units, outs_);
  }
  double operator()(Index x, Index y, Index out) const {
    const Index n = x * fields_ + y;
    return values_[lane_index<double>(n / lane_count<double>, outs_, out, n % lane_count<double>)];
  }

 private:
  Index scalars_, fields_, outs_;
  LaneArray<double> values_;
};

double magnitude(int j1, int l2, int j2, int l3, int j3) {
  const double root = std::sqrt((2 * j1 + 1) * (2 * l2 + 1) * (2 * l3 + 1) * (2 * j2 + 1) *
                                (2 * j3 + 1) / (4 * std::numbers::pi));
  return root * std::abs(wigner_3j(j1, l2, l3, 0, 0, 0) * wigner_6j(j1, l2, l3, 1, j3, j2));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(vector_products)

BOOST_AUTO_TEST_CASE(each_path_is_its_coupling_tensor_times_the_6j_formula_and_odd_triples_exist) {
  constexpr int largest = 6;
  const ProductTable table(largest, largest + 1, largest + 1);
  std::set<std::array<int, 3>> reached;
  double error = 0;
  for (int j1 = 0; j1 <= largest; ++j1)
    for (const FieldBlock& second : field_blocks(largest + 1))
      for (const FieldBlock& out : field_blocks(largest + 1)) {
        const int j2 = second.j, j3 = out.j;
        if (j2 > largest || j3 > largest) continue;
        const CouplingTensor tensor(j1, j2, j3);
        const auto entry = [&](int m1, int m2, int m3) {
          return table(j1 * j1 + j1 + m1, second.offset + j2 + m2, out.offset + j3 + m3);
        };
        double projection = 0;
        const auto for_each = [&](auto visit) {
          for (int m1 = -j1; m1 <= j1; ++m1)
            for (int m2 = -j2; m2 <= j2; ++m2)
              for (int m3 = -j3; m3 <= j3; ++m3)
                visit(entry(m1, m2, m3), static_cast<double>(tensor(m1, m2, m3)));
        };
        for_each([&](double value, double t) { projection += value * t; });
        for_each([&](double value, double t) {
          error = std::max(error, std::abs(value - projection * t));
        });
        const double expected =
            is_triangle(j1, j2, j3) ? magnitude(j1, second.l, j2, out.l, j3) : 0;
        error = std::max(error, std::abs(std::abs(projection) - expected));
        if (expected > 1e-6) reached.insert({j1, j2, j3});
      }
  BOOST_TEST(error <= 1e-13);
  for (int j1 = 0; j1 <= largest; ++j1)
    for (int j2 = 0; j2 <= largest; ++j2)
      for (int j3 = 0; j3 <= largest; ++j3)
        if (is_triangle(j1, j2, j3) && (j1 + j2 + j3) % 2 == 1)
          BOOST_TEST(reached.count({j1, j2, j3}) == 1U);
}

BOOST_AUTO_TEST_CASE(the_methods_agree) {
  std::mt19937 generator(21);
  for (const auto& [scalar, field, out] :
       {std::array{3, 2, 5}, std::array{2, 4, 3}, std::array{0, 0, 2}}) {
    const std::vector<LaneArray<double>> factors{
        random_lanes<double>(generator, 2, function_size(scalar)),
        random_lanes<double>(generator, 2, field_size(field))};
    const auto out_bar = random_lanes<double>(generator, 2, field_size(out));
    auto by_grid = vector_run<double>(scalar, field, out, 2);
    const auto z = by_grid.execute(factors, field_size(out));
    const auto bars = by_grid.adjoint(factors, out_bar);
    for (const auto method : {TensorProductMethod::sparse, TensorProductMethod::fourier}) {
      auto other = vector_run<double>(scalar, field, out, 2, method);
      BOOST_TEST(max_norm_error(other.execute(factors, field_size(out)), z) <= 1e-14);
      const auto other_bars = other.adjoint(factors, out_bar);
      for (std::size_t k = 0; k < 2; ++k)
        BOOST_TEST(max_norm_error(other_bars[k], bars[k]) <= 1e-14);
    }
  }
}

BOOST_AUTO_TEST_CASE(gradients_obey_the_adjoint_identity) {
  std::mt19937 generator(22);
  for (const InstructionSet level : available_levels())
    for (const auto& [scalar, field, out] :
         {std::array{0, 0, 0}, std::array{4, 3, 7}, std::array{2, 5, 4}, std::array{9, 1, 12}}) {
      const std::vector<LaneArray<double>> factors{
          random_lanes<double>(generator, 2, function_size(scalar)),
          random_lanes<double>(generator, 2, field_size(field))};
      auto run = vector_run<double>(scalar, field, out, 2, grid, level);
      const auto out_bar = random_lanes<double>(generator, 2, field_size(out));
      BOOST_TEST(run.adjoint_error(factors, out_bar, field_size(out)) <= 1e-13);
    }
}

BOOST_AUTO_TEST_CASE(a_constant_times_a_field_is_the_field_in_both_precisions) {
  std::mt19937 generator(23);
  const auto check = [&]<class Real>(Real) {
    const auto field = random_lanes<Real>(generator, 1, field_size(6));
    const LaneArray<Real> one(static_cast<std::size_t>(lane_count<Real>),
                              static_cast<Real>(std::sqrt(4 * std::numbers::pi)));
    const auto z = vector_run<Real>(0, 6, 6, 1).execute({one, field}, field_size(6));
    BOOST_TEST(max_norm_error(z, field) <= rounding_bound<Real>);
  };
  check(1.0);
  check(1.0F);
}

BOOST_AUTO_TEST_CASE(fields_turn_with_their_factors_under_rotation_and_inversion) {
  constexpr int scalar = 4, field = 3, out = 7;
  constexpr Index groups = 100 / lane_count<double> + 1;
  std::mt19937 generator(24);
  std::normal_distribution<double> normal;
  const std::vector<LaneArray<double>> factors{
      random_lanes<double>(generator, groups, function_size(scalar)),
      random_lanes<double>(generator, groups, field_size(field))};
  auto run = vector_run<double>(scalar, field, out, groups);
  auto turned = factors;
  auto expected = run.execute(factors, field_size(out));
  for (Index group = 0; group < groups; ++group)
    for (Index lane = 0; lane < lane_count<double>; ++lane) {
      const Eigen::Quaterniond q(normal(generator), normal(generator), normal(generator),
                                 normal(generator));
      const WignerD rotation(out + 1, q.normalized().toRotationMatrix());
      const auto turn = [&](LaneArray<double>& array, Index size, Index offset, int j, int parity) {
        Eigen::VectorXd c(2 * j + 1);
        for (int m = 0; m <= 2 * j; ++m)
          c[m] = array[lane_index<double>(group, size, offset + m, lane)];
        c = (lane % 2 == 1 ? parity : 1) * (rotation(j) * c).eval();
        for (int m = 0; m <= 2 * j; ++m)
          array[lane_index<double>(group, size, offset + m, lane)] = c[m];
      };
      for (int l = 0; l <= scalar; ++l)
        turn(turned[0], function_size(scalar), l * l, l, l % 2 == 0 ? 1 : -1);
      for (const FieldBlock& b : field_blocks(field))
        turn(turned[1], field_size(field), b.offset, b.j, b.l % 2 == 0 ? -1 : 1);
      for (const FieldBlock& b : field_blocks(out))
        turn(expected, field_size(out), b.offset, b.j, b.l % 2 == 0 ? -1 : 1);
    }
  BOOST_TEST(max_norm_error(run.execute(turned, field_size(out)), expected) <= 1e-12);
}

BOOST_AUTO_TEST_CASE(not_a_number_in_a_field_reaches_the_product) {
  std::mt19937 generator(25);
  auto field = random_lanes<float>(generator, 1, field_size(2));
  field[lane_index<float>(0, 0, 7, 2)] = std::numeric_limits<float>::quiet_NaN();
  const auto z = vector_run<float>(2, 2, 4, 1)
                     .execute({random_lanes<float>(generator, 1, 9), field}, field_size(4));
  bool any = false;
  for (Index i = 0; i < field_size(4); ++i) any |= std::isnan(z[lane_index<float>(0, 0, i, 2)]);
  BOOST_TEST(any);
}

BOOST_AUTO_TEST_SUITE_END()
