#include "solvers/sphere/coupled_products.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numbers>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "solvers/sphere/coupling_graph.hpp"
#include "solvers/sphere/jacobian_layout.hpp"
#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/tensor_product_plan.hpp"

namespace tessera::sphere {
namespace {

using Plan = TensorProductPlan<double>;
using Kind = CouplingNode::Kind;

constexpr int largest_sparse_degree = 32, largest_grid_degree = 128;
constexpr Index lanes = lane_count<double>;

std::size_t at(Index i) {
  return static_cast<std::size_t>(i);
}

/// Nodes that one call of a plan computes, as channels.
struct Batch {
  Kind kind = Kind::product;
  const Plan* plan = nullptr;
  std::vector<Index> nodes;
};

/// What is computed at one level: products, then the sums that need them.
struct Level {
  std::vector<Batch> batches;
  std::vector<Index> others;
};

struct Step {
  Step(const GalerkinProgram& program, const ScheduleStep& step, int degree, double radius,
       bool many_fold)
      : graph(program, step, degree, radius, many_fold) {}

  CouplingGraph graph;
  std::vector<Level> levels;
  std::vector<std::vector<double>> coefficients;  ///< by node
};

class CoupledProducts final : public ProductEngine {
 public:
  CoupledProducts(const GalerkinProgram& program, const ProgramSchedule& schedule,
                  const DiagonalOperators& operators, ProductMethod method, int threads)
      : program_(program), operators_(operators), method_(method), threads_(threads) {
    if (operators.degree() > largest()) refuse("degree " + std::to_string(operators.degree()));
    for (const ScheduleStep& step : schedule.steps) {
      steps_.emplace_back(program, step, operators.degree(), operators.radius(),
                          method == ProductMethod::grid);
      prepare(steps_.back());
    }
  }

  void run(std::size_t s, Wanted, double* sources, EvaluatorTimes& times) override {
    const double start = wall_seconds();
    Step& step = steps_[s];
    for (const Level& level : step.levels) {
      for (const Batch& batch : level.batches) execute(step, batch);
      for (const Index node : level.others) form(step, node, sources);
    }
    for (const auto& [projection, node] : step.graph.results())
      std::ranges::copy(step.coefficients[at(node)],
                        sources + program_.projection_source(projection) * operators_.count());
    times.products += wall_seconds() - start;
  }

 private:
  int largest() const {
    return method_ == ProductMethod::sparse ? largest_sparse_degree : largest_grid_degree;
  }
  [[noreturn]] void refuse(const std::string& found) const {
    throw std::invalid_argument(std::string("products by the method ") +
                                (method_ == ProductMethod::sparse ? "sparse" : "grid") +
                                " go to degree " + std::to_string(largest()) + ", here is " +
                                found + "; take transform");
  }

  void prepare(Step& step) {
    const std::vector<CouplingNode>& nodes = step.graph.nodes();
    std::map<std::tuple<Index, Kind, std::vector<int>, int>, Batch> batches;
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      const CouplingNode& node = nodes[n];
      step.coefficients.emplace_back(at(spherical_function_dimension(node.degree)));
      if (at(node.level) >= step.levels.size()) step.levels.resize(at(node.level) + 1);
      if (node.operands.empty()) {
        step.levels[at(node.level)].others.push_back(static_cast<Index>(n));
        continue;
      }
      std::vector<int> degrees;
      for (const Index a : node.operands) degrees.push_back(nodes[at(a)].degree);
      Batch& batch = batches[{node.level, node.kind, degrees, node.degree}];
      batch.kind = node.kind;
      if (batch.plan == nullptr) batch.plan = plan(node.kind, degrees, node.degree);
      batch.nodes.push_back(static_cast<Index>(n));
    }
    for (auto& [key, batch] : batches) {
      reserve(batch);
      step.levels[at(std::get<0>(key))].batches.push_back(std::move(batch));
    }
  }

  const Plan* plan(Kind kind, const std::vector<int>& degrees, int out) {
    const auto [found, added] = plans_.try_emplace({kind, degrees, out});
    if (!added) return found->second.get();
    if (method_ == ProductMethod::sparse && std::ranges::max(degrees) > largest_sparse_degree)
      refuse("an intermediate product of degree " + std::to_string(std::ranges::max(degrees)));
    TensorProductOptions options;
    options.method =
        method_ == ProductMethod::sparse ? TensorProductMethod::sparse : TensorProductMethod::grid;
    for (const int degree : degrees) options.factors.push_back(spherical_function_irreps(degree));
    options.out = spherical_function_irreps(out);
    if (kind == Kind::jacobian) {
      options.coupling = Coupling::vector;
      options.factors[1] = vector_field_irreps(degrees[1]);
      options.out = vector_field_irreps(jacobian_field_degree(degrees[0], degrees[1], out));
    }
    found->second = std::make_unique<Plan>(std::move(options));
    return found->second.get();
  }

