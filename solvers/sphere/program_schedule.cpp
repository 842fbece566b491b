#include "solvers/sphere/program_schedule.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

namespace tessera::sphere {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("a program on the sphere " + what);
}

template <class Container>
Index size_of(const Container& c) {
  return static_cast<Index>(c.size());
}

/// When something is known: whether all that it is made of stays the same, and how many projections
/// of its own sort (constant or not) follow each other before it.
struct Moment {
  bool constant = true;
  Index round = 0;

  void after(const Moment& other) {
    if (constant == other.constant) {
      round = std::max(round, other.round);
    } else if (constant) {
      *this = other;
    }
  }
};

class Scheduler {
 public:
  explicit Scheduler(const GalerkinProgram& program)
      : program_(program),
        scalar_used_(program.scalars.size()),
        vector_used_(program.vectors.size()),
        projection_used_(program.projections.size()),
        in_field_(program.projections.size()) {
    check();
    find_moments();
    find_used();
  }

  ProgramSchedule schedule(ProgramSchedule result) const {
    Index last = 0;
    for (const Moment& m : projection_) last = std::max(last, m.round);
    for (const bool constant : {true, false}) {
      for (Index round = 0; round <= last; ++round) {
        ScheduleStep step = step_of({constant, round});
        if (!step.scalars.empty() || !step.vectors.empty() || !step.projections.empty())
          result.steps.push_back(std::move(step));
      }
      if (constant) result.constant_steps = result.steps.size();
    }
    result.only_in_outputs = in_field_;
    result.only_in_outputs.flip();
    for (std::size_t p = 0; p < projection_used_.size(); ++p)
      for (const Monomial& m : program_.projections[p].sum)
        if (projection_used_[p])
          result.largest_factors = std::max(result.largest_factors, m.factors());
    return result;
  }

 private:
  template <class Visit>
  void for_fields(const Monomial& m, const Visit& scalar, const Visit& vector) const {
    for (const Index s : m.scalars) scalar(s);
    for (const auto* pairs : {&m.dots, &m.crosses})
      for (const auto& [v, w] : *pairs) {
        vector(v);
        vector(w);
      }
    if (m.vector) vector(*m.vector);
  }

  void check_field(const SpectralField& field) const {
    for (const SpectralTerm& term : field)
      if (term.source < 0 ||
          term.source >= program_.projection_source(size_of(program_.projections)))
        refuse("has no source " + std::to_string(term.source));
  }

  void check() const {
    for (const SpectralField& field : program_.scalars) check_field(field);
    for (const VectorField& field : program_.vectors) {
      check_field(field.spheroidal);
      check_field(field.toroidal);
    }
    for (const SpectralField& field : program_.outputs) check_field(field);
    for (const Projection& p : program_.projections)
      for (const Monomial& m : p.sum) check_monomial(p.kind, m);
  }

  void check_monomial(Projection::Kind kind, const Monomial& m) const {
    using Visit = std::function<void(Index)>;
    const Visit scalar = [&](Index s) {
      if (s < 0 || s >= size_of(program_.scalars)) refuse("has no scalar " + std::to_string(s));
    };
    const Visit vector = [&](Index v) {
      if (v < 0 || v >= size_of(program_.vectors)) refuse("has no vector " + std::to_string(v));
    };
    for_fields(m, scalar, vector);
    if (m.vector.has_value() != (kind != Projection::Kind::scalar))
      refuse(m.vector ? "projects a vector field like a scalar"
                      : "takes the divergence or curl of a scalar");
  }

  Moment moment(const SpectralField& field, Index projections) const {
    constexpr Moment changing{false, 0};
    Moment result;
    for (const SpectralTerm& term : field) {
      const Index given = term.source - program_.given_source(0);
      const Index projection = term.source - program_.projection_source(0);
      if (given < 0) {
        result.after(changing);
      } else if (projection < 0) {
        if (program_.given[static_cast<std::size_t>(given)].in_time) result.after(changing);
      } else {
        if (projection >= projections)
          refuse("has a projection " + std::to_string(projections) + " that needs projection " +
                 std::to_string(projection));
        Moment after = projection_[static_cast<std::size_t>(projection)];
        ++after.round;
        result.after(after);
      }
    }
    return result;
  }

  Moment scalar_moment(Index s, Index projections) const {
    return moment(program_.scalars[static_cast<std::size_t>(s)], projections);
  }
  Moment vector_moment(Index v, Index projections) const {
    const VectorField& field = program_.vectors[static_cast<std::size_t>(v)];
    Moment result = moment(field.spheroidal, projections);
    result.after(moment(field.toroidal, projections));
    return result;
  }

  void find_moments() {
    using Visit = std::function<void(Index)>;
    for (const Projection& p : program_.projections) {
      const Index before = size_of(projection_);
      Moment m;
      const Visit scalar = [&](Index s) { m.after(scalar_moment(s, before)); };
      const Visit vector = [&](Index v) { m.after(vector_moment(v, before)); };
      for (const Monomial& monomial : p.sum) for_fields(monomial, scalar, vector);
      projection_.push_back(m);
    }
  }

  void use(const SpectralField& field, bool in_field) {
    for (const SpectralTerm& term : field) {
      const Index p = term.source - program_.projection_source(0);
      if (p < 0) continue;
      projection_used_[static_cast<std::size_t>(p)] = true;
      if (in_field) in_field_[static_cast<std::size_t>(p)] = true;
    }
  }

  /// From the outputs backwards: what a projection needs stands before it.
  void find_used() {
    using Visit = std::function<void(Index)>;
    for (const SpectralField& field : program_.outputs) use(field, false);
    const Visit scalar = [&](Index s) {
      const auto i = static_cast<std::size_t>(s);
      scalar_used_[i] = true;
      use(program_.scalars[i], true);
    };
    const Visit vector = [&](Index v) {
      const auto i = static_cast<std::size_t>(v);
      vector_used_[i] = true;
      use(program_.vectors[i].spheroidal, true);
      use(program_.vectors[i].toroidal, true);
    };
    for (std::size_t p = program_.projections.size(); p-- > 0;)
      if (projection_used_[p])
        for (const Monomial& m : program_.projections[p].sum) for_fields(m, scalar, vector);
  }

  ScheduleStep step_of(const Moment& wanted) const {
    const auto is = [&](const Moment& m) {
      return m.round == wanted.round && m.constant == wanted.constant;
    };
    const Index all = size_of(program_.projections);
    ScheduleStep step;
    for (Index s = 0; s < size_of(program_.scalars); ++s)
      if (scalar_used_[static_cast<std::size_t>(s)] && is(scalar_moment(s, all)))
        step.scalars.push_back(s);
    for (Index v = 0; v < size_of(program_.vectors); ++v)
      if (vector_used_[static_cast<std::size_t>(v)] && is(vector_moment(v, all)))
        step.vectors.push_back(v);
    for (Index p = 0; p < all; ++p)
      if (projection_used_[static_cast<std::size_t>(p)] &&
          is(projection_[static_cast<std::size_t>(p)]))
        step.projections.push_back(p);
    return step;
  }

  const GalerkinProgram& program_;
  std::vector<Moment> projection_;
  std::vector<bool> scalar_used_, vector_used_, projection_used_, in_field_;
};

}  // namespace

ProgramSchedule::ProgramSchedule(const GalerkinProgram& program) {
  *this = Scheduler(program).schedule(std::move(*this));
}

}  // namespace tessera::sphere
