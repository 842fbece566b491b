#include <algorithm>
#include <cmath>
#include <complex>
#include <memory>
#include <numbers>
#include <random>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "solvers/fft/fourier_plan.hpp"

using namespace tessera;

namespace {

using Complex = std::complex<double>;
using LongComplex = std::complex<long double>;
using Kind = FourierPlan::Kind;

struct Fftw {
  static constexpr FourierBackend backend = FourierBackend::fftw;
};
struct Kissfft {
  static constexpr FourierBackend backend = FourierBackend::kissfft;
};
using Backends = std::tuple<Fftw, Kissfft>;

const std::vector<std::vector<Index>> shapes = {
    {1},       {2},       {3},       {4},       {5},          {6},      {7},    {8},      {9},
    {12},      {13},      {15},      {16},      {30},         {31},     {64},   {97},     {100},
    {1, 1},    {1, 5},    {5, 1},    {4, 6},    {6, 4},       {7, 5},   {8, 3}, {17, 12}, {2, 2},
    {3, 4, 5}, {4, 1, 3}, {6, 5, 4}, {1, 1, 4}, {2, 3, 2, 3}, {5, 7, 2}};

Index points(const std::vector<Index>& shape) {
  Index n = 1;
  for (const Index length : shape) n *= length;
  return n;
}

/// The definition along one axis after the other, in long double.
std::vector<LongComplex> naive_transform(std::vector<LongComplex> x,
                                         const std::vector<Index>& shape, int sign) {
  Index stride = 1;
  for (const Index n : shape) {
    std::vector<LongComplex> y(x.size());
    for (Index position = 0; position < static_cast<Index>(x.size()); ++position) {
      const Index k = position / stride % n;
      const Index start = position - k * stride;
      LongComplex sum = 0;
      for (Index j = 0; j < n; ++j) {
        const long double angle = 2 * std::numbers::pi_v<long double> *
                                  static_cast<long double>(j * k % n) / static_cast<long double>(n);
        sum += x[static_cast<std::size_t>(start + j * stride)] *
               LongComplex(std::cos(angle), static_cast<long double>(sign) * std::sin(angle));
      }
      y[static_cast<std::size_t>(position)] = sum;
    }
    x = y;
    stride *= n;
  }
  return x;
}

template <class T>
std::vector<T> random_values(Index count, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  std::vector<T> values(static_cast<std::size_t>(count));
  for (T& value : values) {
    if constexpr (std::is_same_v<T, double>) {
      value = normal(generator);
    } else {
      value = {normal(generator), normal(generator)};
    }
  }
  return values;
}

/// Largest difference over the 2-norm of the reference.
template <class T, class U>
double relative_difference(const std::vector<T>& values, const std::vector<U>& reference) {
  BOOST_REQUIRE_EQUAL(values.size(), reference.size());
  long double largest = 0, norm = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    largest = std::max(largest, static_cast<long double>(std::abs(U(values[i]) - reference[i])));
    norm += std::norm(reference[i]);
  }
  return static_cast<double>(largest / std::sqrt(norm));
}

/// Transforms every member of a batch by the definition.
std::vector<LongComplex> naive_batch(const std::vector<LongComplex>& x,
                                     const std::vector<Index>& shape, int sign) {
  std::vector<LongComplex> result;
  const Index n = points(shape);
  for (Index start = 0; start < static_cast<Index>(x.size()); start += n) {
    const auto one = naive_transform({x.begin() + start, x.begin() + start + n}, shape, sign);
    result.insert(result.end(), one.begin(), one.end());
  }
  return result;
}

/// The first shape[0] / 2 + 1 values of every line.
std::vector<LongComplex> first_half(const std::vector<LongComplex>& x,
                                    const std::vector<Index>& shape) {
  std::vector<LongComplex> half;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (static_cast<Index>(i) % shape[0] <= shape[0] / 2) half.push_back(x[i]);
  }
  return half;
}

constexpr double tolerance = 1e-15;

}  // namespace

BOOST_AUTO_TEST_SUITE(fourier_plan)

