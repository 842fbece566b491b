#include <cmath>
#include <limits>
#include <random>
#include <span>

#include <Eigen/Geometry>
#include <boost/test/unit_test.hpp>

#include "models/equivariant/wigner_d.hpp"
#include "tests/solvers/tensor_product/coupling_brute_force.hpp"

using namespace tessera;
using namespace tessera::test;

namespace {

template <class Real>
constexpr double tolerance = sizeof(Real) == 4 ? 2e-6 : 1e-14;

template <class Real>
void check_against_brute_force(const CouplingProblem& problem) {
  std::mt19937 generator(7);
  const ProductIndex<Real> index{problem};
  ProductData data = index.zeros(), bar = index.zeros();
  for (auto* values : {&data.x, &data.y, &data.weights, &bar.out})
    fill_normal<Real>(generator, *values);
  KernelData<Real> mine(data), my_bar(bar);
  const auto kernel = make_clebsch_gordan_kernel<Real>(problem.options, problem.paths);
  run_kernel(*kernel, problem, mine, my_bar);
  brute_force<Real>(problem, data, bar);
  BOOST_TEST(relative_error(mine.out, data.out) <= tolerance<Real>);
  BOOST_TEST(relative_error(my_bar.x, bar.x) <= tolerance<Real>);
  BOOST_TEST(relative_error(my_bar.y, bar.y) <= tolerance<Real>);
  BOOST_TEST(relative_error(my_bar.weights, bar.weights) <= tolerance<Real>);
}

CouplingProblem functions(int first, int second, bool sum) {
  return all_paths(spherical_function_irreps(first), spherical_function_irreps(second), sum);
}

CouplingProblem weighted(CouplingProblem problem, ProductWeights weights, bool per_sample,
                         Index second_channels = 1) {
  problem.options.weights = weights;
  problem.options.weights_per_sample = per_sample;
  problem.options.second_channels = second_channels;
  problem.samples = 3;
  problem.channels = 21;
  return problem;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_path_and_gradient_agrees_with_racahs_sum) {
  for (const bool sum : {false, true}) {
    for (const int degree : {0, 1, 2, 3, 4, 5, 8}) {
      check_against_brute_force<double>(functions(degree, degree, sum));
      check_against_brute_force<float>(functions(degree, degree, sum));
    }
    check_against_brute_force<double>(functions(6, 2, sum));
    check_against_brute_force<double>(functions(0, 7, sum));
  }
}

BOOST_AUTO_TEST_CASE(blocks_of_any_order_multiplicity_and_parity_are_coupled) {
  const Irreps first = parse_irreps("2o + 0e + 1e + 1e + 3o"),
               second = parse_irreps("1o + 4e + 1e");
  for (const bool sum : {false, true}) {
    check_against_brute_force<double>(all_paths(first, second, sum));
    check_against_brute_force<float>(all_paths(second, first, sum));
  }
}

BOOST_AUTO_TEST_CASE(outputs_that_are_not_wanted_are_left_out_and_those_that_none_reaches_are_0) {
  const std::vector<Irrep> wanted{{2, 1}, {9, 1}, {0, 1}, {1, 1}, {1, -1}};
  for (const bool sum : {false, true})
    for (const auto weights : {ProductWeights::none, ProductWeights::uuu}) {
      const Irreps functions = spherical_function_irreps(3);
      check_against_brute_force<double>(
          weighted(all_paths(functions, functions, sum, wanted), weights, false));
    }
}

BOOST_AUTO_TEST_CASE(weights_of_paths_agree_with_brute_force) {
  for (const bool sum : {false, true})
    for (const bool per_sample : {false, true})
      for (const int degree : {1, 3, 5}) {
        const CouplingProblem problem = functions(degree, 2, sum);
        check_against_brute_force<double>(weighted(problem, ProductWeights::uuu, per_sample));
        check_against_brute_force<float>(weighted(problem, ProductWeights::uuu, per_sample));
        for (const Index second_channels : {Index{1}, Index{3}}) {
          const auto uvu = weighted(problem, ProductWeights::uvu, per_sample, second_channels);
          check_against_brute_force<double>(uvu);
          check_against_brute_force<float>(uvu);
        }
      }
}

BOOST_AUTO_TEST_CASE(batches_beyond_one_block_and_beyond_the_cache_agree_with_brute_force) {
  CouplingProblem problem = functions(1, 1, false);
  for (const Index samples : {9, 5000}) {
    problem.samples = samples;
    problem.channels = 17;
    check_against_brute_force<float>(problem);
    check_against_brute_force<double>(problem);
  }
}

BOOST_AUTO_TEST_CASE(an_empty_batch_writes_nothing) {
  CouplingProblem problem = functions(2, 2, true);
  problem.samples = 0;
  check_against_brute_force<double>(problem);
}

BOOST_AUTO_TEST_CASE(two_vectors_give_their_dot_product_and_their_cross_product) {
  const Irreps vector = parse_irreps("1o");
  const CouplingProblem problem = all_paths(vector, vector, false);
  const auto kernel = make_clebsch_gordan_kernel<double>(problem.options, problem.paths);
  const ProductIndex<double> index{problem};
  KernelData<double> data(index.zeros()), bar(index.zeros());
  const Eigen::Vector3d a(0.3, -1.2, 0.7), b(2.1, 0.4, -0.9);
  for (const Index m : {0, 1, 2}) {  // y, z, x
    data.x[index.x(0, m, 0)] = a((m + 1) % 3);
    data.y[index.y(0, 0, m, 0)] = b((m + 1) % 3);
  }
  run_kernel(*kernel, problem, data, bar);
  BOOST_TEST(data.out[index.out(0, 0, 0)] == a.dot(b) / std::sqrt(3.0),
             boost::test_tools::tolerance(1e-14));
  const Eigen::Vector3d cross = a.cross(b);
  for (const Index m : {0, 1, 2})
    BOOST_TEST(data.out[index.out(0, 1 + m, 0)] == cross((m + 1) % 3) / std::sqrt(6.0),
               boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(gradients_are_adjoint_path_by_path_and_weight_by_weight) {
  std::mt19937 generator(3);
  const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
    long double sum = 0, size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      sum += static_cast<long double>(a[i]) * b[i];
      size += std::abs(static_cast<long double>(a[i]) * b[i]);
    }
    return std::pair(sum, size);
  };
  for (const int degree : {2, 5}) {
    const CouplingProblem all = functions(degree, degree, false);
    for (const TensorProductPath& path : all.paths) {
      CouplingProblem one = all;
      one.paths = {{path.first, path.second, 0}};
      one.options.out.blocks = {all.options.out.blocks[static_cast<std::size_t>(path.out)]};
      one.options.weights = ProductWeights::uuu;
      const ProductIndex<double> index{one};
      ProductData values = index.zeros(), bars = index.zeros();
      for (auto* array : {&values.x, &values.y, &values.weights, &bars.out})
        fill_normal<double>(generator, *array);
      KernelData<double> data(values), bar(bars);
      const auto kernel = make_clebsch_gordan_kernel<double>(one.options, one.paths);
      run_kernel(*kernel, one, data, bar);
      const auto [expected, size] = dot(bar.out, data.out);
      for (const auto& [gradient, value] : {std::pair(&bar.x, &data.x), std::pair(&bar.y, &data.y),
                                            std::pair(&bar.weights, &data.weights)})
        BOOST_TEST(std::abs(dot(*gradient, *value).first - expected) <= 1e-13L * size);
    }
  }
}

BOOST_AUTO_TEST_CASE(gradients_that_are_not_wanted_change_nothing_else) {
  for (const auto weights : {ProductWeights::uuu, ProductWeights::uvu}) {
    const CouplingProblem problem = weighted(functions(2, 5, true), weights, false, 3);
    std::mt19937 generator(5);
    const ProductIndex<double> index{problem};
    ProductData values = index.zeros(), bars = index.zeros();
    for (auto* array : {&values.x, &values.y, &values.weights, &bars.out})
      fill_normal<double>(generator, *array);
    KernelData<double> data(values), all(bars), some(bars);
    const auto kernel = make_clebsch_gordan_kernel<double>(problem.options, problem.paths);
    run_kernel(*kernel, problem, data, all);
    KernelWorkspace workspace(*kernel);
    const double* const factors[] = {data.x.data(), data.y.data()};
    const LaneRange range{0, problem.samples * index.groups, index.groups};
    double* const first[] = {some.x.data(), nullptr};
    double* const second[] = {nullptr, some.y.data()};
    for (double* const* factor_bars : {first, second})
      kernel->adjoint(range, {factors, data.weights.data(), some.out.data(), factor_bars, nullptr},
                      workspace.data());
    BOOST_TEST(relative_error(some.x, {all.x.begin(), all.x.end()}) <= 1e-15);
    BOOST_TEST(relative_error(some.y, {all.y.begin(), all.y.end()}) <= 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(nan_reaches_every_output_that_it_touches) {
  for (const int degree : {2, 5}) {
    const CouplingProblem problem = functions(degree, degree, false);
    const ProductIndex<double> index{problem};
    ProductData values = index.zeros(), bars = index.zeros();
    for (const Index i : {0, 1, 5}) {
      std::fill(values.x.begin(), values.x.end(), 1);
      std::fill(values.y.begin(), values.y.end(), 1);
      values.x[index.x(0, i, 2)] = std::numeric_limits<long double>::quiet_NaN();
      KernelData<double> data(values), bar(bars);
      const auto kernel = make_clebsch_gordan_kernel<double>(problem.options, problem.paths);
      run_kernel(*kernel, problem, data, bar);
      brute_force<double>(problem, values, bars);
      for (std::size_t at = 0; at < data.out.size(); ++at)
        BOOST_TEST((!std::isnan(values.out[at]) || std::isnan(data.out[at])));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_instruction_set_gives_the_same_to_rounding) {
  for (const InstructionSet level :
       {InstructionSet::generic, InstructionSet::x86_64_v3, InstructionSet::x86_64_v4}) {
    try {
      resolve_instruction_set(level);
    } catch (const std::invalid_argument&) {
      continue;
    }
    for (const int degree : {1, 3, 6})
      for (const bool sum : {false, true}) {
        CouplingProblem problem = weighted(functions(degree, 2, sum), ProductWeights::uuu, true);
        problem.options.instruction_set = level;
        check_against_brute_force<double>(problem);
        check_against_brute_force<float>(problem);
      }
  }
}

BOOST_AUTO_TEST_CASE(outputs_turn_with_the_factors_and_have_their_parity) {
  std::mt19937 generator(11);
  std::normal_distribution<double> normal;
  const CouplingProblem problem =
      all_paths(parse_irreps("0o + 1e + 2e + 3o"), parse_irreps("0e + 1o + 2o + 5e"), true);
  const auto kernel = make_clebsch_gordan_kernel<double>(problem.options, problem.paths);
  const ProductIndex<double> index{problem};
  ProductData values = index.zeros();
  fill_normal<double>(generator, values.x);
  fill_normal<double>(generator, values.y);
  const auto moved = [](const Irreps& irreps, const WignerD& turn, bool inverted,
                        const std::vector<double>& in) {
    std::vector<double> out(in.size());
    Index first = 0;
    for (const IrrepBlock& block : irreps.blocks) {
      const Index size = 2 * block.irrep.degree + 1;
      using Lanes = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
      const Index at = first * lane_count<double>;
      Eigen::Map<Lanes>(out.data() + at, size, lane_count<double>) =
          (inverted ? block.irrep.parity : 1) * turn(block.irrep.degree) *
          Eigen::Map<const Lanes>(in.data() + at, size, lane_count<double>);
      first += size;
    }
    return out;
  };
  KernelData<double> data(values), turned(values), bar(index.zeros());
  run_kernel(*kernel, problem, data, bar);
  for (int trial = 0; trial < 20; ++trial) {
    const Eigen::Quaterniond q(normal(generator), normal(generator), normal(generator),
                               normal(generator));
    const WignerD turn(8, q.normalized().toRotationMatrix());
    const bool inverted = trial % 2 == 1;
    turned.x = moved(problem.options.factors[0], turn, inverted, data.x);
    turned.y = moved(problem.options.factors[1], turn, inverted, data.y);
    run_kernel(*kernel, problem, turned, bar);
    const std::vector<double> expected = moved(problem.options.out, turn, inverted, data.out);
    BOOST_TEST(relative_error(turned.out, {expected.begin(), expected.end()}) <= 1e-12);
  }
}
