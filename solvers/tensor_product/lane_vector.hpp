#pragma once

/// For kernels that are compiled once per instruction set, and for nothing else. A group of lanes
/// (lanes.hpp) is `parts` registers of the compiler's widest kind. Everything is in an unnamed
/// namespace: the same text means another type in each such translation unit.

namespace tessera {
namespace {

#if defined(__AVX512F__)
constexpr int register_bytes = 64;
constexpr int register_count = 32;
#elif defined(__AVX__)
constexpr int register_bytes = 32;
constexpr int register_count = 16;
#else
constexpr int register_bytes = 16;
constexpr int register_count = 16;
#endif

/// Checks of every access make long kernels very slow to compile.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

template <class Real>
struct LaneVector {
  typedef Real Type __attribute__((vector_size(register_bytes), aligned(alignof(Real)), may_alias));
  static constexpr int width = register_bytes / static_cast<int>(sizeof(Real));
  static constexpr int lanes = 64 / static_cast<int>(sizeof(Real));
  static constexpr int parts = lanes / width;

  static Type load(const Real* from) { return *reinterpret_cast<const Type*>(from); }
  static void store(Real* to, Type value) { *reinterpret_cast<Type*>(to) = value; }
  /// Past the caches, if `to` is aligned to a register.
  static void stream(Real* to, Type value) {
#if defined(__AVX512F__)
    if (reinterpret_cast<unsigned long long>(to) % 64 == 0)
      return __builtin_ia32_movntps512(
          reinterpret_cast<float*>(to),
          reinterpret_cast<__attribute__((vector_size(64))) float>(value));
#endif
    store(to, value);
  }
  static void add(Real* to, Type value) {
    *reinterpret_cast<Type*>(to) += value;
  }
};

}  // namespace
}  // namespace tessera
