#include "tests/apps/pde/decks_as_arrays.hpp"

#include <algorithm>
#include <fstream>

#include "data/deck/scalars.hpp"
#include "data/hdf5/result_file.hpp"
#include "tests/apps/pde/deck_reader.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;

class ArrayDeck {
 public:
  ArrayDeck(const DeckReader& deck, const std::vector<std::string>& as_arrays,
            const std::filesystem::path& folder, double density)
      : deck_(deck),
        problem_(*deck.problem),
        as_arrays_(as_arrays),
        text_(folder / "deck.yaml"),
        arrays_(folder / "arrays.h5") {
    for (const auto& [name, axis] : deck.options.axes)
      axes_.push_back(
          uniform_axis(name, axis.range.first, axis.range.second,
                       static_cast<std::size_t>(density * static_cast<double>(axis.points))));
  }

  void write() {
    text_ << "Application: pde\nAxes:\n";
    for (const auto& [name, axis] : deck_.options.axes)
      text_ << "  " << name << ": {Range: [" << shortest(axis.range.first) << ", "
            << shortest(axis.range.second) << "], Points: " << axis.points
            << ", Kind: " << axis.kind << "}\n";
    text_ << "Unknowns: [u]\nEquations: [\"" << deck_.options.equations.front().value << "\"]\n";
    write_map("Parameters", deck_.options.parameters,
              [](const Located<double>& p) { return shortest(p.value); });
    write_map("Exact Solution", deck_.options.exact_solution,
              [](const LocatedText& t) { return "\"" + t.value + "\""; });
    write_sources();
    write_conditions();
    text_ << "Arrays:\n" << array_entries_;
    arrays_.close();
  }

 private:
  template <class T, class Words>
  void write_map(const std::string& section, const Named<T>& entries, Words words) {
    if (entries.empty()) return;
    text_ << section << ":\n";
    for (const auto& [name, entry] : entries) text_ << "  " << name << ": " << words(entry) << "\n";
  }

  VectorXd coordinates(std::size_t k) const {
    return Eigen::Map<const VectorXd>(axes_[k].coordinates.data(),
                                      static_cast<Index>(axes_[k].coordinates.size()));
  }
  std::vector<VectorXd> all_coordinates() const {
    std::vector<VectorXd> x;
    for (std::size_t k = 0; k < axes_.size(); ++k) x.push_back(coordinates(k));
    return x;
  }

  void add_array(const std::string& name, const std::vector<Axis>& axes, const VectorXd& values) {
    arrays_.write(Field{name, {}, {}, Grid{axes}, {values.begin(), values.end()}});
    array_entries_ += "  " + name + ": {File: arrays.h5, Dataset: " + name + "}\n";
  }

  void write_sources() {
    std::string formulas;
    for (const auto& [name, text] : deck_.options.sources) {
      if (text.value == "from exact solution") {
        // All shipped equations have it alone on the right-hand side.
        add_array(name, axes_, -problem_.source_on_grid->evaluate(all_coordinates()).front());
      } else if (std::find(as_arrays_.begin(), as_arrays_.end(), name) != as_arrays_.end()) {
        FormulaNames names{problem_.problem.names.axes, {}, {}, problem_.problem.names.parameters};
        add_array(name, axes_,
                  GridEvaluator({Formula::parse(text.value, names)}, names.axes)
                      .evaluate(all_coordinates())
                      .front());
      } else {
        formulas += "  " + name + ": \"" + text.value + "\"\n";
      }
    }
    if (!formulas.empty()) text_ << "Sources:\n" << formulas;
  }

  /// `2*u + 3*u_x = b4`
  std::string words(const SideCondition& c, const std::string& data) const {
    std::string lhs;
    for (std::size_t o = 0; o < c.coefficients.size(); ++o) {
      if (c.coefficients[o] == 0) continue;
      lhs += (lhs.empty() ? "(" : " + (") + shortest(c.coefficients[o]) + ")*" +
             derivative_words(c.axis, o);
    }
    return "\"" + lhs + " = " + data + "\"";
  }
  std::string derivative_words(std::size_t axis, std::size_t order) const {
    std::vector<int> orders(axes_.size(), 0);
    orders[axis] = static_cast<int>(order);
    return derivative_name({"u", orders}, problem_.problem.names);
  }

  std::string data_of(std::size_t condition) {
    const std::size_t axis = problem_.problem.conditions[condition].axis;
    const VectorXd values = gp_pde::side_data(problem_, condition, all_coordinates());
    if (axes_.size() == 1) return shortest(values[0]);
    const std::string name = "b" + std::to_string(condition);
    add_array(name, {axes_[1 - axis]}, values);
    return name;
  }

  void write_conditions() {
    std::string initial;
    std::string ends[2];
    for (std::size_t k = 0; k < axes_.size(); ++k)
      for (const bool upper : {false, true}) {
        std::string list;
        for (std::size_t i = 0; i < problem_.problem.conditions.size(); ++i) {
          const SideCondition& c = problem_.problem.conditions[i];
          if (c.axis != k || c.upper != upper) continue;
          if (deck_.options.axes[k].second.kind == "time" && !upper)
            initial +=
                "  " + derivative_words(k, c.coefficients.size() - 1) + ": " + data_of(i) + "\n";
          else
            list += (list.empty() ? "" : ", ") + words(c, data_of(i));
        }
        if (!list.empty()) ends[upper] += "    " + axes_[k].name + ": [" + list + "]\n";
      }
    if (!initial.empty()) text_ << "Initial Conditions:\n" << initial;
    text_ << "Boundary Conditions:\n";
    if (!ends[0].empty()) text_ << "  Lower:\n" << ends[0];
    if (!ends[1].empty()) text_ << "  Upper:\n" << ends[1];
  }

  const DeckReader& deck_;
  const gp_pde::SplitProblem& problem_;
  std::vector<std::string> as_arrays_;
  std::ofstream text_;
  hdf5::ResultWriter arrays_;
  std::vector<Axis> axes_;
  std::string array_entries_;
};

}  // namespace

void write_as_arrays(const std::string& deck, const std::vector<std::string>& overrides,
                     const std::vector<std::string>& as_arrays, const std::filesystem::path& folder,
                     double density) {
  const DeckReader reader(TESSERA_SOURCE_DIR "/apps/pde/decks/" + deck + ".yaml", overrides);
  ArrayDeck(reader, as_arrays, folder, density).write();
}

}  // namespace tessera::pde
