#include "models/kernels/make_kernel.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "data/fields/errors.hpp"
#include "models/kernels/known_names.hpp"

namespace tessera {
namespace {

using Values = std::map<std::string, double>;

struct Entry {
  std::string name;
  /// The kernel with default values; mixtures look at the names in `values` for their size.
  std::function<std::unique_ptr<Kernel1D>(const Values& values)> prototype;
};

std::vector<SpectralComponent> default_components(const Values& values) {
  std::size_t count = 1;
  for (const auto& [name, value] : values) {
    const auto digits = name.rfind('_') + 1;
    if (digits == 0 || name.size() - digits > 4 || digits == name.size()) continue;
    if (name.find_first_not_of("0123456789", digits) != std::string::npos) continue;
    count = std::max<std::size_t>(count, std::stoul(name.substr(digits)));
  }
  return std::vector<SpectralComponent>(count);
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> list = [] {
    std::vector<Entry> all;
    all.push_back(
        {"squared exponential", [](const Values&) { return squared_exponential_kernel(1, 1); }});
    for (int twice = 1; twice <= 9; twice += 2)
      all.push_back({"matern " + std::to_string(twice) + "/2", [twice](const Values&) {
                       return half_integer_matern_kernel(0.5 * twice, 1, 1);
                     }});
    all.push_back({"matern", [](const Values&) { return matern_kernel(1, 1, 2.5); }});
    all.push_back({"gaussian mixture", [](const Values& values) {
                     return gaussian_mixture_kernel(default_components(values));
                   }});
    all.push_back({"student-t mixture", [](const Values& values) {
                     const auto smoothness = values.find("smoothness");
                     return student_t_mixture_kernel(
                         default_components(values),
                         smoothness == values.end() ? 2.5 : smoothness->second);
                   }});
    all.push_back({"periodic", [](const Values&) { return periodic_kernel(1, 1, 1); }});
    all.push_back({"flat band", [](const Values&) { return flat_band_kernel(1, 1); }});
    return all;
  }();
  return list;
}

/// The parameters of `prototype` with the given values put in.
std::vector<double> merged(const Kernel1D& prototype, const Values& values,
                           const std::vector<std::string>& construction_parameters) {
  const auto parameters = prototype.parameters();
  std::vector<double> merged;
  std::vector<std::string> names = construction_parameters;
  for (const KernelParameter& p : parameters) {
    const auto given = values.find(p.name);
    merged.push_back(given == values.end() ? p.value : given->second);
    names.push_back(p.name);
  }
  for (const auto& [name, value] : values)
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw DeckError("The kernel \"" + prototype.name() + "\" has no parameter \"" + name + "\"" +
                      known_names(name, names));
  return merged;
}

}  // namespace

std::vector<std::string> kernel_names() {
  std::vector<std::string> names;
  for (const Entry& entry : entries()) names.push_back(entry.name);
  return names;
}

std::unique_ptr<Kernel1D> make_kernel(const std::string& name, const Values& values) {
  const auto entry = std::find_if(entries().begin(), entries().end(),
                                  [&](const Entry& e) { return e.name == name; });
  if (entry == entries().end())
    throw DeckError("There is no kernel \"" + name + "\"" + known_names(name, kernel_names()));
  try {
    const auto prototype = entry->prototype(values);
    const std::vector<std::string> extra = name == "student-t mixture"
                                               ? std::vector<std::string>{"smoothness"}
                                               : std::vector<std::string>{};
    return prototype->with_parameters(merged(*prototype, values, extra));
  } catch (const std::invalid_argument& error) {
    throw DeckError(error.what());
  }
}

}  // namespace tessera
