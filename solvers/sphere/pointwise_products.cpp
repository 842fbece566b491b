#include "solvers/sphere/pointwise_products.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace tessera::sphere {
namespace {

using Code = TapeOperation::Code;
/// A value of the tape; none: the constant 1 of a product or 0 of a sum.
using Value = std::optional<std::int32_t>;

/// Points that a thread takes at a time.
constexpr Index chunk = 8192;

}  // namespace

class PointwiseProducts::Builder {
 public:
  explicit Builder(std::vector<Source>& sources) : sources_(sources) {}

  /// The sum of monomials without vectors.
  void add_scalar(const std::vector<Monomial>& sum) {
    Value total;
    for (const Monomial& m : sum) total = add(total, scalar_part(m));
    outputs_.push_back(total ? *total : constant(0));
  }

  /// Monomials of one vector are summed before they are multiplied by it.
  void add_vector(const std::vector<Monomial>& sum) {
    std::map<Index, Value> factors;
    for (const Monomial& m : sum) factors[*m.vector] = add(factors[*m.vector], scalar_part(m));
    for (const auto kind : {Source::Kind::theta, Source::Kind::phi}) {
      Value total;
      for (const auto& [vector, factor] : factors)
        total = add(total, binary(Code::multiply, *factor, input({kind, vector})));
      outputs_.push_back(total ? *total : constant(0));
    }
  }

  Tape tape() && {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < sources_.size(); ++i) names.push_back("f" + std::to_string(i));
    return {std::move(names), std::move(operations_), std::move(outputs_)};
  }

 private:
  std::int32_t operation(Code code, std::int32_t a, std::int32_t b, double value = 0) {
    const auto [at, added] =
        known_.try_emplace({code, a, b, value}, static_cast<std::int32_t>(operations_.size()));
    if (added) operations_.push_back({code, a, b, value});
    return at->second;
  }
  std::int32_t binary(Code code, std::int32_t a, std::int32_t b) {
    if (code != Code::subtract && b < a) std::swap(a, b);
    return operation(code, a, b);
  }
  std::int32_t constant(double value) { return operation(Code::constant, 0, 0, value); }
  std::int32_t input(const Source& source) {
    const auto at = std::ranges::find(sources_, source) - sources_.begin();
    if (at == static_cast<Index>(sources_.size())) sources_.push_back(source);
    return operation(Code::input, static_cast<std::int32_t>(at), 0);
  }

  Value add(Value a, std::int32_t b) { return a ? binary(Code::add, *a, b) : b; }
  Value multiply(Value a, std::int32_t b) { return a ? binary(Code::multiply, *a, b) : b; }

  std::int32_t dot(Index v, Index w) {
    using enum Source::Kind;
    return binary(Code::add, binary(Code::multiply, input({theta, v}), input({theta, w})),
                  binary(Code::multiply, input({phi, v}), input({phi, w})));
  }
  /// r . (v x w) with r, theta, phi right-handed.
  std::int32_t cross(Index v, Index w) {
    using enum Source::Kind;
    return binary(Code::subtract, binary(Code::multiply, input({theta, v}), input({phi, w})),
                  binary(Code::multiply, input({phi, v}), input({theta, w})));
  }

  /// Coefficient, scalars, dots and crosses. Factors in a fixed order: monomials that begin alike
  /// share what they have in common.
  std::int32_t scalar_part(const Monomial& m) {
    std::vector<std::int32_t> factors;
    for (const Index s : m.scalars) factors.push_back(input({Source::Kind::scalar, s}));
    for (const auto& [v, w] : m.dots) factors.push_back(dot(v, w));
    for (const auto& [v, w] : m.crosses) factors.push_back(cross(v, w));
    std::ranges::sort(factors);
    Value product;
    for (const std::int32_t factor : factors) product = multiply(product, factor);
    if (!product) return constant(m.coefficient);
    return m.coefficient == 1 ? *product
                              : binary(Code::multiply, constant(m.coefficient), *product);
  }

  std::vector<Source>& sources_;
  std::vector<TapeOperation> operations_;
  std::vector<std::int32_t> outputs_;
  std::map<std::tuple<Code, std::int32_t, std::int32_t, double>, std::int32_t> known_;
};

PointwiseProducts::PointwiseProducts(const std::vector<const std::vector<Monomial>*>& sums) {
  Builder builder(sources_);
  for (const std::vector<Monomial>* sum : sums) {
    if (!sum->empty() && sum->front().vector) {
      builder.add_vector(*sum);
    } else {
      builder.add_scalar(*sum);
    }
  }
  tape_ = std::move(builder).tape();
}

void PointwiseProducts::evaluate(const FieldValues& fields, double* const* outputs, Index points,
                                 int threads) const {
  const Index chunks = (points + chunk - 1) / chunk;
#pragma omp parallel for num_threads(threads) schedule(static) if (threads > 1)
  for (Index c = 0; c < chunks; ++c) {
    const Index begin = c * chunk;
    std::vector<Tape::Input> inputs;
    for (const Source& source : sources_) {
      const auto& list = source.kind == Source::Kind::scalar  ? fields.scalars
                         : source.kind == Source::Kind::theta ? fields.theta
                                                              : fields.phi;
      inputs.push_back({list[static_cast<std::size_t>(source.index)] + begin, 1});
    }
    std::vector<double*> to(outputs, outputs + tape_.outputs());
    for (double*& out : to) out += begin;
    tape_.evaluate(inputs.data(), to.data(),
                   static_cast<std::size_t>(std::min(chunk, points - begin)));
  }
}

}  // namespace tessera::sphere
