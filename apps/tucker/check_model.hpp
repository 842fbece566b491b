#pragma once

#include <string>
#include <vector>

#include "apps/tucker/options.hpp"
#include "data/deck/faults.hpp"
#include "data/deck/words.hpp"

// Parts of check_options.
namespace tessera::tucker {

std::vector<std::string> axis_names(const Options& options);

/// The axis of that name, which there must be.
const AxisOptions& axis_of(const Options& options, const std::string& name);

/// Whether there is an axis `name`; else adds a fault at `entry`.
template <class T>
bool check_axis_name(const Options& options, const std::string& name, const Located<T>& entry,
                     Faults& faults) {
  const std::vector<std::string> names = axis_names(options);
  for (const std::string& known : names)
    if (known == name) return true;
  faults.add(entry.where, entry.path,
             "there is no axis \"" + printable(name) + "\". " + suggestion(name, names));
  return false;
}

void check_prior(const Options& options, const Location& file, Faults& faults);
void check_model(const Options& options, const Location& file, Faults& faults);

}  // namespace tessera::tucker
