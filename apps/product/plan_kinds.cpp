#include "apps/product/plan_kinds.hpp"

#include "apps/product/names.hpp"

namespace tessera::product {
namespace {

using Method = TensorProductMethod;

struct Kinds {
  std::vector<PlanKind> all{};

  void add(TensorProductOptions options, const std::string& remark = {}) {
    const std::string weights =
        options.weights == ProductWeights::none ? "" : ", weights " + name_of(options.weights);
    const std::string name = name_of(options.coupling) + ' ' + name_of(options.method) + remark +
                             weights + (options.sum_paths ? ", paths summed" : "");
    const ProductWeights kind = options.weights;
    const Index second = options.second_channels;
    all.push_back({name, TensorProductPlan<double>(std::move(options)), kind, second});
  }
};

void add_spheres(int degree, Kinds& kinds) {
  const Irreps function = spherical_function_irreps(degree);
  for (const ProductWeights weights : {ProductWeights::none, ProductWeights::per_degree}) {
    TensorProductOptions o;
    o.weights = weights;
    o.factors = {function, function};
    for (const Method method : {Method::sparse, Method::grid, Method::fourier}) {
      o.method = method;
      kinds.add(o);
    }
    o.method = Method::grid;
    o.factors = {function, function, function};
    kinds.add(o, ", three factors");
    o.coupling = Coupling::vector;
    o.factors = {function, vector_field_irreps(degree)};
    for (const Method method : {Method::sparse, Method::grid}) {
      o.method = method;
      kinds.add(o);
    }
  }
}

}  // namespace

std::vector<PlanKind> plan_kinds(int degree) {
  Kinds kinds;
  add_spheres(degree, kinds);
  TensorProductOptions o;
  o.coupling = Coupling::clebsch_gordan;
  o.method = Method::sparse;
  o.factors = {spherical_function_irreps(degree), spherical_function_irreps(degree)};
  for (const bool sum_paths : {false, true})
    for (const ProductWeights weights :
         {ProductWeights::none, ProductWeights::uuu, ProductWeights::uvu}) {
      o.weights = weights;
      o.sum_paths = sum_paths;
      o.second_channels = weights == ProductWeights::uvu ? 3 : 1;
      kinds.add(o);
    }
  return std::move(kinds.all);
}

}  // namespace tessera::product
