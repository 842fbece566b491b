#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

namespace tessera::test {

/// A value and a bound of the rounding errors that double arithmetic may make on the way to it.
struct Bounded {
  long double value = 0;
  long double error = 0;
};

/// A formula drawn at random, with its own text and its own straightforward evaluation: nothing of
/// the library's parser, algebra or tape.
class RandomFormula {
 public:
  RandomFormula(std::mt19937_64& random, const std::vector<std::string>& names, int depth);

  /// Fully parenthesised.
  std::string text() const;
  Bounded evaluate(const std::map<std::string, double>& values) const;

 private:
  std::string kind_;  ///< a number's or a name's text, an operator, or a function's name
  int exponent_ = 0;
  std::vector<RandomFormula> operands_;
};

}  // namespace tessera::test
