// Prints formulas, their tapes and values at a few points: the same in every process.
#include <iostream>
#include <vector>

#include "models/formula/formula.hpp"
#include "models/pde/boundary_value_problem.hpp"
#include "tests/models/formula/random_formula.hpp"

using namespace tessera;

namespace {

void print(const std::vector<Formula>& formulas, const std::vector<std::string>& inputs) {
  for (const Formula& formula : formulas) std::cout << formula.text() << "\n";
  const Tape tape = Formula::compile(formulas, inputs);
  std::cout << tape.serialise();
  const std::size_t count = 5;
  std::vector<std::vector<double>> data;
  std::vector<Tape::Input> in;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(0.3 + 0.17 * static_cast<double>(i) + 0.05 * static_cast<double>(k));
    }
    data.push_back(values);
  }
  for (const auto& values : data) in.push_back({values.data(), 1});
  std::vector<std::vector<double>> results(formulas.size(), std::vector<double>(count));
  std::vector<double*> out;
  for (auto& result : results) out.push_back(result.data());
  tape.evaluate(in.data(), out.data(), count);
  for (const auto& result : results) {
    for (const double value : result) std::cout << std::hexfloat << value << " ";
    std::cout << "\n";
  }
}

}  // namespace

int main() {
  const FormulaNames names{{"x", "y"}, {"u"}, {"f"}, {{"k", 100}}};
  // The manufactured steady Allen-Cahn problem: source and Newton coefficients.
  const Formula exact = Formula::parse(
      "(sin(x) + 0.1*sin(20*x) + cos(k*x)) * (sin(y) + 0.1*sin(20*y) + cos(k*y))", names);
  const Formula left = Formula::parse("u_xx + u_yy + u*(u^2 - 1)", names);
  print({insert_solution(left, exact, names), exact}, {"x", "y"});
  print({left, left.derivative("u")}, {"u", "u_xx", "u_yy"});
  // Sums inside products and powers, whose sign and scale the symbolic engine chooses.
  for (const char* text : {"(x - y + u)^3*(0.3*y - x - u)*(u - x)^-1", "x*(0.1*x - y)/(y - x*u)^3",
                           "sqrt(2)*pi*x*y + exp(1)*u - sqrt(3)/x", "(x-y)*(y-u)*(u-x)*(x+y+u)^-2",
                           "atan2(x - y, y*u)*min(x - u, y)/(1 - x*y)"}) {
    const Formula formula = Formula::parse(text, names);
    print({formula, formula.derivative("x"), formula.derivative("y").derivative("x"),
           formula.expanded()},
          {"x", "y", "u"});
  }
  std::mt19937_64 random(99);
  for (int i = 0; i < 60; ++i) {
    const test::RandomFormula drawn(random, {"x", "y", "u"}, 5);
    try {
      const Formula formula = Formula::parse(drawn.text(), names);
      print({formula, formula.derivative("x")}, {"x", "y", "u"});
    } catch (const std::invalid_argument& fault) {
      std::cout << fault.what() << "\n";
    }
  }
}
