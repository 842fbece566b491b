#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/common/formula_fault.hpp"
#include "data/deck/faults.hpp"
#include "data/deck/location.hpp"
#include "models/formula/formula.hpp"

namespace tessera::pde {

/// The names of `all` that data may use: axes and parameters, and the arrays given.
FormulaNames names_of_data(const FormulaNames& all, const std::vector<std::string>& arrays = {});

/// A source, an exact solution or boundary data: a formula in axes, parameters and the given
/// arrays. Nothing after a fault, which is added with its place in the deck and a caret below the
/// text.
std::optional<Formula> parse_data(const LocatedText& text, const FormulaNames& all, Faults& faults,
                                  const std::vector<std::string>& arrays = {});

/// lhs - rhs of an equation in all names; nothing after a fault.
std::optional<Formula> parse_residual(const LocatedText& text, const FormulaNames& all,
                                      Faults& faults);

/// The result of `make`; nothing where it threw std::invalid_argument, which is added as a fault of
/// `text`.
template <class Make>
auto guarded(const LocatedText& text, Faults& faults, Make make)
    -> std::optional<decltype(make())> {
  try {
    return make();
  } catch (const std::invalid_argument& error) {
    faults.add(text.where, text.path, sentence(error.what()));
  }
  return std::nullopt;
}

}  // namespace tessera::pde
