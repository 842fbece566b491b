#include <cstring>
#include <random>

#include <boost/test/unit_test.hpp>

#include "models/formula/formula.hpp"

using namespace tessera;

namespace {

const FormulaNames names{{"x", "y"}, {"u"}, {"f"}, {}};
const std::vector<std::string> inputs{"x", "y", "u"};
const char* const mixture =
    "sin(x)*exp(y) + log(2 + u^2) - x^7/(1 + y^2) + (2 + x)^0.3 + tanh(u)*abs(x) + sqrt(2 + y)";

Formula parse(const std::string& text) {
  return Formula::parse(text, names);
}

std::vector<double> random_values(std::size_t count, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> value(-1.5, 1.5);
  std::vector<double> result(count);
  for (double& v : result) v = value(random);
  return result;
}

bool same_bits(double a, double b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

struct Points {
  std::vector<double> x, y, u;
  explicit Points(std::size_t n)
      : x(random_values(n, 1)), y(random_values(n, 2)), u(random_values(n, 3)) {}
  std::vector<double> run(const Tape& tape, std::size_t first, std::size_t count) const {
    const Tape::Input in[] = {{&x[first], 1}, {&y[first], 1}, {&u[first], 1}};
    std::vector<double> result(count);
    double* const output = result.data();
    tape.evaluate(in, &output, count);
    return result;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tape)

BOOST_AUTO_TEST_CASE(the_value_at_a_point_does_not_depend_on_its_place_in_a_block) {
  const Tape tape = Formula::compile({parse(mixture)}, inputs);
  const std::size_t n = 1300;  // two blocks and a remainder that no vector length divides
  const Points points(n);
  const std::vector<double> together = points.run(tape, 0, n);
  for (std::size_t i = 0; i < n; ++i) {
    BOOST_REQUIRE(same_bits(points.run(tape, i, 1)[0], together[i]));
  }
  for (const std::size_t first : {1UL, 7UL, 511UL, 513UL}) {
    const std::vector<double> part = points.run(tape, first, n - first);
    for (std::size_t i = first; i < n; ++i) {
      BOOST_REQUIRE(same_bits(part[i - first], together[i]));
    }
  }
}

BOOST_AUTO_TEST_CASE(strides_change_where_values_come_from_and_nothing_else) {
  const Tape tape = Formula::compile({parse(mixture)}, inputs);
  const std::size_t n = 700;
  const Points points(n);
  std::vector<double> spread(3 * n);
  for (std::size_t i = 0; i < n; ++i) spread[3 * (n - 1 - i)] = points.y[i];
  const std::vector<double> same_u(n, points.u[0]);
  const Tape::Input plain[] = {{points.x.data(), 1}, {points.y.data(), 1}, {same_u.data(), 1}};
  const Tape::Input strided[] = {
      {points.x.data(), 1}, {&spread[3 * (n - 1)], -3}, {points.u.data(), 0}};
  std::vector<double> expected(n);
  std::vector<double> result(n);
  double* output = expected.data();
  tape.evaluate(plain, &output, n);
  output = result.data();
  tape.evaluate(strided, &output, n);
  for (std::size_t i = 0; i < n; ++i) BOOST_REQUIRE(same_bits(expected[i], result[i]));
}

BOOST_AUTO_TEST_CASE(outputs_may_repeat_be_inputs_constants_or_each_others_parts) {
  const Formula square = parse("x*x");
  const Tape tape = Formula::compile(
      {square, parse("x^2 + y"), square, parse("y"), Formula::constant(0.25), parse("(x^2+y)*u")},
      inputs);
  BOOST_TEST(tape.outputs() == 6U);
  const std::size_t n = 1000;
  const Points points(n);
  std::vector<std::vector<double>> results(6, std::vector<double>(n));
  std::vector<double*> outputs;
  for (auto& result : results) outputs.push_back(result.data());
  const Tape::Input in[] = {{points.x.data(), 1}, {points.y.data(), 1}, {points.u.data(), 1}};
  tape.evaluate(in, outputs.data(), n);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = points.x[i];
    const double y = points.y[i];
    const double expected[] = {x * x, x * x + y, x * x, y, 0.25, (x * x + y) * points.u[i]};
    for (std::size_t k = 0; k < 6; ++k) BOOST_REQUIRE(results[k][i] == expected[k]);
  }
}

BOOST_AUTO_TEST_CASE(no_points_are_no_work) {
  const Tape tape = Formula::compile({parse("x + y")}, inputs);
  const Tape::Input in[3] = {};
  double* const output = nullptr;
  tape.evaluate(in, &output, 0);
  BOOST_TEST(Tape().outputs() == 0U);
}

BOOST_AUTO_TEST_CASE(common_subexpressions_are_computed_once) {
  const Tape tape =
      Formula::compile({parse("sin(x*y)^2 + cos(u)*sin(x*y)"), parse("3*sin(x*y) + x*y")}, inputs);
  int sines = 0;
  int inputs_read = 0;
  for (const TapeOperation& op : tape.operations()) {
    sines += op.code == TapeOperation::Code::sin;
    inputs_read += op.code == TapeOperation::Code::input;
  }
  BOOST_TEST(sines == 1);
  BOOST_TEST(inputs_read == 3);
  // x y u, x*y, sin, ^2, cos, *, +, 3, *, +
  BOOST_TEST(tape.operations().size() == 12U);
}

BOOST_AUTO_TEST_CASE(a_missing_input_is_named) {
  BOOST_CHECK_EXCEPTION(Formula::compile({parse("x + f")}, inputs), std::invalid_argument,
                        [](const std::invalid_argument& fault) {
                          return std::string(fault.what()) ==
                                 "The formula needs \"f\", which is not given.";
                        });
}

BOOST_AUTO_TEST_CASE(a_tape_survives_its_text_form_exactly) {
  const Tape tape =
      Formula::compile({parse(mixture), parse("0.1*x + pi*y - 1e-300*u + min(x, y)^-3")}, inputs);
  const std::string text = tape.serialise();
  const Tape copy = Tape::deserialise(text);
  BOOST_TEST(copy.serialise() == text);
  BOOST_TEST(copy.inputs() == tape.inputs(), boost::test_tools::per_element());
  BOOST_REQUIRE(copy.operations().size() == tape.operations().size());
  for (std::size_t i = 0; i < tape.operations().size(); ++i) {
    const TapeOperation& a = tape.operations()[i];
    const TapeOperation& b = copy.operations()[i];
    BOOST_TEST((a.code == b.code && a.a == b.a && a.b == b.b && same_bits(a.value, b.value)));
  }
  const Points points(100);
  std::vector<double> results[4] = {std::vector<double>(100), std::vector<double>(100),
                                    std::vector<double>(100), std::vector<double>(100)};
  const Tape::Input in[] = {{points.x.data(), 1}, {points.y.data(), 1}, {points.u.data(), 1}};
  double* const first[] = {results[0].data(), results[1].data()};
  double* const second[] = {results[2].data(), results[3].data()};
  tape.evaluate(in, first, 100);
  copy.evaluate(in, second, 100);
  BOOST_TEST(results[0] == results[2], boost::test_tools::per_element());
  BOOST_TEST(results[1] == results[3], boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_damaged_text_form_is_refused) {
  const std::string text = Formula::compile({parse(mixture)}, inputs).serialise();
  int refused = 0;
  for (std::size_t length = 0; length < text.size(); ++length) {
    BOOST_CHECK_THROW(Tape::deserialise(text.substr(0, length)), std::invalid_argument);
    ++refused;
  }
  BOOST_TEST(refused > 100);
  BOOST_CHECK_THROW(Tape::deserialise(text + "0\n"), std::invalid_argument);
  BOOST_CHECK_THROW(Tape::deserialise("tape-1\n0\n1\nadd 0 0 0p+0\n0\n"), std::invalid_argument);
  BOOST_CHECK_THROW(Tape::deserialise("tape-1\n0\n1\nconstant 0 0 1p+0\n1\n1\n"),
                    std::invalid_argument);
  BOOST_TEST(Tape::deserialise("tape-1\n0\n1\nconstant 0 0 1p+0\n1\n0\n").outputs() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
