#include "apps/common/units.hpp"

#include <algorithm>
#include <vector>

#include "data/deck/words.hpp"

namespace tessera {
namespace {

/// Spellings of one unit; the first is what we write. Lower case without blanks and underscores.
struct Synonyms {
  std::string written;
  std::vector<std::string> spellings;
};

const std::vector<Synonyms>& known_units() {
  static const std::vector<Synonyms> units = {
      {"degC", {"degc", "celsius", "degreecelsius", "degreescelsius", "degree_c", "°c"}},
      {"degF", {"degf", "fahrenheit", "degreefahrenheit", "degreesfahrenheit", "°f"}},
      {"K", {"k", "kelvin"}},
      {"degrees_north", {"degreesnorth", "degreenorth", "degreesn", "degreen", "degnorth"}},
      {"degrees_east", {"degreeseast", "degreeeast", "degreese", "degreee", "degeast"}},
      {"degrees_west", {"degreeswest", "degreewest", "degreesw", "degreew", "degwest"}},
      {"degree", {"degree", "degrees", "deg", "°"}},
      {"year", {"year", "years", "yr", "calendaryear"}},
      {"day", {"day", "days", "d"}},
      {"hour", {"hour", "hours", "h", "hr"}},
      {"s", {"s", "sec", "second", "seconds"}},
      {"hPa", {"hpa", "mbar", "millibar", "mb"}},
      {"Pa", {"pa", "pascal"}},
      {"kPa", {"kpa"}},
      {"m", {"m", "metre", "meter", "metres", "meters"}},
      {"km", {"km", "kilometre", "kilometer"}},
      {"mm", {"mm"}},
      {"m/s", {"m/s", "ms-1", "ms^-1", "mps"}},
      {"ug/m^3", {"ug/m^3", "ug/m3", "ugm-3", "ugm^-3", "µg/m3", "µg/m^3", "µg/m³", "ugm3"}},
      {"percent", {"percent", "%", "pct"}},
      {"kg", {"kg"}},
      {"Hz", {"hz"}},
      {"V", {"volt", "volts"}},
      {"W", {"watt", "watts"}},
  };
  return units;
}

std::string bare(const std::string& unit) {
  std::string text = lower_case(unit);
  std::erase_if(text, [](char c) { return c == ' ' || c == '_' || c == '.'; });
  return text;
}

/// What we write for a unit; empty where it is not known.
std::string written(const std::string& unit) {
  const std::string text = bare(unit);
  for (const Synonyms& known : known_units())
    if (std::find(known.spellings.begin(), known.spellings.end(), text) != known.spellings.end())
      return known.written;
  return {};
}

/// Letters that as the end of a name are more often something else than a unit (`x_s`, `site_d`).
bool is_ambiguous(const std::string& word) {
  return word.size() < 2 && word != "K";
}

}  // namespace

bool is_same_unit(const std::string& a, const std::string& b) {
  const std::string first = written(a);
  return first.empty() ? bare(a) == bare(b) : first == written(b);
}

std::string written_unit(const std::string& unit) {
  const std::string known = written(unit);
  return known.empty() ? unit : known;
}

std::string unit_in_name(const std::string& column) {
  const auto last_open = column.find_last_of("([");
  if (last_open != std::string::npos && (column.back() == ')' || column.back() == ']'))
    return written(column.substr(last_open + 1, column.size() - last_open - 2));
  const auto separator = column.find_last_of("_ ");
  if (separator == std::string::npos) return {};
  const std::string end = column.substr(separator + 1);
  return is_ambiguous(end) ? std::string() : written(end);
}

}  // namespace tessera
