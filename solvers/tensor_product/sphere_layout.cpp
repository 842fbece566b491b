#include "solvers/tensor_product/sphere_layout.hpp"

#include <stdexcept>

#include "solvers/tensor_product/options.hpp"

namespace tessera {
namespace {

/// +1: `irreps` is `natural`; -1: the same with other parities; 0: neither.
int sign_against(const Irreps& irreps, const Irreps& natural) {
  if (irreps == natural) return 1;
  return irreps == with_parity_sign(natural, -1) ? -1 : 0;
}

}  // namespace

SphereLayout read_function(const Irreps& irreps) {
  const int degree = largest_degree(irreps);
  const int sign = degree < 0 ? 0 : sign_against(irreps, spherical_function_irreps(degree));
  if (sign == 0)
    throw std::invalid_argument(
        quoted(irreps) + " is not a function on the sphere: that has every degree 0 .. L once, " +
        "parities alternating, as in " + quoted(spherical_function_irreps(2)));
  return {degree, sign};
}

SphereLayout read_field(const Irreps& irreps) {
  // The last block has the largest l and j = l + 1.
  const int degree = largest_degree(irreps) - 1;
  const int sign = degree < 0 ? 0 : sign_against(irreps, vector_field_irreps(degree));
  if (sign == 0)
    throw std::invalid_argument(
        quoted(irreps) + " is not a vector field on the sphere: that has j = |l - 1| .. l + 1 " +
        "for l = 0 .. L, as in " + quoted(vector_field_irreps(1)));
  return {degree, sign};
}

Irreps with_parity_sign(Irreps irreps, int sign) {
  for (IrrepBlock& block : irreps.blocks) block.irrep.parity *= sign;
  return irreps;
}

std::string quoted(const Irreps& irreps) {
  return "\"" + to_string(irreps) + "\"";
}

}  // namespace tessera
