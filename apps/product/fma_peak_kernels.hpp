#pragma once

namespace tessera::product {

/// How a level is used: bytes of a register, and how many are accumulators.
struct FmaShape {
  int vector_bytes;
  int accumulators;
};

// Each does `steps` multiply-adds in every accumulator.
void fma_float_generic(long steps, float* sum);
void fma_double_generic(long steps, double* sum);
void fma_float_x86_64_v3(long steps, float* sum);
void fma_double_x86_64_v3(long steps, double* sum);
void fma_float_x86_64_v4(long steps, float* sum);
void fma_double_x86_64_v4(long steps, double* sum);

}  // namespace tessera::product
