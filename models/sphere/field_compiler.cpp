#include "models/sphere/field_compiler.hpp"

#include <algorithm>
#include <cmath>

#include "models/formula/functions.hpp"

namespace tessera::sphere {

namespace {

using Kind = ExpressionNode::Kind;

std::optional<double> constant_value(const ScalarExpression& s) {
  if (!s.linear.terms.empty() || !s.linear.projected.empty() || !s.products.empty()) {
    return std::nullopt;
  }
  return s.constant;
}

}  // namespace

// ---- texts ----

/// Makes a definition's text the present one for as long as it lives; refuses circles.
class FieldCompiler::Opened {
 public:
  Opened(FieldCompiler& compiler, Definition& definition, std::size_t position)
      : compiler_(compiler), definition_(definition) {
    if (definition.open) compiler.fail_with_circle(*definition.name, position);
    definition.open = true;
    compiler.contexts_.push_back({definition.text, *definition.name});
    try {
      if (!definition.tree) definition.tree = compiler.parse(*definition.text);
    } catch (...) {
      close();
      throw;
    }
  }
  ~Opened() { close(); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

 private:
  void close() {
    compiler_.contexts_.pop_back();
    definition_.open = false;
  }

  FieldCompiler& compiler_;
  Definition& definition_;
};

FieldCompiler::FieldCompiler(const SphereNames& names, ProgramBuilder& builder)
    : names_(names), builder_(builder) {
  for (const auto& [name, text] : names.definitions) {
    Definition definition;
    definition.name = &name;
    definition.text = &text;
    definitions_.push_back(std::move(definition));
  }
}

void FieldCompiler::fail(const std::string& message, std::size_t position) const {
  const Context& context = contexts_.back();
  throw SphereExpressionError(FormulaError(message, *context.text, position), context.definition);
}

void FieldCompiler::fail_with_circle(const std::string& name, std::size_t position) const {
  std::string circle = name;
  bool inside = false;
  for (const Context& context : contexts_) {
    if (inside) circle += " -> " + context.definition;
    inside = inside || context.definition == name;
  }
  fail("The definition of " + name + " goes round in a circle: " + circle + " -> " + name + ".",
       position);
}

ExpressionNode FieldCompiler::parse(const std::string& text) const {
  try {
    return parse_expression(text);
  } catch (const FormulaError& error) {
    throw SphereExpressionError(error, contexts_.back().definition);
  }
}

ScalarExpression FieldCompiler::scalar(const std::string& text, const ExpressionNode& node) {
  contexts_.assign(1, {&text, {}});
  FieldExpression value = expression(node);
  if (std::holds_alternative<VectorExpression>(value)) {
    fail(
        "This is a vector; a scalar must stand here. Scalars of a vector v are div(v), curl(v) "
        "and dot(v, v).",
        node.position);
  }
  return std::get<ScalarExpression>(std::move(value));
}

Formula FieldCompiler::given(const std::string& text, const ExpressionNode& node) {
  contexts_.assign(1, {&text, {}});
  arrays_are_given_ = false;
  if (const auto reason = obstacle(node)) {
    fail(reason->what + "; only functions of latitude, longitude" +
             (names_.time.empty() ? "" : ", " + names_.time) + " and parameters may stand here.",
         reason->position);
  }
  return given(node);
}

NameKind FieldCompiler::look_up(const ExpressionNode& node) const {
  const std::optional<NameKind> kind = find_name(node.name, names_);
  if (!kind) fail(undefined_name(node.name, names_), node.position);
  return *kind;
}

// ---- given functions ----

bool FieldCompiler::is_given(const ExpressionNode& node, Index k) {
  Definition& definition = definitions_[static_cast<std::size_t>(k)];
  if (!definition.is_given) {
    const Opened opened(*this, definition, node.position);
    definition.is_given = !obstacle(*definition.tree);
  }
  return *definition.is_given;
}

std::optional<FieldCompiler::Obstacle> FieldCompiler::obstacle(const ExpressionNode& node) {
  if (node.kind == Kind::name) {
    const NameKind meaning = look_up(node);
    if (meaning.kind == NameKind::Kind::unknown) {
      return Obstacle{node.position, node.name + " is an unknown"};
    }
    if (meaning.kind == NameKind::Kind::array && !arrays_are_given_) {
      return Obstacle{node.position, node.name + " is an array"};
    }
    if (meaning.kind == NameKind::Kind::definition && !is_given(node, meaning.index)) {
      return Obstacle{node.position,
                      "The definition of " + node.name + " has unknowns or operators"};
    }
    return std::nullopt;
  }
  if (node.kind == Kind::call) {
    if (find_operator(node.name) != nullptr) {
      return Obstacle{node.position, node.name + " is an operator on fields"};
    }
    const FunctionInfo* function = find_function(node.name);
    if (function == nullptr) fail(undefined_function(node.name, names_), node.position);
    if (static_cast<int>(node.operands.size()) != function->arguments) {
      fail(wrong_number_of_arguments(node.name, function->arguments, node.operands.size()),
           node.position);
    }
  }
  for (const ExpressionNode& operand : node.operands) {
    if (auto found = obstacle(operand)) return found;
  }
  return std::nullopt;
}

FormulaNames FieldCompiler::formula_names() const {
  FormulaNames result{{"latitude", "longitude"}, {}, names_.arrays, names_.parameters};
  if (!names_.time.empty()) result.axes.push_back(names_.time);
  return result;
}

void FieldCompiler::insert_definitions(const ExpressionNode& node, FormulaNames& allowed,
                                       std::map<std::string, Formula>& insert) {
  for (const ExpressionNode& operand : node.operands) insert_definitions(operand, allowed, insert);
  if (node.kind != Kind::name || insert.count(node.name) != 0) return;
  const NameKind meaning = look_up(node);
  if (meaning.kind == NameKind::Kind::value && node.name == "R") {
    allowed.parameters.emplace_back(node.name, meaning.value);
  }
  if (meaning.kind != NameKind::Kind::definition) return;
  Definition& definition = definitions_[static_cast<std::size_t>(meaning.index)];
  if (!definition.formula) {
    const Opened opened(*this, definition, node.position);
    definition.formula = given(*definition.tree);
  }
  if (const auto value = definition.formula->constant_value()) {
    allowed.parameters.emplace_back(node.name, *value);
  } else {
    allowed.functions.push_back(node.name);
    insert.emplace(node.name, *definition.formula);
  }
}

/// From the text itself, so that the rules and messages of formulas hold.
Formula FieldCompiler::given(const ExpressionNode& node) {
  FormulaNames allowed = formula_names();
  std::map<std::string, Formula> insert;
  insert_definitions(node, allowed, insert);
  const std::string& text = *contexts_.back().text;
  try {
    const Formula formula =
        Formula::parse(std::string_view(text).substr(node.begin, node.end - node.begin), allowed);
    return insert.empty() ? formula : formula.substitute(insert);
  } catch (const FormulaError& error) {
    fail(error.what(), node.begin + error.position());
  } catch (const std::exception& error) {
    fail(error.what(), node.position);
  }
}

// ---- expressions ----

FieldExpression FieldCompiler::expression(const ExpressionNode& node) {
  FieldExpression result = unchecked(node);
  check(result, node);
  return result;
}

void FieldCompiler::check(const FieldExpression& value, const ExpressionNode& node) const {
  const auto finite = [&](double coefficient) {
    if (!std::isfinite(coefficient)) {
      fail("A coefficient is too large here (beyond 1.8e308).", node.position);
    }
  };
  const auto check_sum = [&](const MonomialSum& sum) {
    for (const Monomial& monomial : sum) finite(monomial.coefficient);
    if (sum.size() > maximum_monomials) {
      fail("Multiplied out, this has more than 2,000 products of fields.", node.position);
    }
    if (std::any_of(sum.begin(), sum.end(),
                    [](const Monomial& m) { return m.factors() > maximum_factors; })) {
      fail("More than 8 fields are multiplied here; products of up to 8 are allowed.",
           node.position);
    }
  };
  const auto check_linear = [&](const LinearExpression& linear) {
    for (const SpectralTerm& term : linear.terms) finite(term.coefficient);
    for (const OpenProjection& open : linear.projected) check_sum(open.sum);
  };
  if (const auto* scalar = std::get_if<ScalarExpression>(&value)) {
    finite(scalar->constant);
    check_linear(scalar->linear);
    check_sum(scalar->products);
  } else {
    const auto& vector = std::get<VectorExpression>(value);
    check_linear(vector.spheroidal);
    check_linear(vector.toroidal);
    check_sum(vector.products);
  }
}

FieldExpression FieldCompiler::unchecked(const ExpressionNode& node) {
  switch (node.kind) {
    case Kind::number:
      return constant_expression(node.number);
    case Kind::name:
      return name(node);
    case Kind::sum:
      return sum(node);
    case Kind::product:
      return product(node);
    case Kind::power:
      return power(node);
    case Kind::call:
      return call(node);
  }
  return constant_expression(0);
}

FieldExpression FieldCompiler::name(const ExpressionNode& node) {
  const NameKind meaning = look_up(node);
  switch (meaning.kind) {
    case NameKind::Kind::unknown:
      return scalar_expression({{ProgramBuilder::unknown(meaning.index)}, {}});
    case NameKind::Kind::array:
      return scalar_expression({{builder_.array(node.name)}, {}});
    case NameKind::Kind::value:
      return constant_expression(meaning.value);
    case NameKind::Kind::coordinate:
      return builder_.given(Formula::name(node.name));
    case NameKind::Kind::definition:
      break;
  }
  Definition& definition = definitions_[static_cast<std::size_t>(meaning.index)];
  if (!definition.value) {
    const Opened opened(*this, definition, node.position);
    definition.value = expression(*definition.tree);
  }
  return *definition.value;
}

FieldExpression FieldCompiler::sum(const ExpressionNode& node) {
  FieldExpression result;
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    const FieldExpression operand = expression(node.operands[i]);
    if (i == 0 && std::holds_alternative<VectorExpression>(operand)) result = VectorExpression{};
    if (operand.index() != result.index()) {
      fail("A scalar and a vector cannot be added.", node.operands[i].position);
    }
    const double sign = node.inverted[i] ? -1 : 1;
    std::visit(
        [&](auto& to) {
          using Expression = std::remove_reference_t<decltype(to)>;
          add(to, std::get<Expression>(operand), sign);
        },
        result);
  }
  return result;
}

FieldExpression FieldCompiler::product(const ExpressionNode& node) {
  Factors factors;
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    add_factor(factors, expression(node.operands[i]), node.inverted[i], node.operands[i]);
  }
  std::optional<ScalarExpression> scalar = std::move(factors.only_given);
  if (factors.given && !scalar) scalar = builder_.given(*factors.given);
  for (const ScalarExpression& field : factors.fields) {
    scalar = scalar ? builder_.product(*scalar, field) : field;
    check(*scalar, node);
  }
  if (!scalar) scalar = constant_expression(1);
  if (!factors.vector) return scaled(*scalar, factors.constant);
  return scaled(builder_.product(*scalar, *factors.vector), factors.constant);
}

