#include "apps/common/summary.hpp"

#include <cmath>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace tessera {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const SummaryValue& value) {
  return std::visit(
      [](const auto& v) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, double>)
          if (!std::isfinite(v)) return nullptr;
        return v;
      },
      value);
}

}  // namespace

std::string summary_json(const Summary& summary) {
  Json root = Json::object();
  for (const auto& [path, value] : summary) {
    Json* object = &root;
    std::size_t start = 0;
    for (std::size_t slash; (slash = path.find('/', start)) != std::string::npos;
         start = slash + 1) {
      object = &(*object)[path.substr(start, slash - start)];
      if (!object->is_null() && !object->is_object())
        throw std::logic_error("summary key " + path + " lies below a value");
    }
    Json& place = (*object)[path.substr(start)];
    if (!place.is_null()) throw std::logic_error("summary key " + path + " is given twice");
    place = to_json(value);
  }
  // Texts may come from the deck; what is not UTF-8 must not end a finished run.
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace tessera
