#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/sphere/program_builder.hpp"
#include "models/sphere/sphere_equations.hpp"
#include "models/sphere/sphere_names.hpp"
#include "models/sphere/sphere_syntax.hpp"

namespace tessera::sphere {

using FieldExpression = std::variant<ScalarExpression, VectorExpression>;

/// Works expressions out in the algebra of field_algebra.hpp; definitions once, when they are used
/// first. All faults are SphereExpressionErrors.
class FieldCompiler {
 public:
  /// Both must outlive the compiler.
  FieldCompiler(const SphereNames& names, ProgramBuilder& builder);

  /// The scalar that a part of a text means.
  ScalarExpression scalar(const std::string& text, const ExpressionNode& node);
  /// The function of latitude, longitude, time and parameters alone, without arrays.
  Formula given(const std::string& text, const ExpressionNode& node);

 private:
  struct Definition {
    const std::string* name = nullptr;
    const std::string* text = nullptr;
    bool open = false;  ///< being worked out
    std::optional<ExpressionNode> tree;
    std::optional<FieldExpression> value;
    std::optional<bool> is_given;
    std::optional<Formula> formula;
  };
  class Opened;
  /// The text that is worked out at present, and whose it is.
  struct Context {
    const std::string* text;
    std::string definition;
  };
  /// What keeps a node from being a given function: "u is an unknown".
  struct Obstacle {
    std::size_t position = 0;
    std::string what;
  };

  /// The factors of a product, sorted by kind.
  struct Factors {
    double constant = 1;
    std::optional<Formula> given;                ///< the product of given functions
    std::optional<ScalarExpression> only_given;  ///< the same, where it is a single factor
    std::vector<ScalarExpression> fields;
    std::optional<VectorExpression> vector;
  };

  [[noreturn]] void fail(const std::string& message, std::size_t position) const;
  [[noreturn]] void fail_with_circle(const std::string& name, std::size_t position) const;
  [[noreturn]] void fail_with_division(const ExpressionNode& divisor);
  ExpressionNode parse(const std::string& text) const;
  NameKind look_up(const ExpressionNode& node) const;

  std::optional<Obstacle> obstacle(const ExpressionNode& node);
  Formula given(const ExpressionNode& node);
  FormulaNames formula_names() const;
  void insert_definitions(const ExpressionNode& node, FormulaNames& allowed,
                          std::map<std::string, Formula>& insert);

  FieldExpression expression(const ExpressionNode& node);
  FieldExpression unchecked(const ExpressionNode& node);
  FieldExpression name(const ExpressionNode& node);
  FieldExpression sum(const ExpressionNode& node);
  FieldExpression product(const ExpressionNode& node);
  void add_factor(Factors& factors, FieldExpression value, bool divides,
                  const ExpressionNode& node);
  Formula combined(const std::optional<Formula>& before, const Formula& factor, bool divides,
                   const ExpressionNode& node);
  FieldExpression power(const ExpressionNode& node);
  FieldExpression call(const ExpressionNode& node);
  FieldExpression apply(const OperatorInfo& info, const ExpressionNode& node);
  FieldExpression vector_of_formulas(const ExpressionNode& node);
  ScalarExpression jacobian(const ScalarExpression& a, const ScalarExpression& b);
  bool is_given(const ExpressionNode& node, Index definition);
  ScalarExpression scalar_argument(const OperatorInfo& info, const ExpressionNode& node);
  VectorExpression vector_argument(const OperatorInfo& info, const ExpressionNode& node);
  void check(const FieldExpression& value, const ExpressionNode& node) const;

  const SphereNames& names_;
  ProgramBuilder& builder_;
  std::vector<Definition> definitions_;
  std::vector<Context> contexts_;
  bool arrays_are_given_ = true;
};

}  // namespace tessera::sphere