void FieldCompiler::add_factor(Factors& factors, FieldExpression value, bool divides,
                               const ExpressionNode& node) {
  if (auto* vector = std::get_if<VectorExpression>(&value)) {
    if (divides) fail("Division by a vector.", node.position);
    if (factors.vector) {
      fail("Two vectors cannot be multiplied by *: write dot(v, w).", node.position);
    }
    factors.vector = std::move(*vector);
    return;
  }
  auto& scalar = std::get<ScalarExpression>(value);
  if (const auto c = constant_value(scalar)) {
    if (divides && *c == 0) fail("Division by zero.", node.position);
    factors.constant = divides ? factors.constant / *c : factors.constant * *c;
    return;
  }
  const std::optional<Formula> formula = builder_.as_given(scalar);
  if (!formula) {
    if (divides) fail_with_division(node);
    factors.fields.push_back(std::move(scalar));
  } else if (!factors.given && !divides) {
    factors.given = formula;
    factors.only_given = std::move(scalar);
  } else {
    factors.given = combined(factors.given, *formula, divides, node);
    factors.only_given.reset();
  }
}

void FieldCompiler::fail_with_division(const ExpressionNode& divisor) {
  const std::optional<Obstacle> reason = obstacle(divisor);
  fail("Division by a field: " + (reason ? reason->what : std::string("it is projected")) +
           ". Only numbers and functions of latitude, longitude and time divide.",
       divisor.position);
}

