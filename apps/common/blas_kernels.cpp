#include "apps/common/blas_kernels.hpp"

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <unistd.h>

#include "solvers/linear/lapack.hpp"

namespace tessera {
namespace {

constexpr const char* variable = "OPENBLAS_CORETYPE";

/// The kernel set of OpenBLAS for this processor's instructions; null without AVX2.
const char* best_kernels() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
  return nullptr;
}

}  // namespace

void restart_with_best_blas_kernels(char** argv) {
  constexpr std::string_view fallback = "Prescott";
  const char* const best = best_kernels();
  if (best == nullptr || std::getenv(variable) != nullptr || blas_core() != fallback) return;
  // The file's own path, so that the process keeps its name in `ps` and `top`.
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error && setenv(variable, best, 1) == 0) execv(self.c_str(), argv);
}

}  // namespace tessera
