#include "models/sphere/sphere_equations.hpp"

#include <optional>

#include "models/sphere/field_compiler.hpp"

namespace tessera::sphere {

namespace {

using Kind = ExpressionNode::Kind;

[[noreturn]] void fail(const std::string& message, const std::string& text, std::size_t position) {
  throw SphereExpressionError(FormulaError(message, text, position), {});
}

template <class Parse>
auto parsed(const Parse& parse, const std::string& text) {
  try {
    return parse(text);
  } catch (const FormulaError& error) {
    throw SphereExpressionError(error, {});
  }
}

std::string left_side(const std::string& unknown, const SphereNames& names) {
  return names.time.size() == 1 ? unknown + "_" + names.time
                                : "d(" + unknown + ", " + names.time + ")";
}

/// Which unknown's derivative in time the left side is.
Index unknown_on_the_left(const ExpressionNode& left, const std::string& text,
                          const SphereNames& names) {
  const bool call = left.kind == Kind::call && left.name == "d" && left.operands.size() == 2 &&
                    left.operands[0].kind == Kind::name && left.operands[1].kind == Kind::name;
  for (std::size_t k = 0; k < names.unknowns.size(); ++k) {
    const std::string& u = names.unknowns[k];
    const bool found = call ? left.operands[0].name == u && left.operands[1].name == names.time
                            : left.kind == Kind::name && left.name == u + "_" + names.time;
    if (found) return static_cast<Index>(k);
  }
  std::string allowed;
  for (const std::string& u : names.unknowns) {
    if (!allowed.empty()) allowed += &u == &names.unknowns.back() ? " or " : ", ";
    allowed += left_side(u, names);
  }
  fail("On the left of an equation stands the derivative of an unknown in time alone: " + allowed +
           ".",
       text, left.begin);
}

}  // namespace

GalerkinProgram compile_program(const std::vector<std::string>& expressions,
                                const SphereNames& names) {
  ProgramBuilder builder(names.unknowns, names.time);
  FieldCompiler compiler(names, builder);
  std::vector<SpectralField> outputs;
  for (const std::string& text : expressions) {
    const ExpressionNode tree = parsed(parse_expression, text);
    const ScalarExpression value = compiler.scalar(text, tree);
    outputs.push_back(builder.resolve(projected(value), value.constant));
  }
  return builder.finish(outputs);
}

SphereEquations compile_equations(const std::vector<std::string>& equations,
                                  const SphereNames& names) {
  ProgramBuilder builder(names.unknowns, names.time);
  FieldCompiler compiler(names, builder);
  std::vector<std::optional<SpectralField>> right_sides(names.unknowns.size());
  for (const std::string& text : equations) {
    const auto [left, right] = parsed(parse_sides, text);
    const Index k = unknown_on_the_left(left, text, names);
    auto& place = right_sides[static_cast<std::size_t>(k)];
    if (place) {
      fail("There are two equations for " + names.unknowns[static_cast<std::size_t>(k)] + ".", text,
           left.begin);
    }
    const ScalarExpression value = compiler.scalar(text, right);
    place = builder.resolve(projected(value), value.constant);
  }
  SphereEquations result;
  std::vector<SpectralField> nonlinear;
  for (std::size_t k = 0; k < right_sides.size(); ++k) {
    if (!right_sides[k]) {
      const std::string& u = names.unknowns[k];
      fail("There is no equation for " + u + ": write \"" + left_side(u, names) + " = ...\".", "",
           0);
    }
    SpectralField linear = *right_sides[k];
    SpectralField rest = linear;
    std::erase_if(linear, [](const SpectralTerm& t) { return !ProgramBuilder::is_unknown(t); });
    std::erase_if(rest, ProgramBuilder::is_unknown);
    result.linear.push_back(std::move(linear));
    nonlinear.push_back(std::move(rest));
  }
  result.nonlinear = builder.finish(nonlinear);
  return result;
}

Formula given_formula(const std::string& text, const SphereNames& names) {
  ProgramBuilder builder(names.unknowns, names.time);
  FieldCompiler compiler(names, builder);
  const ExpressionNode tree = parsed(parse_expression, text);
  return compiler.given(text, tree);
}

}  // namespace tessera::sphere
