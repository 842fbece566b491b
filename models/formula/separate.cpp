#include <algorithm>
#include <cmath>

#include "models/formula/expression.hpp"
#include "models/formula/formula.hpp"

namespace tessera {

namespace {

using Factors = std::optional<std::vector<Formula>>;

std::vector<std::size_t> axes_in(const Formula& formula, const std::vector<std::string>& axes) {
  const std::vector<std::string> names = formula.names();
  std::vector<std::size_t> result;
  for (std::size_t k = 0; k < axes.size(); ++k) {
    if (std::binary_search(names.begin(), names.end(), axes[k])) result.push_back(k);
  }
  return result;
}

bool vanishes(const Formula& formula) {
  return formula.expanded().constant_value() == 0.0;
}

/// f is a product over the axes where it is not zero if and only if f f_ab = f_a f_b for all pairs
/// of axes (the mixed derivatives of log f vanish).
bool is_product(const Formula& f, const std::vector<std::size_t>& used,
                const std::vector<std::string>& axes) {
  for (const std::size_t a : used) {
    const Formula f_a = f.derivative(axes[a]);
    for (const std::size_t b : used) {
      if (b <= a) continue;
      if (!vanishes(f * f_a.derivative(axes[b]) - f_a * f.derivative(axes[b]))) return false;
    }
  }
  return true;
}

/// A point where f is finite and as far from zero as a few trials find.
std::optional<std::map<std::string, Formula>> anchor(const Formula& f,
                                                     const std::vector<std::size_t>& used,
                                                     const std::vector<std::string>& axes) {
  std::optional<std::map<std::string, Formula>> best;
  double largest = 0;
  for (int trial = 0; trial < 8; ++trial) {
    std::map<std::string, Formula> point;
    for (std::size_t i = 0; i < used.size(); ++i) {
      point.emplace(axes[used[i]], Formula::constant(0.375 + 0.15625 * trial + 0.0625 * double(i)));
    }
    try {
      const double size = std::fabs(f.substitute(point).constant_value().value_or(0));
      if (std::isfinite(size) && size > largest) {
        largest = size;
        best = point;
      }
    } catch (const std::invalid_argument&) {
      continue;  // a pole
    }
  }
  return best;
}

/// One factor base^exponent that mixes several axes.
bool separate_factor(const FormulaAccess::Factor& factor, const std::vector<std::size_t>& used,
                     const std::vector<std::string>& axes, std::vector<Formula>& result) {
  const Formula& base = factor.base;
  // sqrt(a*b) is not sqrt(a)*sqrt(b) where both are negative.
  const std::optional<double> exponent = factor.exponent.constant_value();
  if (!exponent || *exponent != std::floor(*exponent)) return false;
  if (!is_product(base, used, axes)) return false;
  const auto point = anchor(base, used, axes);
  if (!point) return false;
  // f(x, y) = f(x, y0) f(x0, y) / f(x0, y0)
  for (std::size_t i = 0; i < used.size(); ++i) {
    std::map<std::string, Formula> others = *point;
    others.erase(axes[used[i]]);
    Formula part = base.substitute(others);
    if (i > 0) part = part * FormulaAccess::power(base.substitute(*point), Formula::constant(-1));
    result[used[i]] = result[used[i]] * FormulaAccess::power(part, factor.exponent);
  }
  return true;
}

}  // namespace

std::optional<std::vector<Formula>> Formula::separate(const std::vector<std::string>& axes) const {
  for (const std::string& name : names()) {
    if (std::find(axes.begin(), axes.end(), name) == axes.end()) return std::nullopt;
  }
  std::vector<Formula> result(axes.size(), constant(1));
  if (axes.empty()) return std::nullopt;
  for (const FormulaAccess::Factor& factor : FormulaAccess::factors(*this)) {
    const std::vector<std::size_t> used = axes_in(factor.base, axes);
    if (used.size() > 1) {
      try {
        if (!separate_factor(factor, used, axes, result)) return std::nullopt;
      } catch (const std::invalid_argument&) {
        return std::nullopt;  // numbers beyond double precision on the way
      }
    } else {
      std::vector<std::size_t> all = axes_in(factor.exponent, axes);
      all.insert(all.end(), used.begin(), used.end());
      if (all.size() > 1 && all.front() != all.back()) return std::nullopt;
      Formula& home = result[all.empty() ? 0 : all.front()];
      home = home * FormulaAccess::power(factor.base, factor.exponent);
    }
  }
  return result;
}

}  // namespace tessera
