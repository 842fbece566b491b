#include "models/sphere/field_compiler.hpp"

namespace tessera::sphere {

namespace {

using Code = OperatorInfo::Code;

}  // namespace

FieldExpression FieldCompiler::call(const ExpressionNode& node) {
  const OperatorInfo* info = find_operator(node.name);
  if (info != nullptr) {
    if (static_cast<int>(node.operands.size()) != info->arguments) {
      fail(wrong_number_of_arguments(node.name, info->arguments, node.operands.size()),
           node.position);
    }
    return apply(*info, node);
  }
  if (const auto reason = obstacle(node)) {
    fail(reason->what + ", and " + node.name +
             " of a field is not a polynomial: fields are added, multiplied and raised to whole "
             "powers only.",
         reason->position);
  }
  return builder_.given(given(node));
}

FieldExpression FieldCompiler::apply(const OperatorInfo& info, const ExpressionNode& node) {
  const auto scalar = [&](std::size_t i) { return scalar_argument(info, node.operands[i]); };
  const auto vector = [&](std::size_t i) { return vector_argument(info, node.operands[i]); };
  switch (info.code) {
    case Code::lap:
      return scalar_expression(laplacian(projected(scalar(0)), 1));
    case Code::inverse_lap:
      return scalar_expression(laplacian(projected(scalar(0)), -1));
    case Code::dot:
      return builder_.dot(vector(0), vector(1));
    case Code::jacobian:
      return jacobian(scalar(0), scalar(1));
    case Code::divergence:
      return scalar_expression(divergence(vector(0)));
    case Code::curl:
      return scalar_expression(curl(vector(0)));
    case Code::grad:
      return VectorExpression{projected(scalar(0)), {}, {}};
    case Code::skew_grad:
      return VectorExpression{{}, projected(scalar(0)), {}};
    case Code::vector:
      return vector_of_formulas(node);
  }
  return constant_expression(0);
}

ScalarExpression FieldCompiler::scalar_argument(const OperatorInfo& info,
                                                const ExpressionNode& node) {
  FieldExpression value = expression(node);
  if (std::holds_alternative<VectorExpression>(value)) {
    fail(std::string(info.name) + " takes a scalar; this is a vector.", node.position);
  }
  return std::get<ScalarExpression>(std::move(value));
}

VectorExpression FieldCompiler::vector_argument(const OperatorInfo& info,
                                                const ExpressionNode& node) {
  FieldExpression value = expression(node);
  if (std::holds_alternative<ScalarExpression>(value)) {
    fail(std::string(info.name) +
             " takes a vector; this is a scalar. Vectors are grad(a), skew_grad(a) and "
             "vector(east, north).",
         node.position);
  }
  return std::get<VectorExpression>(std::move(value));
}

FieldExpression FieldCompiler::vector_of_formulas(const ExpressionNode& node) {
  for (const ExpressionNode& operand : node.operands) {
    if (const auto reason = obstacle(operand)) {
      fail(reason->what +
               "; vector(east, north) takes functions of latitude, longitude and time. Vectors of "
               "fields are made by grad and skew_grad.",
           reason->position);
    }
  }
  return builder_.given(given(node.operands[0]), given(node.operands[1]));
}

ScalarExpression FieldCompiler::jacobian(const ScalarExpression& a, const ScalarExpression& b) {
  LinearExpression left = projected(a);
  LinearExpression right = projected(b);
  ScalarExpression result;
  // jacobian(a, sin(latitude)) = 1 / R^2 d a / d longitude, which is diagonal.
  if (!has_zonal(left) && !has_zonal(right)) {
    const double in_left = builder_.take_sine_of_latitude(left);
    const double in_right = builder_.take_sine_of_latitude(right);
    const double per_area = 1 / (names_.radius * names_.radius);
    if (in_right != 0) add(result.linear, zonal_derivative(left, in_right * per_area), 1);
    if (in_left != 0) add(result.linear, zonal_derivative(right, -in_left * per_area), 1);
  }
  add(result, builder_.cross_of_gradients(left, right), 1);
  return result;
}

}  // namespace tessera::sphere
