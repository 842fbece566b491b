#include "solvers/sphere/coupling_graph.hpp"

#include <algorithm>

namespace tessera::sphere {

using Kind = CouplingNode::Kind;

CouplingGraph::CouplingGraph(const GalerkinProgram& program, const ScheduleStep& step, int degree,
                             double radius, bool many_fold)
    : program_(program), degree_(degree), radius_(radius), many_fold_(many_fold) {
  for (const Index p : step.projections) {
    const Projection& projection = program.projections[static_cast<std::size_t>(p)];
    results_.emplace_back(p, projection.kind == Projection::Kind::scalar
                                 ? scalar_projection(projection.sum)
                                 : vector_projection(projection));
  }
}

Index CouplingGraph::add(CouplingNode node) {
  const auto level_of = [&](Index n) { return nodes_[static_cast<std::size_t>(n)].level; };
  for (const Index n : node.operands) node.level = std::max(node.level, level_of(n) + 1);
  for (const CouplingNode::Term& term : node.terms)
    node.level = std::max(node.level, level_of(term.node));
  nodes_.push_back(std::move(node));
  return static_cast<Index>(nodes_.size()) - 1;
}

CouplingGraph::Node CouplingGraph::leaf(const SpectralField& field, double scale) {
  if (field.empty()) return {};
  const auto [at, added] = leaves_.try_emplace({&field, scale}, 0);
  if (added) {
    CouplingNode node;
    node.degree = degree_;
    node.field = &field;
    node.scale = scale;
    at->second = add(std::move(node));
  }
  return at->second;
}

CouplingGraph::Node CouplingGraph::spheroidal(Index vector) {
  return leaf(program_.vectors[static_cast<std::size_t>(vector)].spheroidal, 1 / radius_);
}
CouplingGraph::Node CouplingGraph::toroidal(Index vector) {
  return leaf(program_.vectors[static_cast<std::size_t>(vector)].toroidal, 1 / radius_);
}

Index CouplingGraph::sum(Terms terms, double constant, int degree) {
  CouplingNode node;
  node.kind = Kind::sum;
  node.degree = degree;
  node.terms = std::move(terms);
  node.constant = constant;
  return add(std::move(node));
}

Index CouplingGraph::laplacian(Index a) {
  const auto [at, added] = laplacians_.try_emplace(a, 0);
  if (added) at->second = sum({{1, 1, a}}, 0, degree_of(a));
  return at->second;
}

/// A product by pairs keeps what degrees up to `degree` of the whole depend on: the factors that
/// are still to come can lower a degree by the sum of theirs.
Index CouplingGraph::product(std::vector<Index> factors, int degree) {
  std::ranges::sort(factors);
  if (factors.size() == 1) return factors[0];
  int rest = 0;
  for (const Index f : factors) rest += degree_of(f);
  const auto join = [&](std::vector<Index> operands, int to) {
    const auto [at, added] = products_.try_emplace({Kind::product, operands, to}, 0);
    if (added) {
      CouplingNode node;
      node.kind = Kind::product;
      node.degree = to;
      node.operands = std::move(operands);
      at->second = add(std::move(node));
    }
    return at->second;
  };
  if (many_fold_) return join(factors, std::min(degree, rest));
  Index result = factors[0];
  rest -= degree_of(result);
  for (std::size_t i = 1; i < factors.size(); ++i) {
    rest -= degree_of(factors[i]);
    const int full = degree_of(result) + degree_of(factors[i]);
    result = join({result, factors[i]}, std::min(full, degree + rest));
  }
  return result;
}

void CouplingGraph::add_gradients(double coefficient, Node a, Node b, int degree, Terms& to) {
  if (!a || !b) return;
  to.push_back({coefficient / 2, 1, product({*a, *b}, degree)});
  to.push_back({-coefficient / 2, 0, product({*a, laplacian(*b)}, degree)});
  to.push_back({-coefficient / 2, 0, product({*b, laplacian(*a)}, degree)});
}

void CouplingGraph::add_jacobian(double coefficient, Node a, Node b, int degree, Terms& to) {
  if (!a || !b || *a == *b) return;
  if (*a > *b) {
    std::swap(a, b);
    coefficient = -coefficient;
  }
  CouplingNode node;
  node.kind = Kind::jacobian;
  node.operands = {*a, *b};
  node.degree = std::min(degree, degree_of(*a) + degree_of(*b));
  const auto [at, added] = products_.try_emplace({node.kind, node.operands, node.degree}, 0);
  if (added) at->second = add(std::move(node));
  to.push_back({coefficient, 0, at->second});
}

Index CouplingGraph::dot(Index v, Index w, int degree) {
  Terms terms;
  add_gradients(1, spheroidal(v), spheroidal(w), degree, terms);
  add_gradients(1, toroidal(v), toroidal(w), degree, terms);
  add_jacobian(1, toroidal(w), spheroidal(v), degree, terms);
  add_jacobian(1, toroidal(v), spheroidal(w), degree, terms);
  return sum(std::move(terms), 0, degree);
}

Index CouplingGraph::cross(Index v, Index w, int degree) {
  Terms terms;
  add_jacobian(1, spheroidal(v), spheroidal(w), degree, terms);
  add_jacobian(1, toroidal(v), toroidal(w), degree, terms);
  add_gradients(1, spheroidal(v), toroidal(w), degree, terms);
  add_gradients(-1, toroidal(v), spheroidal(w), degree, terms);
  return sum(std::move(terms), 0, degree);
}

std::vector<Index> CouplingGraph::factors(const Monomial& m, int degree) {
  const bool alone = m.scalars.size() + m.dots.size() + m.crosses.size() == 1;
  const int full = alone ? std::min(degree, 2 * degree_) : 2 * degree_;
  std::vector<Index> result;
  for (const Index s : m.scalars) {
    const SpectralField& field = program_.scalars[static_cast<std::size_t>(s)];
    const Node node = leaf(field, 1);
    result.push_back(node ? *node : sum({}, 0, degree_));
  }
  for (const auto& [v, w] : m.dots) result.push_back(dot(v, w, full));
  for (const auto& [v, w] : m.crosses) result.push_back(cross(v, w, full));
  return result;
}

std::pair<CouplingGraph::Terms, double> CouplingGraph::scalar_sum(const std::vector<Monomial>& sum,
                                                                  int degree) {
  Terms terms;
  double constant = 0;
  for (const Monomial& m : sum) {
    const std::vector<Index> all = factors(m, degree);
    if (all.empty()) {
      constant += m.coefficient;
    } else {
      terms.push_back({m.coefficient, 0, product(all, degree)});
    }
  }
  return {std::move(terms), constant};
}

Index CouplingGraph::scalar_projection(const std::vector<Monomial>& monomials) {
  auto [terms, constant] = scalar_sum(monomials, degree_);
  return sum(std::move(terms), constant, degree_);
}

Index CouplingGraph::vector_projection(const Projection& projection) {
  std::map<Index, std::vector<Monomial>> by_vector;
  for (const Monomial& m : projection.sum) by_vector[*m.vector].push_back(m);
  Terms terms;
  for (const auto& [vector, monomials] : by_vector)
    add_flux(projection.kind, vector, monomials, terms);
  // Derivatives of the unit sphere until here.
  for (CouplingNode::Term& term : terms) term.coefficient /= radius_;
  return sum(std::move(terms), 0, degree_);
}

/// Of h, the scalar factor, degrees up to twice the program's count: the other one has that degree.
void CouplingGraph::add_flux(Projection::Kind kind, Index vector,
                             const std::vector<Monomial>& monomials, Terms& to) {
  auto [terms, constant] = scalar_sum(monomials, 2 * degree_);
  const bool divergence = kind == Projection::Kind::divergence;
  const Node along = divergence ? spheroidal(vector) : toroidal(vector);
  const Node across = divergence ? toroidal(vector) : spheroidal(vector);
  if (along && constant != 0) to.push_back({constant, 1, *along});
  if (terms.empty()) return;
  Index h = 0;
  if (terms.size() == 1 && terms[0].coefficient == 1) {
    h = terms[0].node;
  } else {
    int degree = 0;
    for (const CouplingNode::Term& term : terms) degree = std::max(degree, degree_of(term.node));
    h = sum(std::move(terms), 0, degree);
  }
  if (along) {
    // grad h . grad a + h lap a = (lap(h a) + h lap a - a lap h) / 2.
    to.push_back({0.5, 1, product({h, *along}, degree_)});
    to.push_back({0.5, 0, product({h, laplacian(*along)}, degree_)});
    to.push_back({-0.5, 0, product({*along, laplacian(h)}, degree_)});
  }
  add_jacobian(divergence ? -1 : 1, h, across, degree_, to);
}

}  // namespace tessera::sphere