  void reserve(const Batch& batch) {
    const auto channels = static_cast<Index>(batch.nodes.size());
    const auto grow = [&](std::vector<double>& buffer, Index dimension) {
      const std::size_t size = at(lane_array_size<double>(1, channels, dimension));
      if (buffer.size() < size) buffer.resize(size);
    };
    const std::vector<Irreps>& factors = batch.plan->factors();
    if (factors_.size() < factors.size()) factors_.resize(factors.size());
    for (std::size_t k = 0; k < factors.size(); ++k) grow(factors_[k], dimension(factors[k]));
    grow(out_, dimension(batch.plan->out()));
    workspace_.resize(std::max(workspace_.size(), batch.plan->workspace_bytes(threads_)));
  }

  void execute(Step& step, const Batch& batch) {
    const std::vector<CouplingNode>& nodes = step.graph.nodes();
    const auto channels = static_cast<Index>(batch.nodes.size());
    std::vector<const double*> factors;
    for (std::size_t k = 0; k < batch.plan->factors().size(); ++k) {
      const Index size = dimension(batch.plan->factors()[k]);
      std::fill_n(factors_[k].begin(), lane_array_size<double>(1, channels, size), 0.0);
      for (Index c = 0; c < channels; ++c) {
        const Index operand = nodes[at(batch.nodes[at(c)])].operands[k];
        double* const to = factors_[k].data() + c / lanes * size * lanes + c % lanes;
        const std::vector<double>& from = step.coefficients[at(operand)];
        if (batch.kind == Kind::jacobian && k == 1) {
          write_toroidal_field(nodes[at(operand)].degree, from.data(), to, lanes);
        } else {
          for (std::size_t i = 0; i < from.size(); ++i) to[i * lanes] = from[i];
        }
      }
      factors.push_back(factors_[k].data());
    }
    batch.plan->execute({1, channels, threads_}, factors.data(), nullptr, out_.data(),
                        workspace_.data());
    read(step, batch);
  }

  void read(Step& step, const Batch& batch) const {
    const Index size = dimension(batch.plan->out());
    for (Index c = 0; c < static_cast<Index>(batch.nodes.size()); ++c) {
      const double* const from = out_.data() + c / lanes * size * lanes + c % lanes;
      const Index node = batch.nodes[at(c)];
      std::vector<double>& to = step.coefficients[at(node)];
      if (batch.kind == Kind::jacobian) {
        read_jacobian(step.graph.nodes()[at(node)].degree, size, from, lanes, to.data());
      } else {
        for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[i * lanes];
      }
    }
  }

  void form(Step& step, Index n, const double* sources) const {
    const CouplingNode& node = step.graph.nodes()[at(n)];
    std::vector<double>& out = step.coefficients[at(n)];
    if (node.kind == Kind::field) {
      operators_.form(*node.field, sources, node.scale, out.data());
      return;
    }
    std::ranges::fill(out, 0.0);
    out[0] = node.constant * std::sqrt(4 * std::numbers::pi);
    for (const CouplingNode::Term& term : node.terms) {
      const std::vector<double>& in = step.coefficients[at(term.node)];
      const int top = std::min(node.degree, step.graph.nodes()[at(term.node)].degree);
      for (int l = 0; l <= top; ++l) {
        const double factor = term.coefficient * (term.laplacian_power == 0 ? 1 : -l * (l + 1.0));
        for (Index i = Index{l} * l; i < Index{l + 1} * (l + 1); ++i)
          out[at(i)] += factor * in[at(i)];
      }
    }
  }

  const GalerkinProgram& program_;
  const DiagonalOperators& operators_;
  ProductMethod method_;
  int threads_;
  std::vector<Step> steps_;
  std::map<std::tuple<Kind, std::vector<int>, int>, std::unique_ptr<Plan>> plans_;
  std::vector<std::vector<double>> factors_;  ///< in lanes
  std::vector<double> out_;
  std::vector<std::byte> workspace_;
};

}  // namespace

std::unique_ptr<ProductEngine> make_coupled_products(const GalerkinProgram& program,
                                                     const ProgramSchedule& schedule,
                                                     const DiagonalOperators& operators,
                                                     ProductMethod method, int threads) {
  return std::make_unique<CoupledProducts>(program, schedule, operators, method, threads);
}

}  // namespace tessera::sphere
