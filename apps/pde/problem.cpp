#include "apps/pde/problem.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "apps/pde/arrays.hpp"
#include "apps/pde/conditions.hpp"
#include "apps/pde/deck_formula.hpp"
#include "apps/pde/gram_run.hpp"
#include "apps/pde/names.hpp"
#include "apps/pde/sample_check.hpp"
#include "data/deck/scalars.hpp"

namespace tessera::pde {
namespace {

class ProblemBuilder {
 public:
  ProblemBuilder(const Options& options, const std::string& file)
      : options_(options), file_(file) {}

  PdeProblem build() {
    for (const auto& [name, axis] : options_.axes) {
      problem_.ranges.push_back(axis.range);
      problem_.periodic.push_back(axis.kind == "periodic");
    }
    problem_.names = collect_names(options_, file_, faults_);
    faults_.throw_if_any();
    problem_.functions =
        read_arrays(options_, problem_, std::filesystem::path(file_).parent_path());

    parse_exact();
    parse_equation_text();
    parse_sources();
    const auto sides = read_conditions(options_, file_, problem_, faults_);
    faults_.throw_if_any();

    insert_sources();
    faults_.throw_if_any();

    problem_.names.functions = array_names(options_);
    check_sides(problem_, sides, faults_);
    faults_.throw_if_any();
    require_values_at_zero();
    const bool complete = !has_observations(options_);
    const auto split =
        guarded(equation(), faults_, [&] { return gp_pde::split(problem_, complete); });
    if (split) require_finite(split->source, problem_, equation(), faults_);
    faults_.throw_if_any();
    if (options_.method == "gram") gram_problem(options_, *split);
    PdeProblem problem{*split, {}, {}};
    read_expressions(problem);
    faults_.throw_if_any();
    return problem;
  }

 private:
  using Source = std::pair<std::string, LocatedText>;

  const LocatedText& equation() const { return options_.equations.front(); }

  void parse_exact() {
    for (const auto& [name, text] : options_.exact_solution) {
      if (name != problem_.names.unknowns.front()) {
        faults_.add(
            text.where, text.path,
            "there is no unknown " + name + ". Unknowns: " + problem_.names.unknowns.front() + ".");
        continue;
      }
      problem_.exact = parse_data(text, problem_.names, faults_);
      if (problem_.exact) require_finite(*problem_.exact, problem_, text, faults_);
    }
  }

  void parse_equation_text() {
    if (const auto r = parse_residual(equation(), problem_.names, faults_)) problem_.residual = *r;
  }

  void require_exact(const LocatedText& text) {
    if (options_.exact_solution.empty())
      faults_.add(text.where, text.path,
                  std::string("`") + from_exact_solution + "` needs a section Exact Solution: {" +
                      problem_.names.unknowns.front() + ": formula}.");
  }

  void parse_sources() {
    for (const Source& source : options_.sources) {
      const auto& [name, text] = source;
      if (text.value != from_exact_solution) {
        const auto f = parse_data(text, problem_.names, faults_, array_names(options_));
        if (!f) continue;
        require_finite(*f, problem_, text, faults_);
        given_.emplace_back(&source, *f);
      } else if (manufactured_ == nullptr) {
        require_exact(text);
        manufactured_ = &source;
      } else {
        faults_.add(text.where, text.path,
                    "one equation determines one source, and " + manufactured_->first +
                        " is from the exact solution already.");
      }
    }
  }

  /// Replaces the sources in the residual, the one made from the exact solution last.
  void insert_sources() {
    for (const auto& [source, formula] : given_) {
      const Source& given = *source;
      const Formula& by = formula;
      guarded(given.second, faults_, [&] {
        replace_function(given, by);
        return true;
      });
    }
    faults_.throw_if_any();
    if (manufactured_ == nullptr) return;
    guarded(manufactured_->second, faults_, [&] {
      manufacture(*manufactured_);
      return true;
    });
  }

