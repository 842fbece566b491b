#include "models/sphere/program_selection.hpp"

namespace tessera::sphere {

namespace {

class Selection {
 public:
  explicit Selection(const GalerkinProgram& all) : all_(all) {
    result_.unknowns = all.unknowns;
    given_.assign(all.given.size(), unused);
    scalars_.assign(all.scalars.size(), unused);
    vectors_.assign(all.vectors.size(), unused);
    projections_.assign(all.projections.size(), unused);
  }

  GalerkinProgram run(const std::vector<SpectralField>& outputs) {
    for (const SpectralField& output : outputs) mark(output);
    // Parts refer to earlier ones, so that their own order stays.
    copy(all_.given, given_, result_.given);
    copy(all_.scalars, scalars_, result_.scalars);
    copy(all_.vectors, vectors_, result_.vectors);
    copy(all_.projections, projections_, result_.projections);
    result_.outputs = outputs;
    for (SpectralField& field : result_.outputs) renumber(field);
    for (SpectralField& field : result_.scalars) renumber(field);
    for (VectorField& vector : result_.vectors) {
      renumber(vector.spheroidal);
      renumber(vector.toroidal);
    }
    for (Projection& projection : result_.projections) {
      for (Monomial& monomial : projection.sum) renumber(monomial);
    }
    return std::move(result_);
  }

 private:
  static constexpr Index unused = -1;
  static constexpr Index used = 0;

  static bool first_time(Index& mark) {
    if (mark == used) return false;
    mark = used;
    return true;
  }

  void mark(const SpectralField& field) {
    for (const SpectralTerm& term : field) {
      if (term.source >= projection_base) {
        const auto k = static_cast<std::size_t>(term.source - projection_base);
        if (!first_time(projections_[k])) continue;
        for (const Monomial& monomial : all_.projections[k].sum) mark(monomial);
      } else if (term.source >= given_base) {
        given_[static_cast<std::size_t>(term.source - given_base)] = used;
      }
    }
  }

  void mark(const Monomial& monomial) {
    for (const Index k : monomial.scalars) {
      const auto i = static_cast<std::size_t>(k);
      if (first_time(scalars_[i])) mark(all_.scalars[i]);
    }
    for (const auto* pairs : {&monomial.dots, &monomial.crosses}) {
      for (const auto& [a, b] : *pairs) {
        mark_vector(a);
        mark_vector(b);
      }
    }
    if (monomial.vector) mark_vector(*monomial.vector);
  }

  void mark_vector(Index k) {
    const auto i = static_cast<std::size_t>(k);
    if (!first_time(vectors_[i])) return;
    mark(all_.vectors[i].spheroidal);
    mark(all_.vectors[i].toroidal);
  }

  template <class Part>
  static void copy(const std::vector<Part>& from, std::vector<Index>& places,
                   std::vector<Part>& to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (places[i] == unused) continue;
      places[i] = static_cast<Index>(to.size());
      to.push_back(from[i]);
    }
  }

  void renumber(SpectralField& field) const {
    for (SpectralTerm& term : field) {
      if (term.source >= projection_base) {
        term.source = result_.projection_source(
            projections_[static_cast<std::size_t>(term.source - projection_base)]);
      } else if (term.source >= given_base) {
        term.source =
            result_.given_source(given_[static_cast<std::size_t>(term.source - given_base)]);
      }
    }
  }

  void renumber(Monomial& monomial) const {
    const auto vector = [this](Index& k) { k = vectors_[static_cast<std::size_t>(k)]; };
    for (Index& k : monomial.scalars) k = scalars_[static_cast<std::size_t>(k)];
    for (auto* pairs : {&monomial.dots, &monomial.crosses}) {
      for (auto& [a, b] : *pairs) {
        vector(a);
        vector(b);
      }
    }
    if (monomial.vector) vector(*monomial.vector);
  }

  const GalerkinProgram& all_;
  GalerkinProgram result_;
  std::vector<Index> given_, scalars_, vectors_, projections_;
};

}  // namespace

GalerkinProgram selected_parts(const GalerkinProgram& all,
                               const std::vector<SpectralField>& outputs) {
  return Selection(all).run(outputs);
}

}  // namespace tessera::sphere
