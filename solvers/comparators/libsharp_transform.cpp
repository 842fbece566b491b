#include "solvers/comparators/libsharp_transform.hpp"

#include <algorithm>
#include <random>

#include <libsharp/sharp.h>
#include <libsharp/sharp_almhelpers.h>
#include <libsharp/sharp_geomhelpers.h>

namespace tessera {

struct LibsharpTransform::Implementation {
  Implementation(int degree, Index fields) {
    const int longitudes = 2 * degree + 2;
    sharp_make_gauss_geom_info(degree + 1, longitudes, 0, 1, longitudes, &geometry);
    sharp_make_triangular_alm_info(degree, degree, 1, &harmonics);
    std::mt19937_64 generator(1);
    std::normal_distribution<double> normal;
    const auto random = [&](std::size_t size) {
      std::vector<double> numbers(size);
      std::generate(numbers.begin(), numbers.end(), [&] { return normal(generator); });
      return numbers;
    };
    for (Index i = 0; i < 2 * fields; ++i) {
      coefficients.push_back(random(2 * static_cast<std::size_t>(sharp_alm_count(harmonics))));
      values.push_back(random(static_cast<std::size_t>((degree + 1) * longitudes)));
    }
  }
  ~Implementation() {
    sharp_destroy_geom_info(geometry);
    sharp_destroy_alm_info(harmonics);
  }

  void run(sharp_jobtype job, bool is_vector) {
    for (std::size_t i = 0; i < coefficients.size(); i += 2) {
      void* alm[] = {coefficients[i].data(), coefficients[i + 1].data()};
      void* map[] = {values[i].data(), values[i + 1].data()};
      constexpr int one_thread = SHARP_NO_OPENMP;
      sharp_execute(job, is_vector ? 1 : 0, static_cast<void*>(alm), static_cast<void*>(map),
                    geometry, harmonics, SHARP_DP | one_thread, nullptr, nullptr);
    }
  }

  sharp_geom_info* geometry = nullptr;
  sharp_alm_info* harmonics = nullptr;
  std::vector<std::vector<double>> coefficients, values;  ///< two of each for a field
};

LibsharpTransform::LibsharpTransform(int degree, Index fields)
    : implementation_(std::make_unique<Implementation>(degree, fields)) {}

void LibsharpTransform::run(Kind kind) {
  const bool is_synthesis = kind == Kind::synthesis || kind == Kind::vector_synthesis;
  implementation_->run(is_synthesis ? SHARP_Y : SHARP_YtW,
                       kind == Kind::vector_synthesis || kind == Kind::vector_analysis);
}

LibsharpTransform::~LibsharpTransform() = default;

}  // namespace tessera
