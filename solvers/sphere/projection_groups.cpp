#include "solvers/sphere/projection_groups.hpp"

#include <algorithm>
#include <tuple>

namespace tessera::sphere {
namespace {

auto fields_of(const Monomial& m) {
  return std::tie(m.vector, m.scalars, m.dots, m.crosses);
}

/// In a fixed order and with the first coefficient 1, which is returned.
double normalise(std::vector<Monomial>& sum) {
  std::ranges::sort(
      sum, [](const Monomial& a, const Monomial& b) { return fields_of(a) < fields_of(b); });
  const double first = sum.front().coefficient;
  if (first == 0) return 1;
  for (Monomial& m : sum) m.coefficient /= first;
  return first;
}

bool same(const std::vector<Monomial>& a, const std::vector<Monomial>& b) {
  return std::ranges::equal(a, b, [](const Monomial& m, const Monomial& n) {
    return m.coefficient == n.coefficient && fields_of(m) == fields_of(n);
  });
}

}  // namespace

ProjectionGroups::ProjectionGroups(const GalerkinProgram& program, const ProgramSchedule& schedule,
                                   std::size_t step) {
  for (const Index p : schedule.steps[step].projections) {
    const Projection& projection = program.projections[static_cast<std::size_t>(p)];
    if (projection.sum.empty()) continue;
    std::vector<Monomial> sum = projection.sum;
    const double factor = normalise(sum);
    auto& groups = projection.kind == Projection::Kind::scalar ? scalars : vectors;
    auto group =
        std::ranges::find_if(groups, [&](const ProjectionGroup& g) { return same(g.sum, sum); });
    if (group == groups.end()) group = groups.insert(group, {std::move(sum), {}, true});
    group->members.push_back({p, projection.kind, factor});
    if (!schedule.only_in_outputs[static_cast<std::size_t>(p)]) group->only_in_outputs = false;
  }
  for (auto* groups : {&scalars, &vectors})
    std::ranges::stable_partition(*groups,
                                  [](const ProjectionGroup& g) { return !g.only_in_outputs; });
}

}  // namespace tessera::sphere
