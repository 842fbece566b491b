#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/solvers/gp_pde/problems.hpp"

namespace tessera::gp_pde::test {

/// A linear problem with a known solution, drawn at random so that it has exactly one solution:
/// each kind comes with the argument (maximum principle, energy, characteristics).
/// In the texts X and Y stand for the coordinates, so that the domain can be moved and the axes
/// exchanged.
struct RandomProblem {
  struct Term {
    std::string coefficient;
    std::vector<int> orders;  ///< of the derivative, per axis
  };
  std::string kind;
  std::vector<Term> terms;
  std::string exact;
  std::vector<std::pair<double, double>> ranges;
  std::vector<End> ends;
  std::vector<bool> periodic;
  std::vector<Index> points;
};

/// The same number gives the same problem.
RandomProblem random_problem(std::uint64_t number);

/// The problem with its domain moved by `shift` along every axis.
SplitProblem build(const RandomProblem& problem, double shift = 0);

/// The problem with x for y and y for x.
RandomProblem exchanged(const RandomProblem& problem);

/// Everything needed to write the problem down.
std::string describe(const RandomProblem& problem);

}  // namespace tessera::gp_pde::test
