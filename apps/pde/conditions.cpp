#include "apps/pde/conditions.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "apps/pde/arrays.hpp"
#include "apps/pde/deck_formula.hpp"
#include "data/deck/scalars.hpp"
#include "data/deck/words.hpp"

namespace tessera::pde {
namespace {

constexpr const char* outward = "n";

/// Names for the left-hand side of a condition: `n` is the outward normal where no axis has it.
FormulaNames condition_names(const FormulaNames& all) {
  FormulaNames names = all;
  names.functions.clear();
  if (std::find(names.axes.begin(), names.axes.end(), outward) == names.axes.end())
    names.axes.emplace_back(outward);
  return names;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

class ConditionReader {
 public:
  ConditionReader(const Options& options, BoundaryValueProblem& problem, Faults& faults)
      : options_(options), problem_(problem), faults_(faults) {}

  /// One text of the deck, for one end of one axis.
  void read(const LocatedText& text, std::size_t axis, bool upper) {
    // The same text may stand for several ends; one complaint about it is enough.
    if (refused_.contains(&text)) return;
    const std::size_t before = entries_.size();
    read_end(text, axis, upper);
    if (entries_.size() == before) refused_.insert(&text);
  }

  /// An entry of Initial Conditions.
  void read_initial(const std::string& name, const LocatedText& text, std::size_t time) {
    const auto d = derivative_of_name(name, problem_.names);
    const std::string& unknown = problem_.names.unknowns.front();
    bool along_time = d && d->function == unknown;
    for (std::size_t k = 0; along_time && k < d->orders.size(); ++k)
      along_time = k == time || d->orders[k] == 0;
    if (!along_time) {
      refuse(text, "initial data are those of " + unknown +
                       " or of its derivatives with respect to " + problem_.names.axes[time] + ".");
      return;
    }
    std::vector<double> coefficients(static_cast<std::size_t>(d->orders[time]) + 1, 0.0);
    coefficients.back() = 1;
    add(text, time, false, coefficients, data_of(text, text.value, coefficients, time, {}));
  }

  std::vector<const LocatedText*> entries() const { return entries_; }

 private:
  void read_end(const LocatedText& text, std::size_t axis, bool upper) {
    const std::size_t equals = text.value.find('=');
    if (equals == std::string::npos) {
      add(text, axis, upper, {1}, data_of(text, text.value, {1}, axis, {}));
      return;
    }
    const std::string lhs = trimmed(text.value.substr(0, equals));
    const std::string rhs = trimmed(text.value.substr(equals + 1));
    std::optional<Formula> formula;
    try {
      formula = Formula::parse(lhs, condition_names(problem_.names));
    } catch (const FormulaError& error) {
      refuse(text, "on the left-hand side: " + sentence(error.what()));
      return;
    }
    std::vector<double> coefficients;
    if (!read_left_side(text, *formula, axis, upper, coefficients)) return;
    add(text, axis, upper, coefficients,
        data_of(text, rhs, coefficients, axis, constant_of(*formula)));
  }

  void refuse(const LocatedText& text, const std::string& message) {
    faults_.add(text.where, text.path, message);
  }

  /// The part of a left-hand side without the unknown.
  Formula constant_of(const Formula& lhs) const {
    std::map<std::string, Formula> zero;
    for (const std::string& name : lhs.names())
      if (derivative_of_name(name, condition_names(problem_.names))) zero.emplace(name, Formula());
    return lhs.substitute(zero);
  }

  bool read_left_side(const LocatedText& text, const Formula& lhs, std::size_t axis, bool upper,
                      std::vector<double>& coefficients) {
    const FormulaNames names = condition_names(problem_.names);
    for (const std::string& name : lhs.names()) {
      const auto d = derivative_of_name(name, names);
      if (!d) continue;
      int order = 0;
      double sign = 1;
      for (std::size_t k = 0; k < d->orders.size(); ++k) {
        if (d->orders[k] == 0) continue;
        const bool normal = k >= problem_.names.axes.size();
        if ((k != axis && !normal) || order > 0) {
          refuse(text, "a condition at an end of " + problem_.names.axes[axis] +
                           " contains derivatives along " + problem_.names.axes[axis] + ", not " +
                           name + ".");
          return false;
        }
        order = d->orders[k];
        if (normal && !upper && order % 2 != 0) sign = -1;
      }
      const auto factor = lhs.derivative(name).constant_value();
      if (!factor) {
        refuse(text, "the factor of " + name +
                         " must be a constant: conditions are linear in the unknown, with constant "
                         "coefficients.");
        return false;
      }
      if (coefficients.size() <= static_cast<std::size_t>(order))
        coefficients.resize(static_cast<std::size_t>(order) + 1, 0.0);
      coefficients[static_cast<std::size_t>(order)] += sign * *factor;
    }
    if (!coefficients.empty()) return true;
    refuse(text, "the left-hand side does not contain " + problem_.names.unknowns.front() + ".");
    return false;
  }

  /// Data from the text of a right-hand side; `moved` is what the left-hand side adds.
  std::optional<Formula> data_of(const LocatedText& text, const std::string& rhs,
                                 const std::vector<double>& coefficients, std::size_t axis,
                                 const Formula& moved) {
    if (trimmed(rhs) != from_exact_solution) {
      const auto data =
          parse_data({rhs, text.where, text.path}, problem_.names, faults_, array_names(options_));
      return data ? std::optional(*data - moved) : std::nullopt;
    }
    if (options_.exact_solution.empty())
      refuse(text, std::string("`") + from_exact_solution + "` needs a section Exact Solution: {" +
                       problem_.names.unknowns.front() + ": formula}.");
    if (!problem_.exact) return std::nullopt;
    Formula data;
    for (std::size_t o = 0; o < coefficients.size(); ++o) {
      if (coefficients[o] == 0) continue;
      std::vector<int> orders(problem_.names.axes.size(), 0);
      orders[axis] = static_cast<int>(o);
      data = data + Formula::constant(coefficients[o]) *
                        differentiate(*problem_.exact, orders, problem_.names);
    }
    return data;
  }

  void add(const LocatedText& text, std::size_t axis, bool upper,
           const std::vector<double>& coefficients, const std::optional<Formula>& data) {
    if (!data) return;
    const std::string& name = problem_.names.axes[axis];
    const double at = upper ? problem_.ranges[axis].second : problem_.ranges[axis].first;
    try {
      problem_.conditions.push_back(
          {axis, upper, coefficients, data->substitute({{name, Formula::constant(at)}})});
      entries_.push_back(&text);
    } catch (const std::invalid_argument& error) {
      refuse(text, "on the side " + name + " = " + shortest(at) + ": " + sentence(error.what()));
    }
  }

  const Options& options_;
  BoundaryValueProblem& problem_;
  Faults& faults_;
  std::vector<const LocatedText*> entries_;
  std::set<const LocatedText*> refused_;
};

const std::vector<LocatedText>* entry_of(const Named<std::vector<LocatedText>>& sides,
                                         const std::string& axis) {
  for (const auto& [name, texts] : sides)
    if (name == axis) return &texts;
  return nullptr;
}

bool is_time(const Options& options, std::size_t axis) {
  return options.axes[axis].second.kind == "time";
}

/// Initial data and a time axis belong together. Returns the index of the time axis.
std::optional<std::size_t> time_axis(const Options& options, const std::string& file,
                                     Faults& faults) {
  std::optional<std::size_t> time;
  for (std::size_t k = 0; k < options.axes.size(); ++k) {
    if (!is_time(options, k)) continue;
    const std::string& name = options.axes[k].first;
    if (time)
      faults.add({file, 0, 0}, "Axes > " + name + " > Kind",
                 "there is a time axis already, " + options.axes[*time].first + ".");
    else if (options.initial.empty())
      faults.add({file, 0, 0}, "Initial Conditions",
                 "nothing is said about the start of " + name + ". Add \"Initial Conditions: {" +
                     (options.unknowns.empty() ? "u" : options.unknowns.front().value) +
                     ": formula}\".");
    time = k;
  }
  if (!time && !options.initial.empty()) {
    const LocatedText& text = options.initial.front().second;
    faults.add(text.where, text.path,
               "initial conditions need a time axis: mark one with \"Kind: time\" under Axes.");
  }
  return time;
}

}  // namespace

std::vector<const LocatedText*> read_conditions(const Options& options, const std::string& file,
                                                BoundaryValueProblem& problem, Faults& faults) {
  ConditionReader reader(options, problem, faults);
  const auto time = time_axis(options, file, faults);
  if (time)
    for (const auto& [name, text] : options.initial) reader.read_initial(name, text, *time);
  for (std::size_t k = 0; k < problem.names.axes.size(); ++k) {
    const std::string& axis = problem.names.axes[k];
    const bool takes_all_sides = !is_time(options, k) && !problem.periodic[k];
    for (const bool upper : {false, true}) {
      const auto* texts = entry_of(upper ? options.upper : options.lower, axis);
      if (texts == nullptr && takes_all_sides) texts = &options.all_sides;
      if (texts == nullptr) continue;
      for (const LocatedText& text : *texts) reader.read(text, k, upper);
    }
  }
  return reader.entries();
}

}  // namespace tessera::pde
