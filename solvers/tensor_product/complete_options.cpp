#include "solvers/tensor_product/complete_options.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

#include "models/equivariant/wigner_3j.hpp"
#include "solvers/tensor_product/sphere_layout.hpp"

namespace tessera {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw std::invalid_argument(why);
}

std::string text(const Irrep& irrep) {
  return std::to_string(irrep.degree) + (irrep.parity > 0 ? "e" : "o");
}

void check_single_channels(const Irreps& irreps) {
  for (const IrrepBlock& block : irreps.blocks)
    if (block.multiplicity != 1)
      refuse("a plan's irreps describe one channel, so every multiplicity is 1; found " +
             quoted(irreps) + " (channels belong to the batch)");
}

bool is_one_of(ProductWeights weights, std::initializer_list<ProductWeights> allowed) {
  return std::ranges::find(allowed, weights) != allowed.end();
}

/// Refuses an output of gaunt that it does not have.
void check_function_out(const Irreps& out, int sign) {
  for (const IrrepBlock& block : out.blocks) {
    const int natural = (block.irrep.degree % 2 == 0 ? 1 : -1) * sign;
    if (block.irrep.parity != natural)
      refuse("the Gaunt product of these factors has no " + text(block.irrep) +
             ": its paths have even l1 + l2 + l3 and end in " +
             text({block.irrep.degree, natural}) +
             ". Take the coupling `vector` or `clebsch_gordan` for paths of odd l1 + l2 + l3");
  }
  read_function(out);
}

void complete_gaunt(CompleteProduct& product) {
  TensorProductOptions& options = product.options;
  if (options.factors.size() < 2) refuse("a Gaunt product has two factors or more");
  int sign = 1;
  for (const Irreps& factor : options.factors) {
    const SphereLayout function = read_function(factor);
    product.degrees.push_back(function.degree);
    sign *= function.parity_sign;
  }
  const int full = std::accumulate(product.degrees.begin(), product.degrees.end(), 0);
  if (options.out.blocks.empty())
    options.out = with_parity_sign(spherical_function_irreps(full), sign);
  else
    check_function_out(options.out, sign);
  product.out_degree = largest_degree(options.out);
  if (options.method == TensorProductMethod::sparse && options.factors.size() > 2)
    refuse("the method `sparse` takes two factors; `grid` takes any number");
  if (options.factors.size() > 2) return;
  for (int l1 = 0; l1 <= product.degrees[0]; ++l1)
    for (int l2 = 0; l2 <= product.degrees[1]; ++l2)
      for (int l3 = std::abs(l1 - l2); l3 <= std::min(l1 + l2, product.out_degree); l3 += 2)
        product.paths.push_back({l1, l2, l3});
}

/// Degrees l of the blocks of vector_field_irreps, in their order.
std::vector<int> component_degrees(int degree) {
  std::vector<int> degrees;
  for (int l = 0; l <= degree; ++l)
    for (int j = std::abs(l - 1); j <= l + 1; ++j) degrees.push_back(l);
  return degrees;
}

void list_vector_paths(CompleteProduct& product) {
  const TensorProductOptions& options = product.options;
  const std::vector<int> l2 = component_degrees(product.degrees[1]);
  const std::vector<int> l3 = component_degrees(product.out_degree);
  for (int l1 = 0; l1 <= product.degrees[0]; ++l1)
    for (std::size_t b2 = 0; b2 < l2.size(); ++b2)
      for (std::size_t b3 = 0; b3 < l3.size(); ++b3)
        if ((l1 + l2[b2] + l3[b3]) % 2 == 0 && is_triangle(l1, l2[b2], l3[b3]) &&
            is_triangle(l1, options.factors[1].blocks[b2].irrep.degree,
                        options.out.blocks[b3].irrep.degree))
          product.paths.push_back({l1, static_cast<Index>(b2), static_cast<Index>(b3)});
}

void complete_vector(CompleteProduct& product) {
  TensorProductOptions& options = product.options;
  if (options.factors.size() != 2)
    refuse("a vector product has two factors, a function and a field");
  const SphereLayout scalar = read_function(options.factors[0]);
  const SphereLayout field = read_field(options.factors[1]);
  const int sign = scalar.parity_sign * field.parity_sign;
  product.degrees = {scalar.degree, field.degree};
  if (options.out.blocks.empty())
    options.out = with_parity_sign(vector_field_irreps(scalar.degree + field.degree), sign);
  const SphereLayout out = read_field(options.out);
  if (out.parity_sign != sign)
    refuse(quoted(options.out) + " has the opposite parity of this product; it gives " +
           quoted(with_parity_sign(vector_field_irreps(out.degree), sign)));
  product.out_degree = out.degree;
  if (options.method == TensorProductMethod::fourier)
    refuse("vector products have the methods `sparse` and `grid`");
  list_vector_paths(product);
}

bool contains(const Irreps& irreps, const Irrep& irrep) {
  return std::ranges::find(irreps.blocks, irrep, &IrrepBlock::irrep) != irreps.blocks.end();
}

