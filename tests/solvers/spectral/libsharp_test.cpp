#include "tests/solvers/spectral/libsharp.hpp"

#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "solvers/spectral/spherical_transform.hpp"
#include "tests/solvers/spectral/random_coefficients.hpp"

using namespace tessera;
using namespace tessera::testing;

namespace {

struct GridCase {
  int degree;
  Index latitudes, longitudes;
};
const std::vector<GridCase> cases = {
    {6, 7, 13}, {63, 64, 128}, {63, 96, 192}, {130, 131, 270}, {511, 512, 1024}};
/// Both make errors of about this times the cube of the degree in the rings next to the poles,
/// libsharp the larger ones.
constexpr double rounding = 1e-16;

std::vector<double> numbers(Index count) {
  return std::vector<double>(static_cast<std::size_t>(count));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(against_libsharp)

BOOST_AUTO_TEST_CASE(scalar_transforms_are_the_same_both_ways) {
  for (const GridCase& g : cases) {
    const SphericalTransform transform(g.degree, SphereGrid(g.latitudes, g.longitudes));
    const Libsharp sharp(g.degree, g.latitudes, g.longitudes);
    const std::vector<double> c = normal_numbers(transform.count(), 1);
    std::vector<double> ours = numbers(transform.grid().points()), theirs = ours;
    transform.synthesis(c, ours);
    std::vector<double> alm = sharp.from_real(c.data());
    sharp.synthesis(alm.data(), theirs.data());
    BOOST_TEST(difference(ours, theirs).largest <
               1e-12 + rounding * std::pow(g.degree, 3) * largest(ours) / 10);

    const std::vector<double> noise = normal_numbers(transform.grid().points(), 2);
    std::vector<double> a = numbers(transform.count()), b = a;
    transform.analysis(noise, a);
    sharp.analysis(noise.data(), alm.data());
    sharp.to_real(alm, b.data());
    BOOST_TEST(difference(a, b).largest < 1e-13 + 1e-15 * g.degree);
  }
}

BOOST_AUTO_TEST_CASE(vector_transforms_are_those_of_spin_one_both_ways) {
  for (const GridCase& g : cases) {
    const SphericalTransform transform(g.degree, SphereGrid(g.latitudes, g.longitudes));
    const Libsharp sharp(g.degree, g.latitudes, g.longitudes);
    const Index points = transform.grid().points();
    // libsharp's coefficients are of orthonormal vector harmonics.
    std::vector<double> s = normal_numbers(transform.count(), 1);
    std::vector<double> t = normal_numbers(transform.count(), 2);
    s[0] = t[0] = 0;
    std::vector<double> electric = sharp.from_real(s.data()), magnetic = sharp.from_real(t.data());
    for (auto* c : {&s, &t}) scale_degrees(*c, g.degree, laplacian_power(-0.5));
    std::vector<double> u = numbers(points), v = u, q = u, w = u;
    transform.synthesis_vector(s, t, u, v);
    sharp.synthesis_vector(electric.data(), magnetic.data(), q.data(), w.data());
    const double bound = 1e-12 + rounding * std::pow(g.degree, 3) * largest(u) / 10;
    BOOST_TEST(difference(u, q).largest < bound);
    BOOST_TEST(difference(v, w).largest < bound);

    const std::vector<double> noise = normal_numbers(points, 3), more = normal_numbers(points, 4);
    std::vector<double> a = numbers(transform.count()), b = a, c = a, d = a;
    transform.analysis_vector(noise, more, a, b);
    sharp.analysis_vector(noise.data(), more.data(), electric.data(), magnetic.data());
    sharp.to_real(electric, c.data());
    sharp.to_real(magnetic, d.data());
    for (auto* x : {&a, &b}) scale_degrees(*x, g.degree, laplacian_power(0.5));
    c[0] = d[0] = 0;
    BOOST_TEST(difference(a, c).largest < 1e-13 + 1e-15 * g.degree);
    BOOST_TEST(difference(b, d).largest < 1e-13 + 1e-15 * g.degree);
  }
}

BOOST_AUTO_TEST_SUITE_END()