BOOST_AUTO_TEST_CASE_TEMPLATE(complex_transforms_follow_the_definition, Backend, Backends) {
  unsigned seed = 0;
  for (const auto& shape : shapes) {
    for (const Index batch : {Index{1}, Index{3}}) {
      const auto plan = make_fourier_plan(shape, batch, Kind::complex_to_complex, Backend::backend);
      const auto x = random_values<Complex>(points(shape) * batch, ++seed);
      const std::vector<LongComplex> reference(x.begin(), x.end());
      std::vector<Complex> y(x.size());
      plan->forward(x.data(), y.data());
      BOOST_TEST(relative_difference(y, naive_batch(reference, shape, -1)) < tolerance);
      plan->backward(x.data(), y.data());
      BOOST_TEST(relative_difference(y, naive_batch(reference, shape, +1)) < tolerance);
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(real_transforms_keep_the_first_half_and_come_back, Backend,
                              Backends) {
  unsigned seed = 500;
  for (const auto& shape : shapes) {
    for (const Index batch : {Index{1}, Index{3}}) {
      const auto plan = make_fourier_plan(shape, batch, Kind::real_to_complex, Backend::backend);
      const auto x = random_values<double>(points(shape) * batch, ++seed);
      const std::vector<LongComplex> reference(x.begin(), x.end());
      const auto expected = first_half(naive_batch(reference, shape, -1), shape);
      std::vector<Complex> y(expected.size());
      plan->forward(x.data(), y.data());
      BOOST_TEST(relative_difference(y, expected) < tolerance);

      std::vector<double> back(x.size());
      const std::vector<Complex> kept = y;
      plan->backward(y.data(), back.data());
      BOOST_TEST((y == kept));
      std::vector<double> scaled = x;
      for (double& value : scaled) value *= static_cast<double>(points(shape));
      BOOST_TEST(relative_difference(back, scaled) < tolerance);
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(real_backward_transforms_follow_the_definition, Backend, Backends) {
  // Half of a Hermitian array that is the spectrum of nothing in particular: one mode each.
  for (const Index n : {8, 9, 10, 11}) {
    const auto plan = make_fourier_plan({n}, 1, Kind::real_to_complex, Backend::backend);
    for (Index k = 0; k <= n / 2; ++k) {
      std::vector<Complex> spectrum(static_cast<std::size_t>(n / 2 + 1));
      const bool is_own_mirror = k == 0 || 2 * k == n;
      spectrum[static_cast<std::size_t>(k)] = is_own_mirror ? Complex(1, 0) : Complex(0.5, -0.5);
      std::vector<double> x(static_cast<std::size_t>(n));
      plan->backward(spectrum.data(), x.data());
      for (Index j = 0; j < n; ++j) {
        const double angle =
            2 * std::numbers::pi * static_cast<double>(j * k) / static_cast<double>(n);
        const double expected = is_own_mirror ? std::cos(angle) : std::cos(angle) + std::sin(angle);
        BOOST_TEST(std::abs(x[static_cast<std::size_t>(j)] - expected) < 1e-14);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(complex_inputs_are_kept_and_round_trips_scale_by_the_points, Backend,
                              Backends) {
  const std::vector<Index> shape = {12, 7, 5};
  const auto plan = make_fourier_plan(shape, 2, Kind::complex_to_complex, Backend::backend);
  const auto x = random_values<Complex>(points(shape) * 2, 7);
  auto input = x;
  std::vector<Complex> y(x.size()), back(x.size());
  plan->forward(input.data(), y.data());
  BOOST_TEST((input == x));
  plan->backward(y.data(), back.data());
  auto scaled = x;
  for (Complex& value : scaled) value *= static_cast<double>(points(shape));
  BOOST_TEST(relative_difference(back, scaled) < tolerance);
}

BOOST_AUTO_TEST_CASE(plans_for_aligned_arrays_follow_the_definition) {
  struct alignas(64) Line {
    double values[8];
  };
  for (const std::vector<Index>& shape : {std::vector<Index>{48}, {31}, {12, 7}}) {
    const auto plan = make_fourier_plan(shape, 3, Kind::complex_to_complex, FourierBackend::fftw,
                                        FourierArrays::aligned);
    const auto x = random_values<Complex>(3 * points(shape), 21);
    std::vector<Line> in(x.size() / 4 + 1), out(in.size());
    auto* from = reinterpret_cast<Complex*>(in.data());
    auto* to = reinterpret_cast<Complex*>(out.data());
    std::copy(x.begin(), x.end(), from);
    plan->forward(from, to);
    const std::vector<LongComplex> reference(x.begin(), x.end());
    const std::vector<Complex> y(to, to + x.size());
    BOOST_TEST(relative_difference(y, naive_batch(reference, shape, -1)) < tolerance);
    plan->backward(from, to);
    const std::vector<Complex> z(to, to + x.size());
    BOOST_TEST(relative_difference(z, naive_batch(reference, shape, +1)) < tolerance);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(arrays_need_no_alignment_and_give_the_same_bits, Backend, Backends) {
  for (const std::vector<Index>& shape : {std::vector<Index>{64}, {16, 12}, {15, 8}}) {
    const auto plan = make_fourier_plan(shape, 1, Kind::complex_to_complex, Backend::backend);
    const auto real_plan = make_fourier_plan(shape, 1, Kind::real_to_complex, Backend::backend);
    const auto n = static_cast<std::size_t>(points(shape));
    // 8-byte steps away from whatever the allocator gives.
    std::vector<double> memory(2 * n + 8), target(2 * n + 8);
    const auto values = random_values<double>(2 * points(shape), 8);
    std::vector<double> first, first_real;
    for (std::size_t shift = 0; shift < 8; ++shift) {
      std::copy(values.begin(), values.end(), memory.begin() + static_cast<Index>(shift));
      plan->forward(reinterpret_cast<const Complex*>(memory.data() + shift),
                    reinterpret_cast<Complex*>(target.data() + 7 - shift));
      std::vector<double> result(target.begin() + static_cast<Index>(7 - shift),
                                 target.begin() + static_cast<Index>(7 - shift + 2 * n));
      if (shift == 0) first = result;
      BOOST_TEST((result == first));

      std::fill(target.begin(), target.end(), 0.0);
      real_plan->forward(memory.data() + shift,
                         reinterpret_cast<Complex*>(target.data() + 7 - shift));
      result.assign(target.begin() + static_cast<Index>(7 - shift),
                    target.begin() + static_cast<Index>(7 - shift + n));
      if (shift == 0) first_real = result;
      BOOST_TEST((result == first_real));
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_plan_can_be_made_and_used_by_several_threads, Backend, Backends) {
  const std::vector<Index> shape = {24, 18};
  const auto shared = make_fourier_plan(shape, 1, Kind::real_to_complex, Backend::backend);
  const auto x = random_values<double>(points(shape), 9);
  std::vector<Complex> expected(static_cast<std::size_t>(13 * 18));
  shared->forward(x.data(), expected.data());
  std::vector<int> agree(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < agree.size(); ++t) {
    threads.emplace_back([&, t] {
      bool same = true;
      for (int repeat = 0; repeat < 20; ++repeat) {
        const auto own = make_fourier_plan(shape, 1, Kind::real_to_complex, Backend::backend);
        for (const FourierPlan* plan : {shared.get(), own.get()}) {
          std::vector<Complex> y(expected.size());
          plan->forward(x.data(), y.data());
          same = same && y == expected;
        }
      }
      agree[t] = same;
    });
  }
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(agree == std::vector<int>(4, 1), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_long_transform_keeps_its_accuracy, Backend, Backends) {
  // A tone of integer frequency has one line; long lengths show errors of twiddle factors.
  for (const Index n : {Index{1} << 15, Index{30030}, Index{8191}}) {
    const auto plan = make_fourier_plan({n}, 1, Kind::complex_to_complex, Backend::backend);
    const Index k0 = 123;
    std::vector<Complex> x(static_cast<std::size_t>(n)), y(x.size());
    for (Index j = 0; j < n; ++j) {
      const long double angle = 2 * std::numbers::pi_v<long double> *
                                static_cast<long double>(j * k0 % n) / static_cast<long double>(n);
      x[static_cast<std::size_t>(j)] = {static_cast<double>(std::cos(angle)),
                                        static_cast<double>(std::sin(angle))};
    }
    plan->forward(x.data(), y.data());
    y[static_cast<std::size_t>(k0)] -= static_cast<double>(n);
    double largest = 0;
    for (const Complex& value : y) largest = std::max(largest, std::abs(value));
    BOOST_TEST(largest < 1e-14 * static_cast<double>(n));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_plan_tells_what_it_was_made_for_and_refuses_the_other_kind, Backend,
                              Backends) {
  const auto complex_plan =
      make_fourier_plan({4, 3}, 2, Kind::complex_to_complex, Backend::backend);
  const auto real_plan = make_fourier_plan({4, 3}, 2, Kind::real_to_complex, Backend::backend);
  BOOST_TEST((complex_plan->shape() == std::vector<Index>{4, 3}));
  BOOST_TEST(real_plan->batch() == 2);
  BOOST_TEST((real_plan->kind() == Kind::real_to_complex));
  std::vector<double> x(24);
  std::vector<Complex> y(24), z(24);
  BOOST_CHECK_THROW(complex_plan->forward(x.data(), y.data()), std::logic_error);
  BOOST_CHECK_THROW(complex_plan->backward(y.data(), x.data()), std::logic_error);
  BOOST_CHECK_THROW(real_plan->forward(y.data(), z.data()), std::logic_error);
  BOOST_CHECK_THROW(real_plan->backward(y.data(), z.data()), std::logic_error);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(impossible_shapes_are_refused, Backend, Backends) {
  const auto kind = Kind::complex_to_complex;
  BOOST_CHECK_THROW(make_fourier_plan({}, 1, kind, Backend::backend), std::invalid_argument);
  BOOST_CHECK_THROW(make_fourier_plan({4, 0}, 1, kind, Backend::backend), std::invalid_argument);
  BOOST_CHECK_THROW(make_fourier_plan({-1}, 1, kind, Backend::backend), std::invalid_argument);
  BOOST_CHECK_THROW(make_fourier_plan({4}, 0, kind, Backend::backend), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(lengths_that_transforms_like_have_small_prime_factors) {
  struct {
    Index least, step, expected;
  } const cases[] = {{7, 1, 8}, {11, 1, 12}, {13, 1, 15}, {1, 2, 2}, {97, 8, 120}, {128, 8, 128}};
  for (const auto& c : cases) BOOST_TEST(fast_fourier_length(c.least, c.step) == c.expected);
}
