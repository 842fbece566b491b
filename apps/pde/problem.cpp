#include "apps/pde/problem.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "data/fields/errors.hpp"
#include "models/formula/formula.hpp"

namespace tessera::pde {
namespace {

constexpr const char* from_exact = "from exact solution";

/// Collects the faults of a deck; parsing goes on after each.
class Faults {
 public:
  void add(const Location& where, const std::string& path, const std::string& message) {
    text_ += (text_.empty() ? "" : "\n") + deck_message(where, path, message);
  }
  bool any() const { return !text_.empty(); }
  void raise() const {
    if (any()) throw DeckError(text_);
  }

 private:
  std::string text_;
};

std::string indented(const std::string& lines) {
  std::string out = "\n    ";
  for (const char c : lines) {
    out += c;
    if (c == '\n') out += "    ";
  }
  return out;
}

std::optional<Formula> parse(const LocatedText& text, const FormulaNames& names, Faults& faults,
                             Formula (*parser)(std::string_view, const FormulaNames&)) {
  try {
    return parser(text.value, names);
  } catch (const FormulaError& error) {
    faults.add(text.where, text.path, error.what() + indented(error.caret()));
  }
  return std::nullopt;
}

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

class ProblemBuilder {
 public:
  ProblemBuilder(const Options& options, const std::string& file)
      : options_(options), file_{file, 0, 0} {}

  gp_pde::SplitProblem build() {
    collect_names();
    faults_.raise();
    parse_exact();
    parse_equation_text();
    faults_.raise();
    insert_sources();
    set_boundary();
    faults_.raise();
    check_names();
    faults_.raise();
    try {
      check_corners();
      faults_.raise();
      return gp_pde::split(problem_);
    } catch (const std::invalid_argument& error) {
      const LocatedText& equation = options_.equations.front();
      throw DeckError(deck_message(equation.where, equation.path, error.what()));
    }
  }

 private:
  void collect_names() {
    FormulaNames& names = problem_.names;
    for (const auto& [name, axis] : options_.axes) {
      names.axes.push_back(name);
      problem_.ranges.push_back(axis.range);
    }
    if (names.axes.size() > 2)
      faults_.add(
          file_, "Axes",
          "found " + std::to_string(names.axes.size()) + " axes; this solver takes one or two");
    for (const LocatedText& u : options_.unknowns) names.unknowns.push_back(u.value);
    if (names.unknowns.size() != 1)
      faults_.add(
          options_.unknowns.front().where, "Unknowns",
          "found " + std::to_string(names.unknowns.size()) + " unknowns; this solver takes one");
    if (options_.equations.size() != 1)
      faults_.add(
          options_.equations.front().where, "Equations",
          "found " + std::to_string(options_.equations.size()) + " equations for one unknown");
    for (const auto& [name, text] : options_.sources) names.functions.push_back(name);
    for (const auto& [name, value] : options_.parameters)
      names.parameters.emplace_back(name, value.value);
    require_distinct();
  }

  /// Every name means one thing, and none is a word of the formula language.
  void require_distinct() {
    std::vector<std::pair<std::string, std::string>> seen;
    const auto enter = [&](const std::string& name, const std::string& meaning,
                           const Location& where) {
      static const std::vector<std::string> reserved{
          "pi",   "e",    "d",    "sin", "cos", "tan",  "asin", "acos", "atan", "atan2",
          "sinh", "cosh", "tanh", "exp", "log", "sqrt", "abs",  "step", "min",  "max"};
      if (std::find(reserved.begin(), reserved.end(), name) != reserved.end())
        faults_.add(where, meaning, "the name " + name + " is reserved for formulas");
      if (name.find('_') != std::string::npos)
        faults_.add(where, meaning,
                    "the name " + name + " contains an underscore, which marks derivatives");
      for (const auto& [other, other_meaning] : seen)
        if (other == name)
          faults_.add(where, meaning,
                      "the name " + name + " is already used under " + other_meaning);
      seen.emplace_back(name, meaning);
    };
    for (const auto& [name, axis] : options_.axes) enter(name, "Axes", file_);
    for (const LocatedText& u : options_.unknowns) enter(u.value, "Unknowns", u.where);
    for (const auto& [name, value] : options_.parameters) enter(name, "Parameters", value.where);
    for (const auto& [name, text] : options_.sources) enter(name, "Sources", text.where);
  }

