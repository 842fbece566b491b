// The product of two functions on the sphere, f = z and g = z, for three channels:
// z^2 = 1/3 + (z^2 - 1/3) has coefficients of degree 0 and 2.
#include <cmath>
#include <cstdio>
#include <vector>

#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/tensor_product_plan.hpp"

int main() {
  using namespace tessera;
  const Irreps function = parse_irreps("0e + 1o");
  const TensorProductPlan<double> plan(
      {.coupling = Coupling::gaunt, .factors = {function, function}});

  // z = sqrt(4 pi / 3) Y_10, and Y_10 stands at l*l + l + m = 2; channel c has c + 1 times as much.
  constexpr Index samples = 1, channels = 3;
  std::vector<double> plain(channels * 4);
  for (Index c = 0; c < channels; ++c)
    plain[static_cast<std::size_t>(c * 4 + 2)] =
        static_cast<double>(c + 1) * std::sqrt(4 * M_PI / 3);

  const Index out_dimension = dimension(plan.out());
  std::vector<double> x(lane_array_size<double>(samples, channels, 4));
  std::vector<double> z(lane_array_size<double>(samples, channels, out_dimension));
  std::vector<std::byte> workspace(plan.workspace_bytes());
  pack_lanes(samples, channels, Index{4}, plain.data(), x.data());
  plan.execute({samples, channels}, x.data(), x.data(), z.data(), workspace.data());

  std::vector<double> out(channels * out_dimension);
  unpack_lanes(samples, channels, out_dimension, z.data(), out.data());
  std::printf("output %s\n", to_string(plan.out()).c_str());
  for (Index c = 0; c < channels; ++c)  // mean over the sphere: Y_00 = 1 / sqrt(4 pi)
    std::printf("mean of channel %td: %.12f\n", c, out[c * out_dimension] / std::sqrt(4 * M_PI));
}
