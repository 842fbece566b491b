#include "solvers/tensor_product/tensor_product_plan.hpp"
//
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

/// The product of two scalars: the shortest plan that meets the contract.
class ScalarProduct final : public TensorProductPlan {
 public:
  const Irreps& first() const override { return scalar_; }
  const Irreps& second() const override { return scalar_; }
  const Irreps& out() const override { return scalar_; }
  Coupling coupling() const override { return Coupling::clebsch_gordan; }
  TensorProductMethod method() const override { return TensorProductMethod::sparse; }
  Precision precision() const override { return Precision::double_precision; }
  const std::vector<TensorProductPath>& paths() const override { return paths_; }
  Index width() const override { return 2; }
  std::size_t workspace_bytes() const override { return 0; }
  double operations() const override { return 1; }
  void execute(Index count, const double* x, const double* y, double* z, void*) const override {
    for (Index p = 0; p < count + count % 2; ++p) z[p] = x[p] * y[p];
  }
  void execute(Index, const float*, const float*, float*, void*) const override {}
  void adjoint(Index count, const double* x, const double* y, const double* z_bar, double* x_bar,
               double* y_bar, void* workspace) const override {
    if (x_bar != nullptr) execute(count, y, z_bar, x_bar, workspace);
    if (y_bar != nullptr) execute(count, x, z_bar, y_bar, workspace);
  }
  void adjoint(Index, const float*, const float*, const float*, float*, float*,
               void*) const override {}

 private:
  Irreps scalar_{{{1, {0, 1}}}};
  std::vector<TensorProductPath> paths_{{0, 0, 0}};
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_contract_of_a_tensor_product_plan_can_be_met) {
  const ScalarProduct product;
  const TensorProductPlan& plan = product;
  const double x[] = {2, 3, 5, 0};
  const double y[] = {7, 11, 13, 0};
  double z[4];
  plan.execute(3, x, y, z, nullptr);
  BOOST_TEST(z[2] == 65);
  double x_bar[4];
  plan.adjoint(3, nullptr, y, z, x_bar, nullptr, nullptr);
  BOOST_TEST(x_bar[0] == 98);
}
