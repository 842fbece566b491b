#include "apps/pde/names.hpp"

#include <algorithm>
#include <cmath>

#include "data/deck/scalars.hpp"
#include "data/deck/words.hpp"

namespace tessera::pde {
namespace {

/// Lengths whose square, and its inverse, are far from the ends of double precision.
constexpr double shortest_length = 1e-100;
constexpr double longest_length = 1e100;
/// Ends of a range that are nearer, relative to their size, leave few digits to the coordinates.
constexpr double least_difference = 1e-10;

/// A name in the deck: what it is called, and where it stands.
struct Entry {
  std::string name;
  Location where;
  std::string path;
};

std::vector<Entry> entries(const Options& options, const std::string& deck_file) {
  std::vector<Entry> all;
  const Location file{deck_file, 0, 0};
  for (const auto& [name, axis] : options.axes) all.push_back({name, file, "Axes > " + name});
  for (const LocatedText& u : options.unknowns) all.push_back({u.value, u.where, u.path});
  for (const auto& [name, value] : options.parameters)
    all.push_back({name, value.where, value.path});
  for (const auto& [name, text] : options.sources) all.push_back({name, text.where, text.path});
  for (const auto& [name, array] : options.arrays)
    all.push_back({name, array.file.where, "Arrays > " + name});
  return all;
}

void check_spelling(const Entry& entry, Faults& faults) {
  constexpr std::size_t longest_name = 100;
  const std::string name = "\"" + printable(entry.name) + "\"";
  if (!is_identifier(entry.name)) {
    faults.add(entry.where, entry.path,
               name +
                   " is not a name. Names are made of letters and digits, and start with a "
                   "letter.");
  } else if (entry.name.size() > longest_name) {
    faults.add(entry.where, entry.path, "a name has at most 100 characters.");
  } else if (entry.name == "d" || is_reserved_name(entry.name)) {
    faults.add(entry.where, entry.path,
               "the name " + name + " has a meaning in formulas; choose another one.");
  } else if (entry.name.find('_') != std::string::npos) {
    faults.add(entry.where, entry.path,
               "the name " + name +
                   " contains \"_\", which marks derivatives (u_xx); choose another one.");
  }
}

void check_meanings(const std::vector<Entry>& all, Faults& faults) {
  for (std::size_t i = 0; i < all.size() && !faults.full(); ++i) {
    check_spelling(all[i], faults);
    for (std::size_t k = 0; k < i; ++k) {
      if (all[k].name != all[i].name) continue;
      faults.add(
          all[i].where, all[i].path,
          "the name \"" + printable(all[i].name) + "\" is taken already, by " + all[k].path + ".");
      break;
    }
  }
}

void check_counts(const Options& options, const std::string& deck_file, Faults& faults) {
  const auto found = [](std::size_t count, const std::string& what) {
    return "found " + std::to_string(count) + " " + what;
  };
  if (options.axes.size() > 2)
    faults.add({deck_file, 0, 0}, "Axes",
               found(options.axes.size(), "axes; this solver takes one or two."));
  if (options.unknowns.size() > 1)
    faults.add(options.unknowns[1].where, "Unknowns",
               found(options.unknowns.size(), "unknowns; this solver takes one."));
  if (options.equations.size() > 1)
    faults.add(options.equations[1].where, "Equations",
               found(options.equations.size(), "equations; this solver takes one."));
}

void check_ranges(const Options& options, const std::string& deck_file, Faults& faults) {
  for (const auto& [name, axis] : options.axes) {
    const auto [first, last] = axis.range;
    const double length = last - first;
    const std::string written = "[" + shortest(first) + ", " + shortest(last) + "]";
    if (!(length >= shortest_length && length <= longest_length)) {
      faults.add({deck_file, 0, 0}, "Axes > " + name + " > Range",
                 "found " + written + ", expected a length between 1e-100 and 1e100.");
    } else if (length < least_difference * std::max(std::abs(first), std::abs(last))) {
      faults.add({deck_file, 0, 0}, "Axes > " + name + " > Range",
                 "the ends of " + written +
                     " agree in ten digits, which leaves too few to the coordinates between them. "
                     "Count the axis from its lower end.");
    }
  }
}

template <class T>
void require_axis(const std::string& name, const Located<T>& entry,
                  const std::vector<std::string>& axes, Faults& faults) {
  if (std::find(axes.begin(), axes.end(), name) == axes.end())
    faults.add(entry.where, entry.path,
               "there is no axis " + name + ". Axes: " + listed(axes) + ".");
}

}  // namespace

FormulaNames collect_names(const Options& options, const std::string& deck_file, Faults& faults) {
  FormulaNames names;
  for (const auto& [name, axis] : options.axes) names.axes.push_back(name);
  for (const LocatedText& u : options.unknowns) names.unknowns.push_back(u.value);
  for (const auto& [name, text] : options.sources) names.functions.push_back(name);
  for (const auto& [name, array] : options.arrays) names.functions.push_back(name);
  for (const auto& [name, value] : options.parameters)
    names.parameters.emplace_back(name, value.value);
  check_counts(options, deck_file, faults);
  check_meanings(entries(options, deck_file), faults);
  check_ranges(options, deck_file, faults);
  if (options.kernel != "spectral mixture" && !(options.length_scale > 0))
    faults.add({deck_file, 0, 0}, "Prior > Length Scale",
               "the kernel \"" + options.kernel + "\" needs a positive length scale.");
  for (const auto* ends : {&options.lower, &options.upper})
    for (const auto& [name, texts] : *ends)
      if (!texts.empty()) require_axis(name, texts.front(), names.axes, faults);
  for (const auto& [name, points] : options.output_grid)
    require_axis(name, points, names.axes, faults);
  return names;
}

}  // namespace tessera::pde
