#pragma once

#include <cmath>
#include <vector>

#include <libsharp/sharp.h>
#include <libsharp/sharp_almhelpers.h>
#include <libsharp/sharp_geomhelpers.h>

#include "data/fields/types.hpp"

namespace tessera::testing {

/// Debian's libsharp on one Gauss-Legendre grid: complex coefficients with Condon-Shortley phase of
/// orders m >= 0, [m][l]. One thread, one field a call.
class Libsharp {
 public:
  Libsharp(int degree, Index latitudes, Index longitudes) : degree_(degree) {
    sharp_make_gauss_geom_info(static_cast<int>(latitudes), static_cast<int>(longitudes), 0, 1,
                               static_cast<int>(longitudes), &geometry_);
    sharp_make_triangular_alm_info(degree, degree, 1, &harmonics_);
  }
  ~Libsharp() {
    sharp_destroy_geom_info(geometry_);
    sharp_destroy_alm_info(harmonics_);
  }
  Libsharp(const Libsharp&) = delete;
  Libsharp& operator=(const Libsharp&) = delete;

  std::vector<double> from_real(const double* c) const {
    std::vector<double> alm(2 * static_cast<std::size_t>(sharp_alm_count(harmonics_)));
    for (int l = 0; l <= degree_; ++l)
      for (int m = 0; m <= l; ++m) {
        double* a = alm.data() + 2 * sharp_alm_index(harmonics_, l, m);
        const double* middle = c + l * l + l;
        a[0] = middle[m] / factor(m);
        a[1] = m == 0 ? 0 : -middle[-m] / factor(m);
      }
    return alm;
  }
  void to_real(const std::vector<double>& alm, double* c) const {
    for (int l = 0; l <= degree_; ++l)
      for (int m = 0; m <= l; ++m) {
        const double* a = alm.data() + 2 * sharp_alm_index(harmonics_, l, m);
        double* middle = c + l * l + l;
        middle[-m] = -a[1] * factor(m);
        middle[m] = a[0] * factor(m);
      }
  }

  void synthesis(double* alm, double* values) const { run(SHARP_Y, 0, alm, {}, values, {}); }
  /// `values` is not written to.
  void analysis(const double* values, double* alm) const {
    run(SHARP_YtW, 0, alm, {}, const_cast<double*>(values), {});
  }
  void synthesis_vector(double* electric, double* magnetic, double* u, double* v) const {
    run(SHARP_Y, 1, electric, magnetic, u, v);
  }
  void analysis_vector(const double* u, const double* v, double* electric, double* magnetic) const {
    run(SHARP_YtW, 1, electric, magnetic, const_cast<double*>(u), const_cast<double*>(v));
  }

 private:
  static double factor(int m) {
    return m == 0 ? 1 : (m % 2 == 0 ? std::sqrt(2.0) : -std::sqrt(2.0));
  }
  void run(sharp_jobtype job, int spin, double* a, double* b, double* u, double* v) const {
    void* alm[] = {a, b};
    void* map[] = {u, v};
    constexpr int one_thread = SHARP_NO_OPENMP;
    sharp_execute(job, spin, static_cast<void*>(alm), static_cast<void*>(map), geometry_,
                  harmonics_, SHARP_DP | one_thread, nullptr, nullptr);
  }

  int degree_;
  sharp_geom_info* geometry_ = nullptr;
  sharp_alm_info* harmonics_ = nullptr;
};

}  // namespace tessera::testing
