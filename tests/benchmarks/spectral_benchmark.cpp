// Spherical-harmonic transforms against libsharp: one thread, medians of 9 interleaved runs
// in processor time.
//   cmake --preset release -DTESSERA_BENCHMARKS=ON && cmake --build --preset release
//   OMP_NUM_THREADS=1 build/release/bin/benchmark_spectral [degree]...
// Each on the layout that it likes best, coefficients and values in memory. Time per field (a
// vector field counts once); ratio: libsharp's time over ours.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <span>
#include <vector>

#include "solvers/spectral/spherical_transform.hpp"
#include "tests/solvers/spectral/libsharp.hpp"
#include "tests/solvers/spectral/random_coefficients.hpp"

namespace {

using namespace tessera;
using namespace tessera::testing;

/// Of the processor: other programs count less.
double seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

template <class Ours, class Theirs>
void compare(const char* what, int degree, Index fields, Ours ours, Theirs theirs) {
  constexpr int runs = 9;
  constexpr double least_seconds = 0.02;
  ours();
  const double start = seconds();
  theirs();
  const int repeats = 1 + static_cast<int>(least_seconds / (seconds() - start));
  std::vector<double> a, b;
  for (int run = 0; run < runs; ++run) {
    const double t0 = seconds();
    for (int i = 0; i < repeats; ++i) ours();
    const double t1 = seconds();
    for (int i = 0; i < repeats; ++i) theirs();
    const double t2 = seconds();
    a.push_back((t1 - t0) / repeats);
    b.push_back((t2 - t1) / repeats);
  }
  const double unit = 1e6 / static_cast<double>(fields);
  std::printf("%6d %6td  %-17s %10.1f %10.1f %7.2f\n", degree, fields, what, median(a) * unit,
              median(b) * unit, median(b) / median(a));
  std::fflush(stdout);
}

void measure(int degree, Index fields) {
  const SphericalTransform transform(degree, SphereGrid(degree + 1, 2 * degree + 2));
  const Libsharp sharp(degree, degree + 1, 2 * degree + 2);
  const Index count = transform.count(), points = transform.grid().points();
  std::vector<double> c = normal_numbers(fields * count, 1), d = normal_numbers(fields * count, 2);
  std::vector<double> u(static_cast<std::size_t>(fields * points)), v = u;
  std::vector<std::vector<double>> a, b;
  for (Index f = 0; f < fields; ++f) {
    a.push_back(sharp.from_real(c.data() + f * count));
    b.push_back(sharp.from_real(d.data() + f * count));
  }
  const auto each = [&](auto action) {
    for (Index f = 0; f < fields; ++f)
      action(a[static_cast<std::size_t>(f)].data(), b[static_cast<std::size_t>(f)].data(),
             u.data() + f * points, v.data() + f * points);
  };
  compare(
      "synthesis", degree, fields, [&] { transform.synthesis(c, u); },
      [&] { each([&](double* x, double*, double* p, double*) { sharp.synthesis(x, p); }); });
  compare(
      "analysis", degree, fields, [&] { transform.analysis(u, c); },
      [&] { each([&](double* x, double*, double* p, double*) { sharp.analysis(p, x); }); });
  compare(
      "vector synthesis", degree, fields, [&] { transform.synthesis_vector(c, d, u, v); },
      [&] {
        each([&](double* x, double* y, double* p, double* q) {
          sharp.synthesis_vector(x, y, p, q);
        });
      });
  compare(
      "vector analysis", degree, fields, [&] { transform.analysis_vector(u, v, c, d); },
      [&] {
        each(
            [&](double* x, double* y, double* p, double* q) { sharp.analysis_vector(p, q, x, y); });
      });
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<int> degrees{63, 127, 255, 511, 1023};
  if (argc > 1) degrees.clear();
  for (const char* argument : std::span(argv, static_cast<std::size_t>(argc)).subspan(1))
    degrees.push_back(std::atoi(argument));
  std::printf("%6s %6s  %-17s %10s %10s %7s\n", "degree", "fields", "", "ours, us", "libsharp",
              "ratio");
  for (const int degree : degrees)
    for (const Index fields : {Index{8}, Index{1}}) measure(degree, fields);
}