  /// Expressions for output and of measurements; those may name sources.
  void read_expressions(PdeProblem& problem) {
    ExpressionNames names{problem_.names, formulas_of_sources_};
    for (const auto& [name, formula] : formulas_of_sources_) names.all.functions.push_back(name);
    for (const auto& [name, text] : options_.expressions)
      if (const auto e = parse_expression(text, names, faults_))
        problem.expressions.emplace_back(name, *e);
    problem.observations = read_observations(options_, problem_, names,
                                             std::filesystem::path(file_).parent_path(), faults_);
  }

  /// A source may serve expressions alone.
  bool in_expressions(const std::string& function) const {
    std::vector<const LocatedText*> texts{&options_.observations.expression};
    for (const auto& [name, further] : options_.further_observations)
      texts.push_back(&further.expression);
    for (const auto& [name, text] : options_.expressions) texts.push_back(&text);
    const FormulaNames& names = problem_.names;
    return std::any_of(texts.begin(), texts.end(), [&](const LocatedText* text) {
      try {
        const auto found = Formula::parse(text->value, names).names();
        return std::any_of(found.begin(), found.end(), [&](const std::string& name) {
          const auto d = derivative_of_name(name, names);
          return d && d->function == function;
        });
      } catch (const FormulaError&) {
        return false;  // told elsewhere
      }
    });
  }

  void replace_function(const Source& source, const Formula& formula) {
    const auto& [function, text] = source;
    formulas_of_sources_.insert_or_assign(function, formula);
    std::map<std::string, Formula> replacements;
    for (const std::string& name : problem_.residual.names())
      if (const auto d = derivative_of_name(name, problem_.names); d && d->function == function)
        replacements.emplace(name, differentiate(formula, d->orders, problem_.names));
    if (replacements.empty() && !in_expressions(function))
      faults_.add(text.where, text.path, "the equation does not contain " + function + ".");
    problem_.residual = problem_.residual.substitute(replacements);
  }

  /// Solves the equation at the exact solution for the source, which must enter linearly with a
  /// constant factor.
  void manufacture(const Source& source) {
    const auto& [name, text] = source;
    const auto factor = problem_.residual.derivative(name).constant_value();
    if (!factor || *factor == 0) {
      faults_.add(text.where, text.path,
                  std::string("`") + from_exact_solution + "` needs an equation that contains " +
                      name + " linearly, with a constant factor.");
      return;
    }
    const Formula at_exact = insert_solution(problem_.residual, *problem_.exact, problem_.names);
    const Formula rest = at_exact.substitute({{name, Formula::constant(0)}});
    replace_function(source, Formula::constant(-1 / *factor) * rest);
  }

  /// The solver splits off what the equation and its derivatives say about u = 0.
  void require_values_at_zero() {
    try {
      inhomogeneity(problem_);
      const Classification c = classify(problem_);
      std::map<std::string, Formula> zeros;
      for (const std::string& name : c.derivatives) zeros.emplace(name, Formula());
      for (const Formula& coefficient : c.coefficients) coefficient.substitute(zeros);
    } catch (const std::invalid_argument& error) {
      const std::string& u = problem_.names.unknowns.front();
      faults_.add(equation().where, equation().path,
                  "the equation, or its derivative with respect to " + u +
                      ", has no finite value where " + u +
                      " and its derivatives are 0, which this solver needs. Multiply it out, or "
                      "shift " +
                      u + " by a constant. (" + sentence(error.what()) + ")");
    }
    faults_.throw_if_any();
  }

  const Options& options_;
  std::string file_;
  BoundaryValueProblem problem_;
  Faults faults_;
  std::vector<std::pair<const Source*, Formula>> given_;  ///< sources with a formula of their own
  std::map<std::string, Formula> formulas_of_sources_;
  const Source* manufactured_ = nullptr;
};

}  // namespace

PdeProblem make_problem(const Options& options, const std::string& deck_file) {
  return ProblemBuilder(options, deck_file).build();
}

}  // namespace tessera::pde
