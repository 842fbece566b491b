#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "solvers/sphere/program_schedule.hpp"

namespace tessera::sphere {

/// A function on the unit sphere by coefficients to a degree of its own.
struct CouplingNode {
  enum class Kind {
    field,    ///< scale * a field of the program
    sum,      ///< constant + sum of coefficient * lap^power of nodes, to `degree`
    product,  ///< of operands, to `degree`
    jacobian  ///< r . (grad a x grad b) of two operands, to `degree`
  };
  struct Term {
    double coefficient = 1;
    int laplacian_power = 0;  ///< of the unit sphere's -l (l + 1)
    Index node = 0;
  };

  Kind kind = Kind::field;
  int degree = 0;
  Index level = 0;  ///< products and Jacobians that follow each other up to it
  const SpectralField* field = nullptr;
  double scale = 1;
  std::vector<Index> operands;
  std::vector<Term> terms;
  double constant = 0;
};

/// The projections of one step as products and Jacobians of functions (see coupled_products.hpp).
/// Equal parts occur once; operands come before what they are operands of.
class CouplingGraph {
 public:
  /// `many_fold`: products of more than two factors at once.
  CouplingGraph(const GalerkinProgram& program, const ScheduleStep& step, int degree, double radius,
                bool many_fold);

  const std::vector<CouplingNode>& nodes() const { return nodes_; }
  /// Projection and the node, of the program's degree, that it is.
  const std::vector<std::pair<Index, Index>>& results() const { return results_; }

 private:
  /// No node: the function 0.
  using Node = std::optional<Index>;
  using Terms = std::vector<CouplingNode::Term>;

  Index add(CouplingNode node);
  int degree_of(Index node) const { return nodes_[static_cast<std::size_t>(node)].degree; }
  Node leaf(const SpectralField& field, double scale);
  Node spheroidal(Index vector);
  Node toroidal(Index vector);
  Index sum(Terms terms, double constant, int degree);
  Index product(std::vector<Index> factors, int degree);
  Index laplacian(Index a);

  /// coefficient times grad a . grad b or J(a, b), to a degree, put in front of other terms.
  void add_gradients(double coefficient, Node a, Node b, int degree, Terms& to);
  void add_jacobian(double coefficient, Node a, Node b, int degree, Terms& to);

  Index dot(Index v, Index w, int degree);
  Index cross(Index v, Index w, int degree);
  /// The factors of a monomial apart from its vector; each to `degree` if it stands alone.
  std::vector<Index> factors(const Monomial& m, int degree);
  /// The sum of monomials without their vectors: terms and a constant.
  std::pair<Terms, double> scalar_sum(const std::vector<Monomial>& sum, int degree);
  Index scalar_projection(const std::vector<Monomial>& sum);
  Index vector_projection(const Projection& projection);
  void add_flux(Projection::Kind kind, Index vector, const std::vector<Monomial>& sum, Terms& to);

  const GalerkinProgram& program_;
  int degree_;
  double radius_;
  bool many_fold_;
  std::vector<CouplingNode> nodes_;
  std::vector<std::pair<Index, Index>> results_;
  std::map<std::pair<const SpectralField*, double>, Index> leaves_;
  std::map<std::tuple<CouplingNode::Kind, std::vector<Index>, int>, Index> products_;
  std::map<Index, Index> laplacians_;
};

}  // namespace tessera::sphere
