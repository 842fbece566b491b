#include "apps/tessera/applications.hpp"

#include <map>
#include <vector>

#include "apps/pde/application.hpp"
#include "apps/product/application.hpp"
#include "apps/sphere/application.hpp"
#include "apps/tucker/application.hpp"

namespace tessera {

namespace {

/// Every application of the suite: include its header above, add a line here, and link its library
/// in CMakeLists.txt.
std::map<std::string, ApplicationFactory> factories() {
  return {{"pde", pde::make_application},
          {"product", product::make_application},
          {"sphere", sphere::make_application},
          {"tucker", tucker::make_application}};
}

}  // namespace

std::unique_ptr<Application> make_application(const std::string& name) {
  const auto all = factories();
  const auto found = all.find(name);
  if (found != all.end()) return found->second();
  std::vector<std::string> names;
  for (const auto& [known, factory] : all) names.push_back(known);
  const std::string nearest = nearest_name(name, names);
  throw DeckError("there is no application \"" + name + "\"." +
                  (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?") +
                  " Applications: " + application_names() + ".");
}

std::string application_names() {
  std::string names;
  for (const auto& [name, factory] : factories()) names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? "none" : names;
}

}  // namespace tessera