  FormulaNames only_axes() const {
    FormulaNames names = problem_.names;
    names.unknowns.clear();
    names.functions.clear();
    return names;
  }

  void parse_exact() {
    for (const auto& [name, text] : options_.exact_solution) {
      if (name != problem_.names.unknowns.front()) {
        faults_.add(
            text.where, text.path,
            "there is no unknown " + name + ". Unknowns: " + list(problem_.names.unknowns) + ".");
        continue;
      }
      problem_.exact = parse(text, only_axes(), faults_, &Formula::parse);
    }
  }

  void parse_equation_text() {
    if (const auto r = parse(options_.equations.front(), problem_.names, faults_, &parse_equation))
      problem_.residual = *r;
  }

  bool require_exact(const LocatedText& text) {
    if (problem_.exact) return true;
    faults_.add(text.where, text.path,
                std::string("`") + from_exact + "` needs a section Exact Solution: {" +
                    problem_.names.unknowns.front() + ": formula}");
    return false;
  }

  /// Replaces the sources in the residual, those made from the exact solution last.
  void insert_sources() {
    const std::pair<std::string, LocatedText>* manufactured = nullptr;
    for (const auto& source : options_.sources) {
      const auto& [name, text] = source;
      if (text.value == from_exact) {
        if (!require_exact(text)) continue;
        if (manufactured != nullptr) {
          faults_.add(text.where, text.path,
                      "one equation can determine one source, and " + manufactured->first +
                          " is from the exact solution already");
          continue;
        }
        manufactured = &source;
      } else if (const auto f = parse(text, only_axes(), faults_, &Formula::parse)) {
        replace_function(name, *f);
      }
    }
    if (manufactured != nullptr && problem_.exact) manufacture(*manufactured);
  }

  void replace_function(const std::string& function, const Formula& formula) {
    std::map<std::string, Formula> replacements;
    for (const std::string& name : problem_.residual.names())
      if (const auto d = derivative_of_name(name, problem_.names); d && d->function == function)
        replacements.emplace(name, differentiate(formula, d->orders, problem_.names));
    if (replacements.empty()) {
      const auto& text =
          std::find_if(options_.sources.begin(), options_.sources.end(), [&](const auto& s) {
            return s.first == function;
          })->second;
      faults_.add(text.where, text.path, "no equation contains " + function);
      return;
    }
    problem_.residual = problem_.residual.substitute(replacements);
  }

  /// Solves the equation at the exact solution for the source, which must enter linearly with a
  /// constant factor.
  void manufacture(const std::pair<std::string, LocatedText>& source) {
    const auto& [name, text] = source;
    const auto factor = problem_.residual.derivative(name).constant_value();
    if (!factor || *factor == 0) {
      faults_.add(text.where, text.path,
                  "`from exact solution` needs an equation that contains " + name +
                      " linearly with a constant factor");
      return;
    }
    const Formula at_exact = insert_solution(problem_.residual, *problem_.exact, problem_.names);
    const Formula rest = at_exact.substitute({{name, Formula::constant(0)}});
    if (rest.depends_on_any({name})) {
      faults_.add(text.where, text.path, "the equation contains " + name + " more than linearly");
      return;
    }
    replace_function(name, Formula::constant(-1 / *factor) * rest);
  }

  std::optional<Formula> side(const LocatedText& text, std::size_t axis, double at) {
    std::optional<Formula> f;
    if (text.value == from_exact) {
      if (require_exact(text)) f = problem_.exact;
    } else {
      f = parse(text, only_axes(), faults_, &Formula::parse);
    }
    if (f) return f->substitute({{problem_.names.axes[axis], Formula::constant(at)}});
    return std::nullopt;
  }

  const LocatedText* find_side(const Named<LocatedText>& sides, const std::string& axis) const {
    for (const auto& [name, text] : sides)
      if (name == axis) return &text;
    return options_.all_sides.value.empty() ? nullptr : &options_.all_sides;
  }

