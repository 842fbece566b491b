#include "models/state_space/make_state_space.hpp"

#include <algorithm>
#include <stdexcept>

#include "data/fields/errors.hpp"
#include "models/kernels/known_names.hpp"
#include "models/state_space/matern_state_space.hpp"
#include "models/state_space/periodic_state_space.hpp"
#include "models/state_space/sum_state_space.hpp"

namespace tessera {
namespace {

std::vector<std::string> split_sum(const std::string& kernel) {
  const std::string plus = " + ";
  std::vector<std::string> names;
  std::size_t from = 0;
  for (std::size_t to; (to = kernel.find(plus, from)) != std::string::npos; from = to + plus.size())
    names.push_back(kernel.substr(from, to - from));
  names.push_back(kernel.substr(from));
  return names;
}

/// A prototype: its parameters tell which names there are.
std::unique_ptr<StateSpace> prototype(const std::string& name) {
  if (name == "matern 1/2") return matern_state_space(0, 1, 1);
  if (name == "matern 3/2") return matern_state_space(1, 1, 1);
  if (name == "matern 5/2") return matern_state_space(2, 1, 1);
  if (name == "periodic") return periodic_state_space(1, 1, 1);
  throw DeckError("There is no kernel \"" + name + "\" with a state space" +
                  known_names(name, state_space_names()) + " Sums are joined by \" + \".");
}

/// The process of that name with these values, in the order of its prototype's parameters. The
/// number of a periodic kernel's harmonics follows from the values, hence no with_parameters().
std::unique_ptr<StateSpace> build(const std::string& name, const std::vector<double>& values) {
  if (name == "periodic") return periodic_state_space(values[0], values[1], values[2]);
  return prototype(name)->with_parameters(values);
}

}  // namespace

std::vector<std::string> state_space_names() {
  return {"matern 1/2", "matern 3/2", "matern 5/2", "periodic"};
}

std::unique_ptr<StateSpace> make_state_space(const std::string& kernel,
                                             const std::map<std::string, double>& values) {
  const auto names = split_sum(kernel);
  const auto labels = summand_labels(names);
  std::vector<std::string> known;
  std::vector<std::vector<double>> merged(names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    for (const KernelParameter& p : prototype(names[i])->parameters()) {
      known.push_back(names.size() > 1 ? labels[i] + "/" + p.name : p.name);
      const auto given = values.find(known.back());
      const double standard = p.name == "variance" ? 1 / static_cast<double>(names.size()) : 1;
      merged[i].push_back(given == values.end() ? standard : given->second);
    }
  for (const auto& [name, value] : values)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw DeckError("The kernel \"" + kernel + "\" has no parameter \"" + name + "\"" +
                      known_names(name, known));
  try {
    std::vector<std::unique_ptr<StateSpace>> parts;
    for (std::size_t i = 0; i < names.size(); ++i) parts.push_back(build(names[i], merged[i]));
    return parts.size() == 1 ? std::move(parts.front()) : sum_state_space(std::move(parts));
  } catch (const std::invalid_argument& error) {
    throw DeckError(error.what());
  }
}

}  // namespace tessera
