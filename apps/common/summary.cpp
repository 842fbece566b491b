#include "apps/common/summary.hpp"

#include <cmath>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace tessera {

namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json to_json(const Value& value) {
  return value;
}

Json to_json(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json to_json(const SummaryRecords& records) {
  Json array = Json::array();
  for (const auto& record : records) {
    Json object = Json::object();
    for (const auto& [key, figure] : record)
      object[key] = std::visit([](const auto& v) { return to_json(v); }, figure);
    array.push_back(std::move(object));
  }
  return array;
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
    place = std::visit([](const auto& v) { return to_json(v); }, value);
  }
  // Texts may come from the deck; what is not UTF-8 must not end a finished run.
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace tessera