  void set_boundary() {
    for (const auto* sides : {&options_.lower, &options_.upper})
      for (const auto& [name, text] : *sides)
        if (std::find(problem_.names.axes.begin(), problem_.names.axes.end(), name) ==
            problem_.names.axes.end())
          faults_.add(text.where, text.path,
                      "there is no axis " + name + ". Axes: " + list(problem_.names.axes) + ".");
    for (std::size_t k = 0; k < problem_.names.axes.size(); ++k) {
      const std::string& axis = problem_.names.axes[k];
      const auto [first, last] = problem_.ranges[k];
      std::pair<Formula, Formula> data;
      for (const bool is_upper : {false, true}) {
        const LocatedText* text = find_side(is_upper ? options_.upper : options_.lower, axis);
        if (text == nullptr) {
          faults_.add(file_, "Boundary Conditions",
                      std::string("nothing is said about the ") + (is_upper ? "upper" : "lower") +
                          " end of " + axis + ". Add All Sides, or " +
                          (is_upper ? "Upper" : "Lower") + ": {" + axis + ": formula}");
          continue;
        }
        if (const auto f = side(*text, k, is_upper ? last : first))
          (is_upper ? data.second : data.first) = *f;
      }
      problem_.boundary.push_back(data);
    }
  }

  /// Names that are left over after sources and parameters have been put in.
  void check_names() {
    for (const auto* grid : {&options_.output_grid})
      for (const auto& [name, value] : *grid)
        if (std::find(problem_.names.axes.begin(), problem_.names.axes.end(), name) ==
            problem_.names.axes.end())
          faults_.add(value.where, value.path,
                      "there is no axis " + name + ". Axes: " + list(problem_.names.axes) + ".");
  }

  double boundary_value(std::size_t axis, bool upper, double other) const {
    const Formula& f = upper ? problem_.boundary[axis].second : problem_.boundary[axis].first;
    std::vector<Eigen::VectorXd> at(2);
    at[axis] = Eigen::VectorXd::Constant(
        1, upper ? problem_.ranges[axis].second : problem_.ranges[axis].first);
    at[1 - axis] = Eigen::VectorXd::Constant(1, other);
    return GridEvaluator({f}, problem_.names.axes).evaluate(at).front()[0];
  }

  double largest_boundary_value() const {
    constexpr Index samples = 65;
    double largest = 0;
    for (std::size_t k = 0; k < 2; ++k)
      for (const Formula* f : {&problem_.boundary[k].first, &problem_.boundary[k].second}) {
        std::vector<Eigen::VectorXd> at(2);
        at[k] = Eigen::VectorXd::Zero(1);  // the data do not depend on their own axis
        const auto [first, last] = problem_.ranges[1 - k];
        at[1 - k] = Eigen::VectorXd::LinSpaced(samples, first, last);
        largest = std::max(
            largest,
            GridEvaluator({*f}, problem_.names.axes).evaluate(at).front().cwiseAbs().maxCoeff());
      }
    return largest;
  }

  /// Two sides must agree where they meet.
  void check_corners() {
    if (problem_.names.axes.size() != 2) return;
    constexpr double tolerance = 1e-8;
    double scale = largest_boundary_value();
    struct Corner {
      bool x_upper, y_upper;
      double from_x, from_y;
    };
    std::vector<Corner> corners;
    for (const bool x_upper : {false, true})
      for (const bool y_upper : {false, true}) {
        const double x = x_upper ? problem_.ranges[0].second : problem_.ranges[0].first;
        const double y = y_upper ? problem_.ranges[1].second : problem_.ranges[1].first;
        corners.push_back(
            {x_upper, y_upper, boundary_value(0, x_upper, y), boundary_value(1, y_upper, x)});
      }
    const auto& names = problem_.names.axes;
    for (const Corner& c : corners) {
      if (!(std::abs(c.from_x - c.from_y) > tolerance * scale)) continue;
      const auto end = [](bool upper) { return upper ? "upper" : "lower"; };
      faults_.add(file_, "Boundary Conditions",
                  std::string("contradiction at the corner of the ") + end(c.x_upper) + " end of " +
                      names[0] + " and the " + end(c.y_upper) + " end of " + names[1] + ": " +
                      number(c.from_x) + " against " + number(c.from_y));
    }
  }

  static std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
  }

  const Options& options_;
  Location file_;
  BoundaryValueProblem problem_;
  Faults faults_;
};

}  // namespace

gp_pde::SplitProblem make_problem(const Options& options, const std::string& deck_file) {
  return ProblemBuilder(options, deck_file).build();
}

}  // namespace tessera::pde
