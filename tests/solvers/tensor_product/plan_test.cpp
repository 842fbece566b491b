#include "solvers/tensor_product/tensor_product_plan.hpp"
//
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "solvers/tensor_product/lanes.hpp"

using namespace tessera;

namespace {

Irreps function(int degree) {
  return spherical_function_irreps(degree);
}

std::string refusal(const TensorProductOptions& options) {
  try {
    const TensorProductPlan<double> plan(options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// All arrays of one plan and batch, filled with numbers between -1 and 1.
template <class Real>
struct Arrays {
  Arrays(const TensorProductPlan<Real>& plan, const ProductBatch& batch, Index second_channels,
         bool weights_per_sample)
      : workspace(plan.workspace_bytes(batch.threads)) {
    std::mt19937 generator(7);
    std::uniform_real_distribution<Real> uniform(-1, 1);
    const auto fill = [&](std::vector<Real>& values, Index size) {
      values.resize(static_cast<std::size_t>(size));
      for (Real& value : values) value = uniform(generator);
    };
    const std::size_t count = plan.factors().size();
    factors.resize(count);
    bars.resize(count);
    for (std::size_t k = 0; k < count; ++k) {
      const Index d = dimension(plan.factors()[k]);
      const Index size = k == 1 && second_channels > 0
                             ? batch.samples * second_channels * d
                             : lane_array_size<Real>(batch.samples, batch.channels, d);
      fill(factors[k], size);
      bars[k].resize(factors[k].size());
      factor_pointers.push_back(factors[k].data());
      bar_pointers.push_back(bars[k].data());
    }
    const Index d = dimension(plan.out());
    fill(out_bar, lane_array_size<Real>(batch.samples, batch.channels, d));
    out.resize(out_bar.size());
    fill(weights, lane_array_size<Real>(weights_per_sample ? batch.samples : 1, batch.channels,
                                        plan.weight_count()));
    weights_bar.resize(weights.size());
  }

  void run(const TensorProductPlan<Real>& plan, const ProductBatch& batch) {
    plan.execute(batch, factor_pointers.data(), weights.data(), out.data(), workspace.data());
    plan.adjoint(batch, factor_pointers.data(), weights.data(), out_bar.data(), bar_pointers.data(),
                 weights.empty() ? nullptr : weights_bar.data(), workspace.data());
  }

  std::vector<std::vector<Real>> factors, bars;
  std::vector<const Real*> factor_pointers;
  std::vector<Real*> bar_pointers;
  std::vector<Real> weights, weights_bar, out, out_bar;
  std::vector<std::byte> workspace;
};

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Every kind of plan, of small degrees.
std::vector<TensorProductOptions> kinds() {
  using enum Coupling;
  using enum ProductWeights;
  using enum TensorProductMethod;
  const Irreps some = parse_irreps("0e + 1o + 1e + 2e + 5o");
  const auto gaunt_of = [](TensorProductMethod method, ProductWeights weights) {
    return TensorProductOptions{.coupling = gaunt,
                                .factors = {function(3), function(2)},
                                .out = function(4),
                                .method = method,
                                .weights = weights};
  };
  std::vector<TensorProductOptions> all{gaunt_of(sparse, none), gaunt_of(grid, none),
                                        gaunt_of(fourier, none), gaunt_of(sparse, per_degree),
                                        gaunt_of(grid, per_degree)};
  all.push_back({.coupling = gaunt,
                 .factors = {function(2), function(1), function(2)},
                 .weights = per_degree});
  for (const TensorProductMethod method : {sparse, grid})
    all.push_back({.coupling = Coupling::vector,
                   .factors = {function(2), vector_field_irreps(2)},
                   .method = method,
                   .weights = per_degree});
  for (const bool sum : {false, true})
    for (const ProductWeights weights : {none, uuu, uvu})
      for (const bool per_sample : {false, true})
        all.push_back({.coupling = clebsch_gordan,
                       .factors = {some, parse_irreps("0e + 1o + 2e")},
                       .weights = weights,
                       .weights_per_sample = per_sample,
                       .sum_paths = sum,
                       .second_channels = weights == uvu ? 2 : 1});
  return all;
}

Index second_channels(const TensorProductOptions& options) {
  return options.weights == ProductWeights::uvu ? options.second_channels : 0;
}

template <class Real>
void check_threads(const TensorProductOptions& options) {
  const TensorProductPlan<Real> plan(options);
  ProductBatch batch{5, 37, 1};
  Arrays<Real> one(plan, batch, second_channels(options), options.weights_per_sample);
  one.run(plan, batch);
  batch.threads = 2;
  Arrays<Real> two(plan, batch, second_channels(options), options.weights_per_sample);
  two.run(plan, batch);
  BOOST_TEST((one.out == two.out));
  BOOST_TEST((one.bars == two.bars));
  BOOST_TEST((one.weights_bar == two.weights_bar));
}

}  // namespace

BOOST_AUTO_TEST_CASE(gaunt_refuses_odd_paths_and_names_vector) {
  const std::string why =
      refusal({.factors = {function(1), function(1)}, .out = parse_irreps("0e + 1e + 2e")});
  BOOST_TEST(contains(why, "no 1e"), why);
  BOOST_TEST(contains(why, "`vector`"), why);
}

BOOST_AUTO_TEST_CASE(options_that_make_no_product_are_refused_with_what_is_allowed) {
  using enum Coupling;
  const Irreps vectors = parse_irreps("1o");
  BOOST_TEST(contains(refusal({.factors = {vectors, function(1)}}), "every degree 0 .. L"));
  BOOST_TEST(contains(refusal({.factors = {function(1)}}), "two factors or more"));
  BOOST_TEST(contains(refusal({.coupling = clebsch_gordan, .factors = {vectors}}), "two factors"));
  BOOST_TEST(
      contains(refusal({.factors = {function(1), function(1)}, .weights = ProductWeights::uuu}),
               "per_degree"));
  BOOST_TEST(contains(
      refusal(
          {.coupling = clebsch_gordan, .factors = {vectors, vectors}, .out = parse_irreps("3o")}),
      "no path leads to 3o; this product has \"1x0e + 1x1e + 1x2e\""));
  BOOST_TEST(
      contains(refusal({.coupling = clebsch_gordan, .factors = {parse_irreps("2x1o"), vectors}}),
               "multiplicity is 1"));
  BOOST_TEST(
      contains(refusal({.coupling = Coupling::vector, .factors = {function(1), function(1)}}),
               "not a vector field"));
  BOOST_TEST(contains(refusal({.factors = {function(1), function(1), function(1)},
                               .method = TensorProductMethod::sparse}),
                      "`grid` takes any number"));
}

BOOST_AUTO_TEST_CASE(layouts_that_are_left_open_are_filled_in) {
  const TensorProductPlan<double> gaunt({.factors = {function(1), function(2)}});
  BOOST_TEST(to_string(gaunt.out()) == to_string(function(3)));
  BOOST_TEST((gaunt.method() != TensorProductMethod::automatic));
  BOOST_TEST((gaunt.instruction_set() != InstructionSet::automatic));
  // A pseudoscalar function times a function is a pseudoscalar function.
  Irreps pseudo = function(1);
  for (IrrepBlock& block : pseudo.blocks) block.irrep.parity *= -1;
  const TensorProductPlan<double> odd({.factors = {pseudo, function(1)}});
  BOOST_TEST(to_string(odd.out()) == "1x0o + 1x1e + 1x2o");

  const Irreps vectors = parse_irreps("1o");
  const TensorProductPlan<double> paths(
      {.coupling = Coupling::clebsch_gordan, .factors = {parse_irreps("1o + 0e"), vectors}});
  BOOST_TEST(to_string(paths.out()) == "1x0e + 1x1e + 1x2e + 1x1o");
  BOOST_TEST(paths.paths().size() == 4U);
  const TensorProductPlan<double> summed({.coupling = Coupling::clebsch_gordan,
                                          .factors = {parse_irreps("1o + 1o"), vectors},
                                          .weights = ProductWeights::uuu,
                                          .sum_paths = true});
  BOOST_TEST(to_string(summed.out()) == "1x0e + 1x1e + 1x2e");
  BOOST_TEST(summed.weight_count() == 6);
}

BOOST_AUTO_TEST_CASE(one_and_two_threads_give_the_same_bits) {
  for (const TensorProductOptions& options : kinds()) {
    check_threads<double>(options);
    check_threads<float>(options);
  }
}

BOOST_AUTO_TEST_CASE(gradients_of_every_kind_of_plan_obey_the_adjoint_identity) {
  for (const TensorProductOptions& options : kinds()) {
    const TensorProductPlan<double> plan(options);
    const ProductBatch batch{3, 16, 1};
    Arrays<double> a(plan, batch, second_channels(options), options.weights_per_sample);
    a.run(plan, batch);
    const double value = dot(a.out_bar, a.out);
    double scale = 0;
    for (std::size_t i = 0; i < a.out.size(); ++i) scale += std::abs(a.out_bar[i] * a.out[i]);
    // T is linear in each factor, and in the weights: of every leg once if they are per degree.
    for (std::size_t k = 0; k < a.factors.size(); ++k)
      BOOST_TEST(std::abs(dot(a.factors[k], a.bars[k]) - value) <= 1e-13 * scale);
    if (plan.weight_count() == 0) continue;
    const double legs = options.weights == ProductWeights::per_degree
                            ? static_cast<double>(plan.factors().size() + 1)
                            : 1;
    BOOST_TEST(std::abs(dot(a.weights, a.weights_bar) - legs * value) <= 1e-13 * scale);
  }
}

BOOST_AUTO_TEST_CASE(weights_per_degree_scale_the_blocks_of_every_leg) {
  const TensorProductOptions plain{.factors = {function(2), function(1)}, .out = function(2)};
  TensorProductOptions weighted = plain;
  weighted.weights = ProductWeights::per_degree;
  weighted.weights_per_sample = true;
  const TensorProductPlan<double> with(weighted), without(plain);
  const ProductBatch batch{2, 11, 1};
  Arrays<double> a(with, batch, 0, true), b(without, batch, 0, false);
  a.run(with, batch);
  constexpr Index lanes = lane_count<double>;
  // Weights in order: degrees 0, 1, 2 of the first factor, 0, 1 of the second, 0, 1, 2 of the
  // output.
  const auto weight = [&](Index group, Index first, Index coefficient, Index lane) {
    const auto degree = static_cast<Index>(std::sqrt(static_cast<double>(coefficient)));
    return a.weights[static_cast<std::size_t>((group * 8 + first + degree) * lanes + lane)];
  };
  const auto scale = [&](std::vector<double>& values, Index count, Index first) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto place = static_cast<Index>(i);
      values[i] *= weight(place / (count * lanes), first, place / lanes % count, place % lanes);
    }
  };
  for (std::size_t k = 0; k < 2; ++k) b.factors[k] = a.factors[k];
  scale(b.factors[0], 9, 0);
  scale(b.factors[1], 4, 3);
  b.factor_pointers = {b.factors[0].data(), b.factors[1].data()};
  b.run(without, batch);
  scale(b.out, 9, 5);
  for (std::size_t i = 0; i < a.out.size(); ++i)
    BOOST_TEST(a.out[i] == b.out[i], boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(an_empty_batch_touches_nothing) {
  for (const TensorProductOptions& options : kinds()) {
    const TensorProductPlan<double> plan(options);
    std::vector<std::byte> workspace(plan.workspace_bytes(2));
    const double* const factors[] = {nullptr, nullptr, nullptr};
    double* const bars[] = {nullptr, nullptr, nullptr};
    for (const ProductBatch& batch : {ProductBatch{0, 5, 2}, ProductBatch{3, 0, 1}}) {
      plan.execute(batch, factors, nullptr, nullptr, workspace.data());
      plan.adjoint(batch, factors, nullptr, nullptr, bars, nullptr, workspace.data());
    }
  }
}
