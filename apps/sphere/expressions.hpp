#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "apps/sphere/options.hpp"
#include "data/deck/faults.hpp"
#include "models/sphere/sphere_equations.hpp"

namespace tessera::sphere {

/// Compiles texts of a deck; faults are added with their place and a caret, also those inside of
/// Definitions.
class ExpressionCompiler {
 public:
  ExpressionCompiler(const Options& options, Faults& faults) : options_(options), faults_(faults) {}

  /// Nothing after a fault.
  std::optional<SphereEquations> equations(const SphereNames& names);
  /// One program for all texts.
  std::optional<GalerkinProgram> program(const std::vector<LocatedText>& texts,
                                         const SphereNames& names);
  std::optional<Formula> given(const LocatedText& text, const SphereNames& names);

 private:
  void add(const LocatedText& text, const SphereExpressionError& error);
  std::string message(const FormulaError& error) const;
  const LocatedText& text_at_fault(const std::vector<LocatedText>& texts,
                                   const FormulaError& error) const;

  const Options& options_;
  Faults& faults_;
  std::set<std::string> told_;
};

}  // namespace tessera::sphere
