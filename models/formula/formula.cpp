#include "models/formula/formula.hpp"

#include <algorithm>
#include <cmath>

#include "models/formula/compiler.hpp"
#include "models/formula/expression.hpp"
#include "models/formula/syntax.hpp"

namespace tessera {

namespace {

Formula checked(const SyntaxNode& syntax, std::string_view text) {
  const Formula formula = build_formula(syntax, text);
  try {
    // Constants that only simplification brings together may be complex or not finite.
    Formula::compile({formula}, formula.names());
  } catch (const std::invalid_argument& fault) {
    throw FormulaError(fault.what(), std::string(text), 0);
  }
  return formula;
}

/// True where one of the names stands inside a `step` (whose derivative does not show it).
bool jumps_with(const Expression& expression, const std::vector<std::string>& names, bool inside) {
  if (expression.kind == Expression::Kind::name) {
    return inside && std::find(names.begin(), names.end(), expression.name) != names.end();
  }
  inside = inside || (expression.kind == Expression::Kind::function &&
                      expression.code == TapeOperation::Code::step);
  return std::any_of(
      expression.operands.begin(), expression.operands.end(),
      [&](const ExpressionPtr& operand) { return jumps_with(*operand, names, inside); });
}

/// Characters of UTF-8, control characters shown as blanks.
std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80 && !result.empty()) {
      result.back() += c;
    } else {
      result.emplace_back(1, byte < 0x20 || byte == 0x7f ? ' ' : c);
    }
  }
  return result;
}

}  // namespace

std::string FormulaError::caret() const {
  constexpr std::size_t width = 72;
  const std::vector<std::string> all = characters(text_);
  const std::size_t at = std::min(all.size(), characters(text_.substr(0, position_)).size());
  const std::size_t first =
      at < width * 2 / 3 || all.size() <= width ? 0 : std::min(at - width / 2, all.size() - width);
  const std::size_t last = std::min(all.size(), first + width);
  std::string shown = first > 0 ? "..." : "";
  const std::string margin(shown.size() + at - first, ' ');
  for (std::size_t i = first; i < last; ++i) shown += all[i];
  return shown + (last < all.size() ? "..." : "") + "\n" + margin + "^";
}

Formula Formula::parse(std::string_view text, const FormulaNames& names) {
  return checked(parse_syntax(text, names), text);
}

Formula parse_equation(std::string_view text, const FormulaNames& names) {
  return checked(parse_equation_syntax(text, names), text);
}

std::string Formula::text() const {
  return FormulaAccess::canonical({*this})[0]->text;
}

bool Formula::depends_on(const std::string& name) const {
  return depends_on_any({name});
}

bool Formula::depends_on_any(const std::vector<std::string>& names) const {
  const std::vector<std::string> mine = this->names();
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::binary_search(mine.begin(), mine.end(), name);
  });
}

std::optional<double> Formula::constant_value() const {
  const ExpressionPtr expression = FormulaAccess::canonical({*this})[0];
  if (!expression->constant) return std::nullopt;
  return static_cast<double>(fold(*expression));
}

bool Formula::is_linear_in(const std::vector<std::string>& names) const {
  if (jumps_with(*FormulaAccess::canonical({*this})[0], names, false)) return false;
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    const Formula slope = derivative(name);
    return !slope.depends_on_any(names) || !slope.expanded().depends_on_any(names);
  });
}

Tape Formula::compile(const std::vector<Formula>& formulas,
                      const std::vector<std::string>& inputs) {
  return compile_tape(FormulaAccess::canonical(formulas), inputs);
}

Formula differentiate(const Formula& formula, const std::vector<int>& orders,
                      const FormulaNames& names) {
  if (orders.size() != names.axes.size()) {
    throw std::invalid_argument("differentiate: one order per axis is needed");
  }
  Formula result = formula;
  for (std::size_t k = 0; k < orders.size(); ++k) {
    for (int i = 0; i < orders[k]; ++i) {
      Formula total = result.derivative(names.axes[k]);
      for (const std::string& name : result.names()) {
        std::optional<DerivativeName> inner = derivative_of_name(name, names);
        if (!inner) continue;
        ++inner->orders[k];
        total = total + result.derivative(name) * Formula::name(derivative_name(*inner, names));
      }
      result = total;
    }
  }
  return result;
}

Formula operator/(const Formula& a, const Formula& b) {
  return a * FormulaAccess::power(b, Formula::constant(-1));
}

}  // namespace tessera

#ifdef __SANITIZE_ADDRESS__
/// GiNaC's number library keeps 26 bytes that it allocates when it is loaded.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcln.so\n";
}
#endif
