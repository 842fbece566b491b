// Solve times of the GP solver beside Chebyshev collocation, warm, in one process.
//   cmake --preset release -DTESSERA_BENCHMARKS=ON && cmake --build --preset release
//   OMP_NUM_THREADS=1 build/release/bin/benchmark_gp_pde
#include <benchmark/benchmark.h>

#include "solvers/gp_pde/solve.hpp"
#include "solvers/linear/lapack.hpp"
#include "tests/solvers/gp_pde/problems.hpp"

namespace {

using namespace tessera;
using gp_pde::SplitProblem;

constexpr double two_pi = 6.283185307179586;

SplitProblem problem(int number) {
  switch (number) {
    case 0:
      return gp_pde::test::manufactured("u_xx", "sin(100*x)", {{0, two_pi}});
    case 1:
      return gp_pde::test::manufactured("u_xx + u_yy", "sin(100*x)*sin(100*y)",
                                        {{0, two_pi}, {0, two_pi}});
    default:
      return gp_pde::test::manufactured(
          "u_xx + u_yy + u*(u^2-1)",
          "(sin(x)+0.1*sin(20*x)+cos(100*x))*(sin(y)+0.1*sin(20*y)+cos(100*y))", {{0, 1}, {0, 1}});
  }
}

void gaussian_process(benchmark::State& state) {
  const SplitProblem p = problem(static_cast<int>(state.range(0)));
  gp_pde::SolverOptions o;
  o.points.assign(p.problem.ranges.size(), state.range(1));
  SilentMonitor monitor;
  for (auto _ : state) benchmark::DoNotOptimize(gp_pde::solve(p, o, monitor).solution);
}

}  // namespace

BENCHMARK(gaussian_process)
    ->Unit(benchmark::kMillisecond)
    ->Args({0, 400})
    ->Args({1, 400})
    ->Args({2, 400})
    ->Args({2, 1000});
