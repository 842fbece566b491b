#include <algorithm>
#include <set>

#include "apps/sphere/check_options.hpp"
#include "data/deck/words.hpp"
#include "models/formula/formula.hpp"

namespace tessera::sphere {
namespace {

/// A name in the deck: what it is called, and where it stands.
struct Entry {
  std::string name;
  Location where;
  std::string path;
  bool in_time = false;  ///< an equation may contain its derivative
};

std::vector<Entry> entries(const Options& o, const std::string& deck_file) {
  std::vector<Entry> all;
  const Location file{deck_file, 0, 0};
  if (const auto* time = time_axis(o))
    all.push_back({time->first, file, "Axes > " + time->first, true});
  for (const LocatedText& u : o.unknowns) all.push_back({u.value, u.where, u.path, true});
  for (const auto& [name, value] : o.parameters) all.push_back({name, value.where, value.path});
  for (const auto& [name, text] : o.definitions) all.push_back({name, text.where, text.path});
  for (const auto& [name, array] : o.arrays)
    all.push_back({name, array.file.where, "Arrays > " + name});
  for (const auto& [name, field] : o.random_fields)
    all.push_back({name, file, "Random Fields > " + name});
  return all;
}

bool has_meaning(const std::string& name) {
  static const std::set<std::string> own{"latitude", "longitude", "lap",    "inverse_lap",
                                         "grad",     "skew_grad", "dot",    "div",
                                         "curl",     "jacobian",  "vector", "d"};
  return own.contains(name) || is_reserved_name(name);
}

void check_spelling(const Entry& entry, Faults& faults) {
  constexpr std::size_t longest_name = 100;
  const std::string name = "\"" + printable(entry.name) + "\"";
  if (!is_identifier(entry.name))
    faults.add(entry.where, entry.path,
               name +
                   " is not a name. Names are made of letters and digits, and start with a "
                   "letter.");
  else if (entry.name.size() > longest_name)
    faults.add(entry.where, entry.path, "a name has at most 100 characters.");
  else if (has_meaning(entry.name))
    faults.add(entry.where, entry.path,
               "the name " + name + " has a meaning in expressions; choose another one.");
  else if (entry.in_time && entry.name.find('_') != std::string::npos)
    faults.add(
        entry.where, entry.path,
        "the name " + name + " contains \"_\", which marks derivatives (u_t); choose another one.");
}

std::vector<std::string> unknown_names(const Options& o) {
  std::vector<std::string> names;
  for (const LocatedText& u : o.unknowns) names.push_back(u.value);
  return names;
}

void require_unknown(const std::string& name, const Location& where, const std::string& path,
                     const std::vector<std::string>& unknowns, Faults& faults) {
  // Where there are none at all, that is the fault.
  if (unknowns.empty() || std::find(unknowns.begin(), unknowns.end(), name) != unknowns.end())
    return;
  const std::string nearest = nearest_name(name, unknowns);
  faults.add(where, path,
             "there is no unknown " + printable(name) + "." +
                 (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?") +
                 " Unknowns: " + listed(unknowns) + ".");
}

}  // namespace

void check_names(const Options& o, const std::string& deck_file, Faults& faults) {
  const std::vector<Entry> all = entries(o, deck_file);
  for (std::size_t i = 0; i < all.size() && !faults.full(); ++i) {
    check_spelling(all[i], faults);
    const auto same = std::find_if(all.begin(), all.begin() + static_cast<Index>(i),
                                   [&](const Entry& other) { return other.name == all[i].name; });
    if (same != all.begin() + static_cast<Index>(i))
      faults.add(
          all[i].where, all[i].path,
          "the name \"" + printable(all[i].name) + "\" is taken already, by " + same->path + ".");
  }
  const Location file{deck_file, 0, 0};
  const std::vector<std::string> unknowns = unknown_names(o);
  for (const auto* texts : {&o.initial, &o.exact_solution})
    for (const auto& [name, text] : *texts)
      require_unknown(name, text.where, text.path, unknowns, faults);
  for (const auto& [name, h] : o.hyperdiffusion)
    require_unknown(name, file, "Hyperdiffusion > " + name, unknowns, faults);
  for (const auto& [name, r] : o.random_forcing)
    require_unknown(name, file, "Random Forcing > " + name, unknowns, faults);
  for (const auto& [name, value] : o.solver.typical_values) {
    require_unknown(name, value.where, value.path, unknowns, faults);
    if (!(value.value > 0)) faults.add(value.where, value.path, "must be positive.");
  }
}

}  // namespace tessera::sphere