Formula FieldCompiler::combined(const std::optional<Formula>& before, const Formula& factor,
                                bool divides, const ExpressionNode& node) {
  try {
    const Formula first = before ? *before : Formula::constant(1);
    return divides ? first / factor : first * factor;
  } catch (const std::exception& error) {
    fail(error.what(), node.position);
  }
}

FieldExpression FieldCompiler::power(const ExpressionNode& node) {
  if (!obstacle(node)) return builder_.given(given(node));
  const ExpressionNode& base_node = node.operands[0];
  const ExpressionNode& exponent_node = node.operands[1];
  const FieldExpression base = expression(base_node);
  if (std::holds_alternative<VectorExpression>(base)) {
    fail("A vector has no powers; its square is dot(v, v).", node.position);
  }
  const FieldExpression exponent_value = expression(exponent_node);
  const auto* exponent_scalar = std::get_if<ScalarExpression>(&exponent_value);
  const auto exponent =
      exponent_scalar != nullptr ? constant_value(*exponent_scalar) : std::nullopt;
  if (!exponent || *exponent != std::floor(*exponent) || *exponent < 0) {
    fail("A field is raised to whole powers only: 0, 1, 2, ...", exponent_node.position);
  }
  if (*exponent > maximum_factors) {
    fail("More than 8 fields are multiplied here; products of up to 8 are allowed.",
         exponent_node.position);
  }
  ScalarExpression result = constant_expression(1);
  for (int i = 0; i < static_cast<int>(*exponent); ++i) {
    result = builder_.product(result, std::get<ScalarExpression>(base));
    check(result, node);
  }
  return result;
}

}  // namespace tessera::sphere
