#include "apps/sphere/problem.hpp"

#include <algorithm>

#include "apps/sphere/arrays.hpp"
#include "apps/sphere/check_options.hpp"
#include "apps/sphere/expressions.hpp"

namespace tessera::sphere {
namespace {

class ProblemBuilder {
 public:
  ProblemBuilder(const Options& options, const std::filesystem::path& file)
      : o_(options), file_(file), compiler_(options, faults_) {}

  SphereProblem build() {
    check_axes(o_, file_.string(), faults_);
    faults_.throw_if_any();
    check_names(o_, file_.string(), faults_);
    check_output(o_, file_.string(), faults_);
    check_sections(o_, file_.string(), faults_);
    faults_.throw_if_any();
    take_axes();
    collect_names();
    if (const auto equations = compiler_.equations(p_.names)) p_.equations = *equations;
    add_hyperdiffusion();
    compile_initial();
    compile_exact();
    compile_output();
    faults_.throw_if_any();
    spectra(o_.random_fields, p_.random_fields);
    spectra(o_.random_forcing, p_.forcing);
    p_.arrays = read_arrays(o_, p_.degree, file_.parent_path());
    return std::move(p_);
  }

 private:
  void take_axes() {
    const AxisOptions& sphere = sphere_axis(o_)->second;
    const auto& [name, time] = *time_axis(o_);
    p_.degree = static_cast<int>(sphere.degree);
    p_.radius = sphere.radius;
    p_.radius_units = sphere.units;
    p_.time = name;
    p_.time_units = time.units;
    p_.range = time.range;
  }

  void collect_names() {
    SphereNames& n = p_.names;
    n.time = p_.time;
    n.radius = p_.radius;
    for (const LocatedText& u : o_.unknowns) n.unknowns.push_back(u.value);
    for (const auto& [name, array] : o_.arrays) n.arrays.push_back(name);
    for (const auto& [name, value] : o_.parameters) n.parameters.emplace_back(name, value.value);
    for (const auto& [name, text] : o_.definitions) n.definitions.emplace_back(name, text.value);
  }

  void add_hyperdiffusion() {
    for (const auto& [name, h] : o_.hyperdiffusion) {
      const auto u = std::find(p_.names.unknowns.begin(), p_.names.unknowns.end(), name);
      p_.damping.push_back(hyperdiffusion(u - p_.names.unknowns.begin(),
                                          static_cast<int>(h.order / 2), h.time, p_.degree,
                                          p_.radius));
    }
  }

  void compile_initial() {
    SphereNames known = p_.names;
    known.unknowns.clear();
    for (const auto& [name, field] : o_.random_fields) known.arrays.push_back(name);
    std::vector<LocatedText> texts;
    for (const std::string& unknown : p_.names.unknowns) {
      LocatedText text;
      text.value = "0";
      text.where.file = file_.string();
      text.path = "Initial Conditions > " + unknown;
      for (const auto& [name, given] : o_.initial)
        if (name == unknown) text = given;
      texts.push_back(text);
    }
    if (const auto program = checked_program(texts, known)) p_.initial = *program;
  }

  void compile_exact() {
    p_.exact.resize(p_.names.unknowns.size());
    for (std::size_t k = 0; k < p_.exact.size(); ++k)
      for (const auto& [name, text] : o_.exact_solution)
        if (name == p_.names.unknowns[k]) p_.exact[k] = compiler_.given(text, p_.names);
  }

  void compile_output() {
    std::vector<LocatedText> fields;
    for (const auto& [name, text] : o_.output.fields) {
      p_.field_names.push_back(name);
      fields.push_back(text);
    }
    if (const auto program = checked_program(fields, p_.names)) p_.fields = *program;
    std::vector<LocatedText> densities;
    for (const auto& [name, b] : o_.output.budgets) {
      Budget budget{name, b.units, static_cast<Index>(densities.size()), {}};
      densities.push_back(b.density);
      if (!b.rate.value.empty()) {
        budget.rate = static_cast<Index>(densities.size());
        densities.push_back(b.rate);
      }
      p_.budgets.push_back(budget);
    }
    if (const auto program = checked_program(densities, p_.names)) p_.densities = *program;
  }

  /// Texts one by one first, so that all faults are told.
  std::optional<GalerkinProgram> checked_program(const std::vector<LocatedText>& texts,
                                                 const SphereNames& names) {
    bool good = true;
    if (texts.size() > 1)
      for (const LocatedText& text : texts) good = compiler_.program({text}, names) && good;
    if (!good || texts.empty()) return std::nullopt;
    return compiler_.program(texts, names);
  }

  void spectra(const Named<RandomFieldOptions>& given, std::vector<RandomField>& fields) {
    for (const auto& [name, r] : given) {
      const DegreeRange degrees = r.degrees.empty() ? DegreeRange{1, p_.degree}
                                                    : DegreeRange{static_cast<int>(r.degrees[0]),
                                                                  static_cast<int>(r.degrees[1])};
      try {
        fields.push_back(
            {name, r.spectrum == "table"
                       ? AngularSpectrum::table(r.variances, r.standard_deviation, degrees)
                       : AngularSpectrum::matern(r.smoothness, r.length_scale / p_.radius,
                                                 r.standard_deviation, degrees)});
      } catch (const std::invalid_argument& error) {
        const bool forcing = &given == &o_.random_forcing;
        faults_.add({file_.string(), 0, 0},
                    (forcing ? "Random Forcing > " : "Random Fields > ") + name, error.what());
      }
    }
    faults_.throw_if_any();
  }

  const Options& o_;
  std::filesystem::path file_;
  Faults faults_;
  ExpressionCompiler compiler_;
  SphereProblem p_;
};

}  // namespace

SphereProblem make_problem(const Options& options, const std::filesystem::path& deck_file) {
  return ProblemBuilder(options, deck_file).build();
}

}  // namespace tessera::sphere