Index position(const Irreps& irreps, const Irrep& irrep) {
  return std::ranges::find(irreps.blocks, irrep, &IrrepBlock::irrep) - irreps.blocks.begin();
}

/// Irreps of all paths, once each, by degree and even before odd.
Irreps distinct_irreps(const Irreps& first, const Irreps& second) {
  Irreps all;
  for (const IrrepBlock& a : first.blocks)
    for (const IrrepBlock& b : second.blocks)
      for (const Irrep& irrep : tensor_product(a.irrep, b.irrep))
        if (!contains(all, irrep)) all.blocks.push_back({1, irrep});
  std::ranges::sort(all.blocks, [](const IrrepBlock& a, const IrrepBlock& b) {
    return a.irrep.degree != b.irrep.degree ? a.irrep.degree < b.irrep.degree
                                            : a.irrep.parity > b.irrep.parity;
  });
  return all;
}

void check_wanted(const Irreps& wanted, const Irreps& reachable) {
  for (const IrrepBlock& block : wanted.blocks) {
    if (!contains(reachable, block.irrep))
      refuse("no path leads to " + text(block.irrep) + "; this product has " + quoted(reachable));
    if (std::ranges::count(wanted.blocks, block) > 1)
      refuse("irreps that are wanted are listed once; " + text(block.irrep) + " is listed twice");
  }
}

void complete_clebsch_gordan(CompleteProduct& product) {
  TensorProductOptions& options = product.options;
  if (options.factors.size() != 2) refuse("a Clebsch-Gordan product has two factors");
  if (options.method != TensorProductMethod::automatic &&
      options.method != TensorProductMethod::sparse)
    refuse("Clebsch-Gordan products have the method `sparse` only");
  options.method = TensorProductMethod::sparse;
  const Irreps reachable = distinct_irreps(options.factors[0], options.factors[1]);
  check_wanted(options.out, reachable);
  const Irreps wanted = options.out.blocks.empty() ? reachable : options.out;
  options.out = options.sum_paths ? wanted : Irreps{};
  const auto blocks = [&](std::size_t leg) { return options.factors[leg].blocks; };
  for (std::size_t b1 = 0; b1 < blocks(0).size(); ++b1)
    for (std::size_t b2 = 0; b2 < blocks(1).size(); ++b2)
      for (const Irrep& irrep : tensor_product(blocks(0)[b1].irrep, blocks(1)[b2].irrep)) {
        if (!contains(wanted, irrep)) continue;
        if (!options.sum_paths) options.out.blocks.push_back({1, irrep});
        const Index out = options.sum_paths ? position(wanted, irrep)
                                            : static_cast<Index>(options.out.blocks.size()) - 1;
        product.paths.push_back({static_cast<Index>(b1), static_cast<Index>(b2), out});
      }
}

Index count_weights(const CompleteProduct& product) {
  const TensorProductOptions& options = product.options;
  const auto path_count = static_cast<Index>(product.paths.size());
  switch (options.weights) {
    case ProductWeights::none:
      return 0;
    case ProductWeights::uuu:
      return path_count;
    case ProductWeights::uvu:
      return path_count * options.second_channels;
    case ProductWeights::per_degree:
      break;
  }
  auto blocks = static_cast<Index>(options.out.blocks.size());
  for (const Irreps& factor : options.factors) blocks += static_cast<Index>(factor.blocks.size());
  return blocks;
}

void check_weights(const TensorProductOptions& options) {
  using enum ProductWeights;
  const bool paths = options.coupling == Coupling::clebsch_gordan;
  if (paths && !is_one_of(options.weights, {none, uuu, uvu}))
    refuse("weights of Clebsch-Gordan products are none, uuu or uvu");
  if (!paths && !is_one_of(options.weights, {none, per_degree}))
    refuse(
        "weights of Gaunt and vector products are none or per_degree: one weight per path needs "
        "the paths apart, as clebsch_gordan has them");
  if (!paths && options.sum_paths)
    refuse("Gaunt and vector products always sum their paths; sum_paths belongs to clebsch_gordan");
  if (options.second_channels < 1) refuse("the second factor of uvu has at least one channel");
  if (options.second_channels > 1 && options.weights != uvu)
    refuse("the second factor has channels of its own (second_channels) with weights uvu only");
}

}  // namespace

CompleteProduct complete_options(TensorProductOptions options) {
  for (const Irreps& factor : options.factors) check_single_channels(factor);
  check_single_channels(options.out);
  check_weights(options);
  CompleteProduct product;
  product.options = std::move(options);
  switch (product.options.coupling) {
    case Coupling::clebsch_gordan:
      complete_clebsch_gordan(product);
      break;
    case Coupling::gaunt:
      complete_gaunt(product);
      break;
    case Coupling::vector:
      complete_vector(product);
      break;
  }
  product.weight_count = count_weights(product);
  return product;
}

}  // namespace tessera
