// Equations on the sphere: milliseconds per evaluation, the fastest of many, with the shares of
// transforms and products, and the plain pseudo-spectral evaluation beside it.
//   cmake --preset release -DTESSERA_BENCHMARKS=ON && cmake --build --preset release
//   OMP_NUM_THREADS=1 build/release/bin/benchmark_sphere [degree]...      (default 63 127 170 255)
// Degrees up to 32 also show the methods sparse and grid.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <time.h>

#include "solvers/sphere/galerkin_evaluator.hpp"
#include "solvers/sphere/plain_pseudo_spectral.hpp"
#include "tests/solvers/spectral/random_coefficients.hpp"
#include "tests/solvers/sphere/example_programs.hpp"

namespace {

using namespace tessera;
using namespace tessera::sphere;

/// Of the processor: one thread, and other programs may run beside it.
double seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Evaluator>
void report(const char* name, const GalerkinProgram& program, int degree, Evaluator evaluator) {
  const auto count = static_cast<std::size_t>(degree + 1) * static_cast<std::size_t>(degree + 1);
  std::vector<double> in =
      tessera::testing::normal_numbers(static_cast<Index>(program.unknowns.size() * count), 1);
  tessera::testing::scale_degrees(in, degree, [](int l) { return 1 / (1.0 + l * l); });
  std::vector<double> out(program.outputs.size() * count);
  std::vector<double> times;
  evaluator.evaluate(0, in, out);
  const EvaluatorTimes before = evaluator.times();
  const double start = seconds();
  while (times.size() < 5 || (seconds() - start < 0.5 && times.size() < 2000)) {
    const double now = seconds();
    evaluator.evaluate(0, in, out);
    times.push_back(seconds() - now);
  }
  const EvaluatorTimes after = evaluator.times();
  const double total = after.total - before.total;
  std::printf("  %-16s %10.4f ms   transforms %4.1f %%   products %4.1f %%\n", name,
              1e3 * std::ranges::min(times), 100 * (after.transforms - before.transforms) / total,
              100 * (after.products - before.products) / total);
}

void compare(const char* name, const GalerkinProgram& program, int degree) {
  std::printf("%s, degree %d\n", name, degree);
  const auto evaluator = [&](ProductMethod method) {
    return GalerkinEvaluator(program, degree, 1, {.method = method});
  };
  report("transform", program, degree, evaluator(ProductMethod::transform));
  if (degree <= 15) report("sparse", program, degree, evaluator(ProductMethod::sparse));
  if (degree <= 32) report("grid", program, degree, evaluator(ProductMethod::grid));
  report("pseudo-spectral", program, degree, PlainPseudoSpectral(program, degree, 1));
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<int> degrees;
  for (int i = 1; i < argc; ++i) degrees.push_back(std::atoi(argv[i]));
  if (degrees.empty()) degrees = {63, 127, 170, 255};
  for (const int degree : degrees) {
    compare("barotropic vorticity", sphere::testing::barotropic_vorticity(), degree);
    compare("shallow water", sphere::testing::shallow_water(), degree);
    compare("Allen-Cahn", sphere::testing::allen_cahn_reaction(), degree);
  }
}
