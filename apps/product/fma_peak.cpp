#include "apps/product/fma_peak.hpp"

#include "apps/product/fma_peak_kernels.hpp"
#include "apps/product/stopwatch.hpp"
#include "solvers/tensor_product/instruction_set.hpp"

namespace tessera::product {
namespace {

struct Level {
  FmaShape shape;  // as in the translation unit of that level
  void (*run_float)(long, float*);
  void (*run_double)(long, double*);
};

Level best_level() {
#ifdef TESSERA_X86_64_LEVELS
  switch (resolve_instruction_set(InstructionSet::automatic)) {
    case InstructionSet::x86_64_v4:
      return {{64, 20}, fma_float_x86_64_v4, fma_double_x86_64_v4};
    case InstructionSet::x86_64_v3:
      return {{32, 12}, fma_float_x86_64_v3, fma_double_x86_64_v3};
    default:
      break;
  }
#endif
  return {{16, 10}, fma_float_generic, fma_double_generic};
}

template <class Real>
double measure(const FmaShape& shape, void (*run)(long, Real*), double duration) {
  constexpr long steps = 2000;
  const double operations = 2.0 * steps * shape.accumulators * shape.vector_bytes / sizeof(Real);
  Real sum = Real(0.5);
  run(steps, &sum);
  const double start = thread_seconds();
  double elapsed = 0;
  long runs = 0;
  do {
    run(steps, &sum);
    ++runs;
    elapsed = thread_seconds() - start;
  } while (elapsed < duration);
  const volatile Real kept = sum;  // so that the loop is not dropped
  (void)kept;
  return 1e-9 * operations * static_cast<double>(runs) / elapsed;
}

}  // namespace

double fma_peak(bool double_precision, double duration) {
  static const Level level = best_level();
  return double_precision ? measure(level.shape, level.run_double, duration)
                          : measure(level.shape, level.run_float, duration);
}

}  // namespace tessera::product
