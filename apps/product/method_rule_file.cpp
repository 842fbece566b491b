#include "apps/product/method_rule_file.hpp"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "data/fields/errors.hpp"
#include "data/files/files.hpp"

namespace tessera::product {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<const char*, MethodRule::Costs MethodRule::*>, 2> precisions{
    {{"float", &MethodRule::float_costs}, {"double", &MethodRule::double_costs}}};
constexpr std::array<std::pair<const char*, MethodRule::Cost MethodRule::Costs::*>, 2> methods{
    {{"sparse", &MethodRule::Costs::sparse}, {"grid", &MethodRule::Costs::grid}}};

}  // namespace

std::string method_rule_json(const MethodRule& rule) {
  Json json{{"about", "nanoseconds of a product = fixed + per_operation * operations"}};
  for (const auto& [precision, costs] : precisions)
    for (const auto& [method, cost] : methods) {
      const MethodRule::Cost& c = rule.*costs.*cost;
      json[precision][method] = {{"fixed", c.fixed}, {"per_operation", c.per_operation}};
    }
  return json.dump(2) + '\n';
}

MethodRule read_method_rule(const LocatedText& file, const std::filesystem::path& deck_folder) {
  std::filesystem::path path = file.value;
  if (path.is_relative()) path = deck_folder / path;
  const auto fail = [&](const std::string& why) {
    return DataError(deck_message(file.where, file.path, path.string() + ": " + why));
  };
  if (!std::filesystem::is_regular_file(path)) throw fail("there is no such file.");
  const Json json = Json::parse(read_file(path), nullptr, false);
  if (json.is_discarded()) throw fail("this is no JSON.");
  MethodRule rule;
  try {
    for (const auto& [precision, costs] : precisions)
      for (const auto& [method, cost] : methods) {
        const Json& numbers = json.at(precision).at(method);
        rule.*costs.*
            cost = {numbers.at("fixed").get<double>(), numbers.at("per_operation").get<double>()};
      }
  } catch (const Json::exception& error) {
    throw fail(std::string("this is no method rule (") + error.what() +
               "). `Benchmark: {Tune: true}` writes one.");
  }
  return rule;
}

}  // namespace tessera::product
