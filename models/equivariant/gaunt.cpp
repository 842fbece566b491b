#include "models/equivariant/gaunt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "models/equivariant/wigner_3j.hpp"

namespace tessera {
namespace {

struct Leg {
  int l = 0, m = 0;
};

/// Numbers of one triple l1 <= l2 <= l3: by k1 = 0 .. l1, m2 = -l2 .. l2.
void append_triple(int l1, int l2, int l3, std::vector<double>& values) {
  const Wigner3j symbols(l1, l2, l3);
  const long double factor = std::sqrt(static_cast<long double>(2 * l1 + 1) * (2 * l2 + 1) *
                                       (2 * l3 + 1) / (4 * std::numbers::pi_v<long double>)) *
                             symbols(0, 0);
  for (int k1 = 0; k1 <= l1; ++k1)
    for (int m2 = -l2; m2 <= l2; ++m2) {
      // The sign is that of the largest of the three orders.
      const int largest = std::max({k1, std::abs(m2), std::abs(k1 + m2)});
      values.push_back(
          static_cast<double>((largest % 2 == 0 ? factor : -factor) * symbols(k1, m2)));
    }
}

}  // namespace

double longitude_integral(int m1, int m2, int m3) {
  std::array<int, 3> m{m1, m2, m3};
  std::sort(m.begin(), m.end(), [](int a, int b) { return std::abs(a) < std::abs(b); });
  if (std::abs(m[0]) + std::abs(m[1]) != std::abs(m[2])) return 0;
  const int sines = (m1 < 0 ? 1 : 0) + (m2 < 0 ? 1 : 0) + (m3 < 0 ? 1 : 0);
  if (sines % 2 != 0) return 0;
  if (m[0] == 0) return 1;
  // cos k3 = cos k1 cos k2 - sin k1 sin k2, sin k3 = sin k1 cos k2 + cos k1 sin k2.
  const double root = std::sqrt(0.5);
  return sines == 2 && m[2] > 0 ? -root : root;
}

GauntCoefficients::GauntCoefficients(int degree) : degree_(degree) {
  if (degree < 0)
    throw std::invalid_argument("GauntCoefficients: degree " + std::to_string(degree) +
                                " is negative");
  offset_.assign(triple(degree, degree, degree) + 1, -1);
  for (int l1 = 0; l1 <= degree; ++l1)
    for (int l2 = l1; l2 <= degree; ++l2)
      for (int l3 = l2; l3 <= std::min(degree, l1 + l2); ++l3) {
        if ((l1 + l2 + l3) % 2 != 0) continue;
        offset_[triple(l1, l2, l3)] = stored();
        append_triple(l1, l2, l3, values_);
      }
}

double GauntCoefficients::operator()(int l1, int m1, int l2, int m2, int l3, int m3) const {
  std::array<Leg, 3> legs{{{l1, m1}, {l2, m2}, {l3, m3}}};
  for (const Leg& leg : legs)
    if (leg.l < 0 || leg.l > degree_ || std::abs(leg.m) > leg.l)
      throw std::out_of_range("GauntCoefficients: there is no harmonic of degree " +
                              std::to_string(leg.l) + " and order " + std::to_string(leg.m));
  const double longitude = longitude_integral(m1, m2, m3);
  if (longitude == 0) return 0;
  std::sort(legs.begin(), legs.end(), [](const Leg& a, const Leg& b) { return a.l < b.l; });
  const Index offset = offset_[triple(legs[0].l, legs[1].l, legs[2].l)];
  if (offset < 0) return 0;
  const int k1 = std::abs(legs[0].m), k2 = std::abs(legs[1].m), k3 = std::abs(legs[2].m);
  const int order = k1 + k2 == k3 ? k2 : -k2;
  return longitude *
         values_[static_cast<std::size_t>(offset + k1 * (2 * legs[1].l + 1) + order + legs[1].l)];
}

}  // namespace tessera
