#include <algorithm>
#include <cmath>

#include <Eigen/Geometry>
#include <fmt/format.h>

#include "apps/product/identities.hpp"
#include "apps/product/plain_product.hpp"
#include "models/equivariant/wigner_d.hpp"

namespace tessera::product {
namespace {

constexpr Index channels = 4;

/// A rotation, with the inversion or without.
struct Turn {
  WignerD matrices;
  bool is_inverted;
};

Turn random_turn(int degree, bool is_inverted, std::mt19937_64& generator) {
  std::normal_distribution<double> normal;
  Eigen::Quaterniond q;
  for (int i = 0; i < 4; ++i) q.coeffs()[i] = normal(generator);
  return {WignerD(degree, q.normalized().toRotationMatrix()), is_inverted};
}

/// `count` vectors of these irreps, one after the other.
void apply(const Turn& turn, const Irreps& irreps, Index count, const double* in, double* out) {
  for (Index n = 0; n < count; ++n)
    for (const IrrepBlock& block : irreps.blocks) {
      const int l = block.irrep.degree;
      const int width = 2 * l + 1;
      const double sign = turn.is_inverted ? block.irrep.parity : 1;
      Eigen::Map<Eigen::VectorXd>(out, width).noalias() =
          sign * turn.matrices(l) * Eigen::Map<const Eigen::VectorXd>(in, width);
      in += width;
      out += width;
    }
}

/// Sample 0 as it is drawn, the others turned.
void turn_samples(const PlanKind& kind, const std::vector<Turn>& turns, PlainArrays& a) {
  for (std::size_t k = 0; k < a.factors.size(); ++k) {
    const std::size_t size = a.factors[k].size() / static_cast<std::size_t>(a.samples);
    for (std::size_t t = 0; t < turns.size(); ++t)
      apply(turns[t], kind.plan.factors()[k], a.channels_of(kind, k), a.factors[k].data(),
            a.factors[k].data() + (t + 1) * size);
  }
}

double largest_error(const PlanKind& kind, const std::vector<Turn>& turns,
                     std::mt19937_64& generator) {
  PlainArrays a = random_arrays(kind, static_cast<Index>(turns.size()) + 1, channels, generator);
  turn_samples(kind, turns, a);
  const std::vector<double> out = product(kind, a);
  const std::size_t size = out.size() / (turns.size() + 1);
  std::vector<double> expected(size);
  double difference = 0, largest = 0;
  for (std::size_t t = 0; t < turns.size(); ++t) {
    apply(turns[t], kind.plan.out(), channels, out.data(), expected.data());
    for (std::size_t i = 0; i < size; ++i) {
      const double own = std::abs(out[(t + 1) * size + i] - expected[i]);
      if (std::isnan(own)) return own;
      difference = std::max(difference, own);
      largest = std::max(largest, std::abs(expected[i]));
    }
  }
  return difference / largest;
}

}  // namespace

std::vector<Gate> check_equivariance(const IdentityOptions& options, RunContext& context,
                                     Outcome& outcome) {
  if (options.degree < 0) return {};
  context.monitor->stage("equivariance");
  std::mt19937_64 generator = context.random.stream("equivariance");
  const auto degree = static_cast<int>(options.degree);
  std::vector<Turn> turns;
  for (Index i = 0; i < options.rotations; ++i)
    turns.push_back(random_turn(3 * degree + 1, i % 2 == 1, generator));
  double largest = 0;
  outcome.report.push_back(fmt::format("equivariance under {} rotations and inversions, L = {}",
                                       options.rotations, degree));
  for (const PlanKind& kind : plan_kinds(degree)) {
    const double error = largest_error(kind, turns, generator);
    outcome.report.push_back(fmt::format("  {:<50} {:>9.1e}", kind.name, error));
    if (!(error <= largest)) largest = error;
    if (std::isnan(error)) break;
  }
  outcome.summary.emplace_back("equivariance_error", largest);
  if (options.bar <= 0) return {};
  return {{"equivariance of every kind of plan", largest, options.bar, false}};
}

}  // namespace tessera::product
