#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "models/equivariant/spherical_harmonics.hpp"
#include "solvers/spectral/spherical_transform.hpp"
#include "tests/solvers/spectral/random_coefficients.hpp"

using namespace tessera;
using namespace tessera::testing;

namespace {

struct Wind {
  std::vector<double> theta, phi;
};
struct Potentials {
  std::vector<double> spheroidal, toroidal;
};

Wind synthesis(const SphericalTransform& transform, const Potentials& p) {
  const Index fields = static_cast<Index>(p.spheroidal.size()) / transform.count();
  const auto size = static_cast<std::size_t>(fields * transform.grid().points());
  Wind wind{std::vector<double>(size), std::vector<double>(size)};
  transform.synthesis_vector(p.spheroidal, p.toroidal, wind.theta, wind.phi);
  return wind;
}

Potentials analysis(const SphericalTransform& transform, const Wind& wind) {
  const Index fields = static_cast<Index>(wind.theta.size()) / transform.grid().points();
  const auto size = static_cast<std::size_t>(fields * transform.count());
  Potentials p{std::vector<double>(size), std::vector<double>(size)};
  transform.analysis_vector(wind.theta, wind.phi, p.spheroidal, p.toroidal);
  return p;
}

/// Potentials of fields with orthonormal coefficients N(0, 1); nothing at l = 0.
Potentials random_potentials(const SphericalTransform& transform, Index fields) {
  Potentials p{normal_numbers(fields * transform.count(), 1),
               normal_numbers(fields * transform.count(), 2)};
  for (auto* c : {&p.spheroidal, &p.toroidal})
    scale_degrees(*c, transform.degree(), laplacian_power(-0.5));
  return p;
}

/// Of the orthonormal coefficients.
Difference vector_difference(Potentials a, Potentials b, int degree) {
  for (auto* c : {&a.spheroidal, &a.toroidal, &b.spheroidal, &b.toroidal})
    scale_degrees(*c, degree, laplacian_power(0.5));
  a.spheroidal.insert(a.spheroidal.end(), a.toroidal.begin(), a.toroidal.end());
  b.spheroidal.insert(b.spheroidal.end(), b.toroidal.begin(), b.toroidal.end());
  return difference(a.spheroidal, b.spheroidal);
}

/// By Cartesian gradients of harmonics at the points.
Wind at_points(const SphericalTransform& transform, const Potentials& p) {
  const SphereGrid& grid = transform.grid();
  const SphericalHarmonics harmonics(transform.degree());
  const auto count = static_cast<std::size_t>(transform.count());
  std::vector<double> y(count), gradient(3 * count);
  Wind wind;
  for (std::size_t i = 0; i < grid.cosines().size(); ++i)
    for (Index j = 0; j < grid.longitudes(); ++j) {
      const double phi =
          2 * std::numbers::pi * static_cast<double>(j) / static_cast<double>(grid.longitudes());
      const double c = std::cos(phi), s = std::sin(phi);
      const double z = grid.cosines()[i], r = grid.sines()[i];
      const std::array<double, 3> point{r * c, r * s, z}, south{z * c, z * s, -r}, east{-s, c, 0};
      harmonics.evaluate(1, point.data(), y.data(), gradient.data(), nullptr);
      double u_theta = 0, u_phi = 0;
      for (std::size_t a = 0; a < 3; ++a)
        for (std::size_t k = 0; k < count; ++k) {
          const double d = gradient[a * count + k];
          u_theta += d * (p.spheroidal[k] * south[a] - p.toroidal[k] * east[a]);
          u_phi += d * (p.spheroidal[k] * east[a] + p.toroidal[k] * south[a]);
        }
      wind.theta.push_back(u_theta);
      wind.phi.push_back(u_phi);
    }
  return wind;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(vector_transform)

BOOST_AUTO_TEST_CASE(solid_body_rotation_is_toroidal_of_degree_one) {
  // omega x r about z: u_phi = omega sin theta, stream function T = -omega cos theta, and
  // vorticity lap T = 2 omega cos theta.
  const SphericalTransform transform(5, SphereGrid(8, 12));
  const double omega = 0.7;
  Wind wind{std::vector<double>(96), std::vector<double>(96)};
  for (std::size_t i = 0; i < 96; ++i) wind.phi[i] = omega * transform.grid().sines()[i / 12];
  const Potentials p = analysis(transform, wind);
  for (std::size_t k = 0; k < 36; ++k) {
    BOOST_TEST(std::fabs(p.spheroidal[k]) < 1e-15);
    const double expected = k == 2 ? -omega * std::sqrt(4 * std::numbers::pi / 3) : 0;
    BOOST_TEST(std::fabs(p.toroidal[k] - expected) < 2e-15);
  }
}

BOOST_AUTO_TEST_CASE(synthesis_is_the_gradient_and_its_quarter_turn_at_every_point) {
  struct GridCase {
    int degree;
    Index latitudes, longitudes;
  };
  for (const GridCase& g : {GridCase{0, 1, 1},
                            {1, 2, 3},
                            {2, 3, 5},
                            {7, 9, 16},
                            {8, 9, 17},
                            {16, 17, 33},
                            {31, 48, 96}}) {
    const SphericalTransform transform(g.degree, SphereGrid(g.latitudes, g.longitudes));
    const Potentials p{normal_numbers(transform.count(), 1), normal_numbers(transform.count(), 2)};
    const Wind wind = synthesis(transform, p), expected = at_points(transform, p);
    // Near the poles z = cos theta, from which the harmonics are evaluated, has lost digits.
    const double scale = 3e-14 + 1e-15 * g.degree * g.degree * (g.degree + 3);
    BOOST_TEST(difference(wind.theta, expected.theta).largest < scale);
    BOOST_TEST(difference(wind.phi, expected.phi).largest < scale);
  }
}

BOOST_AUTO_TEST_CASE(potentials_come_back_on_every_grid_and_number_of_fields) {
  for (const int degree : {1, 2, 7, 8, 20, 33, 64})
    for (const Index more : {0, 1, 5})
      for (const Index fields : {1, 2, 4, 7}) {
        const SphericalTransform transform(degree,
                                           SphereGrid(degree + 1 + more, 2 * degree + 1 + more));
        const Potentials p = random_potentials(transform, fields);
        const Potentials back = analysis(transform, synthesis(transform, p));
        BOOST_TEST(vector_difference(p, back, degree).largest < 3e-13);
      }
}

BOOST_AUTO_TEST_CASE(random_vector_fields_of_degree_511_come_back) {
  const SphericalTransform transform(511, SphereGrid::for_products(511, 1));
  const Potentials p = random_potentials(transform, 1);
  const Difference d = vector_difference(p, analysis(transform, synthesis(transform, p)), 511);
  BOOST_TEST_MESSAGE("largest " << d.largest << ", root mean square " << d.root_mean_square);
  BOOST_TEST(d.largest <= 1e-11);
  BOOST_TEST(d.root_mean_square <= 1e-12);
}

BOOST_AUTO_TEST_CASE(the_square_integral_is_the_sum_of_squares_times_the_laplacian) {
  const SphericalTransform transform(17, SphereGrid(18, 40));
  Potentials p{normal_numbers(transform.count(), 1), normal_numbers(transform.count(), 2)};
  const Wind wind = synthesis(transform, p);
  double integral = 0, sum = 0;
  for (std::size_t i = 0; i < wind.theta.size(); ++i)
    integral += transform.grid().weights()[i / 40] *
                (wind.theta[i] * wind.theta[i] + wind.phi[i] * wind.phi[i]);
  for (auto* c : {&p.spheroidal, &p.toroidal}) {
    scale_degrees(*c, 17, laplacian_power(0.5));
    for (const double x : *c) sum += x * x;
  }
  BOOST_TEST(std::fabs(integral / sum - 1) < 1e-13);
}

BOOST_AUTO_TEST_CASE(analysis_is_the_adjoint_weighted_by_the_laplacian) {
  const SphericalTransform transform(14, SphereGrid(19, 36));
  Potentials p{normal_numbers(transform.count(), 1), normal_numbers(transform.count(), 2)};
  const Wind g{normal_numbers(transform.grid().points(), 3),
               normal_numbers(transform.grid().points(), 4)};
  const Wind f = synthesis(transform, p);
  const Potentials d = analysis(transform, g);
  double left = 0, right = 0;
  for (std::size_t i = 0; i < g.theta.size(); ++i)
    left += transform.grid().weights()[i / 36] * (f.theta[i] * g.theta[i] + f.phi[i] * g.phi[i]);
  for (auto* c : {&p.spheroidal, &p.toroidal}) scale_degrees(*c, 14, laplacian_power(1));
  for (std::size_t i = 0; i < d.spheroidal.size(); ++i)
    right += p.spheroidal[i] * d.spheroidal[i] + p.toroidal[i] * d.toroidal[i];
  BOOST_TEST(std::fabs(left - right) < 1e-10);
}

BOOST_AUTO_TEST_CASE(the_divergence_of_a_scalar_times_a_gradient_is_that_of_the_product_rule) {
  // div(f grad g) = grad f . grad g + f lap g, all on a grid for products.
  const int degree = 12;
  const SphericalTransform transform(degree, SphereGrid::for_products(degree, 2));
  const std::vector<double> f = normal_numbers(transform.count(), 1);
  const std::vector<double> g = normal_numbers(transform.count(), 2);
  const std::vector<double> none(f.size(), 0);
  std::vector<double> laplacian = g;
  scale_degrees(laplacian, degree, [](int l) { return -l * (l + 1.0); });
  const auto points = static_cast<std::size_t>(transform.grid().points());
  std::vector<double> values(points), of_laplacian(points);
  transform.synthesis(f, values);
  transform.synthesis(laplacian, of_laplacian);
  const Wind df = synthesis(transform, {f, none}), dg = synthesis(transform, {g, none});
  Wind flux = dg;
  std::vector<double> right(points), expected(f.size());
  for (std::size_t i = 0; i < points; ++i) {
    flux.theta[i] *= values[i];
    flux.phi[i] *= values[i];
    right[i] = df.theta[i] * dg.theta[i] + df.phi[i] * dg.phi[i] + values[i] * of_laplacian[i];
  }
  transform.analysis(right, expected);
  std::vector<double> divergence = analysis(transform, flux).spheroidal;
  scale_degrees(divergence, degree, [](int l) { return -l * (l + 1.0); });
  BOOST_TEST(difference(divergence, expected).largest < 1e-10);
}

BOOST_AUTO_TEST_CASE(threads_do_not_change_a_bit_and_instruction_sets_agree_within_rounding) {
  const int degree = 50;
  const SphereGrid grid = SphereGrid::for_products(degree, 2);
  const SphericalTransform one(degree, grid), two(degree, grid, {.threads = 2});
  const Potentials p = random_potentials(one, 5);
  const Wind wind = synthesis(one, p), same = synthesis(two, p);
  BOOST_TEST((wind.theta == same.theta && wind.phi == same.phi));
  const Potentials back = analysis(one, wind), same_back = analysis(two, wind);
  BOOST_TEST((back.spheroidal == same_back.spheroidal && back.toroidal == same_back.toroidal));
  const SphericalTransform generic(degree, grid, {.instruction_set = InstructionSet::generic});
  BOOST_TEST(vector_difference(back, analysis(generic, wind), degree).largest < 1e-13);
  BOOST_TEST(difference(wind.theta, synthesis(generic, p).theta).largest < 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
