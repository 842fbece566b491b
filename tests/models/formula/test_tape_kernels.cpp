#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "models/formula/functions.hpp"
#include "models/formula/tape_kernels.hpp"

using namespace tessera;

namespace {

using Code = TapeOperation::Code;

constexpr std::size_t block = 509;  // odd, and not a multiple of any vector length

std::vector<InstructionSet> available() {
  std::vector<InstructionSet> result;
  for (const InstructionSet set :
       {InstructionSet::generic, InstructionSet::x86_64_v3, InstructionSet::x86_64_v4}) {
    if (is_available(set)) result.push_back(set);
  }
  return result;
}

std::vector<double> draw(double low, double high, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> value(low, high);
  std::vector<double> result(block);
  for (double& v : result) v = value(random);
  return result;
}

std::vector<double> run(InstructionSet set, Code code, const std::vector<double>& a,
                        const std::vector<double>& b, int exponent = 0) {
  std::vector<double> out(block);
  tape_kernel(set)(code, a.data(), 1, b.data(), 1, exponent, out.data(), block);
  return out;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

/// Distance from the exact value in units in the last place of the nearest double.
double units_off(double value, long double exact) {
  const auto nearest = static_cast<double>(exact);
  const double spacing =
      std::nextafter(std::fabs(nearest), std::numeric_limits<double>::infinity()) -
      std::fabs(nearest);
  return static_cast<double>(std::fabs(value - exact) / spacing);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tape_kernels)

BOOST_AUTO_TEST_CASE(arithmetic_has_the_same_bits_for_every_instruction_set) {
  const std::vector<double> a = draw(-3, 3, 1);
  const std::vector<double> b = draw(-2, 2, 2);
  for (const Code code : {Code::add, Code::subtract, Code::multiply, Code::divide, Code::negate,
                          Code::abs, Code::step, Code::min, Code::max, Code::sqrt}) {
    const std::vector<double>& first = code == Code::sqrt ? draw(0, 9, 3) : a;
    const std::vector<double> expected = run(InstructionSet::generic, code, first, b);
    for (const InstructionSet set : available()) {
      BOOST_TEST(same_bits(run(set, code, first, b), expected));
    }
  }
  for (const int exponent : {-7, -2, -1, 0, 1, 2, 3, 5, 10, 100}) {
    const std::vector<double> expected =
        run(InstructionSet::generic, Code::integer_power, a, b, exponent);
    for (std::size_t i = 0; i < block; ++i) {
      BOOST_REQUIRE(units_off(expected[i], std::pow(static_cast<long double>(a[i]), exponent)) <=
                    1.0 + std::abs(exponent));
    }
    for (const InstructionSet set : available()) {
      BOOST_TEST(same_bits(run(set, Code::integer_power, a, b, exponent), expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(functions_are_within_four_units_in_the_last_place) {
  struct Case {
    Code code;
    double low, high;
  };
  const Case cases[] = {{Code::sin, -4, 4},  {Code::sin, -1e3, 1e3}, {Code::sin, -1e9, 1e9},
                        {Code::cos, -4, 4},  {Code::cos, -1e3, 1e3}, {Code::cos, -1e9, 1e9},
                        {Code::exp, -2, 2},  {Code::exp, -700, 700}, {Code::log, 1e-300, 1e-290},
                        {Code::log, 0.5, 2}, {Code::log, 1, 1e10},   {Code::tan, -1.5, 1.5},
                        {Code::asin, -1, 1}, {Code::acos, -1, 1},    {Code::atan, -9, 9},
                        {Code::sinh, -5, 5}, {Code::cosh, -5, 5},    {Code::tanh, -3, 3}};
  for (const InstructionSet set : available()) {
    for (const Case& c : cases) {
      double worst = 0;
      for (unsigned seed = 0; seed < 40; ++seed) {
        const std::vector<double> a = draw(c.low, c.high, seed);
        const std::vector<double> values = run(set, c.code, a, a);
        for (std::size_t i = 0; i < block; ++i) {
          worst = std::max(worst, units_off(values[i], apply(c.code, a[i])));
        }
      }
      BOOST_TEST_CONTEXT("set " << static_cast<int>(set) << ", operation "
                                << static_cast<int>(c.code) << " up to " << c.high) {
        BOOST_TEST(worst <= 4.0);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(powers_are_within_four_units_in_the_last_place) {
  for (const InstructionSet set : available()) {
    double worst = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
      const std::vector<double> a = draw(0.01, 30, seed);
      const std::vector<double> b = draw(-20, 20, seed + 100);
      const std::vector<double> values = run(set, Code::power, a, b);
      for (std::size_t i = 0; i < block; ++i) {
        worst = std::max(worst, units_off(values[i], apply(Code::power, a[i], b[i])));
      }
    }
    BOOST_TEST(worst <= 4.0);
  }
}

BOOST_AUTO_TEST_CASE(special_values_are_those_of_the_c_library) {
  const double inf = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double special[] = {0.0,   -0.0,   inf,    -inf, nan, -1.0,
                            1e308, -1e308, 5e-324, 1e22, 710, -750};
  const auto agree = [](double a, double b) {
    if (std::isnan(b)) return std::isnan(a);
    if (!std::isfinite(b) || b == 0) return a == b;
    return units_off(a, b) <= 5;
  };
  double (*const functions[])(double) = {std::sin, std::cos, std::exp, std::log};
  const Code codes[] = {Code::sin, Code::cos, Code::exp, Code::log};
  for (const InstructionSet set : available()) {
    for (const double x : special) {
      std::vector<double> a = draw(0.5, 1.5, 9);
      a[0] = a[100] = a[block - 1] = x;
      for (std::size_t f = 0; f < 4; ++f) {
        const std::vector<double> values = run(set, codes[f], a, a);
        BOOST_TEST_CONTEXT("set " << static_cast<int>(set) << ", function " << f << " of " << x) {
          for (const std::size_t i : {std::size_t{0}, std::size_t{100}, block - 1}) {
            BOOST_TEST(agree(values[i], functions[f](x)));
          }
        }
      }
      for (const double y : special) {
        const std::vector<double> b(block, y);
        BOOST_TEST_CONTEXT("set " << static_cast<int>(set) << ": " << x << "^" << y) {
          BOOST_TEST(agree(run(set, Code::power, a, b)[block - 1], std::pow(x, y)));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
