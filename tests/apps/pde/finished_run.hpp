#pragma once

#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "apps/pde/application.hpp"

namespace tessera::pde::test {

/// One deck, run in process.
struct Finished {
  Outcome outcome;

  const SummaryValue* find(const std::string& key) const {
    for (const auto& [name, value] : outcome.summary)
      if (name == key) return &value;
    return nullptr;
  }
  double number(const std::string& key) const {
    const SummaryValue* value = find(key);
    BOOST_TEST_REQUIRE(value != nullptr, key);
    if (const auto* whole = std::get_if<Index>(value)) return static_cast<double>(*whole);
    return std::get<double>(*value);
  }
  const Field& field(const std::string& name) const {
    for (const Field& f : outcome.fields)
      if (f.name == name) return f;
    BOOST_FAIL("no field " + name);
    throw std::logic_error(name);
  }
  std::string field_names() const {
    std::string names;
    for (const Field& f : outcome.fields) names += f.name + " ";
    return names;
  }
  /// Sum of a column of the table of adaptation steps.
  double total(const std::string& column) const {
    for (const Table& t : outcome.tables)
      for (const Table::Column& c : t.columns)
        if (t.name == "history/adaptation" && c.name == column) {
          double sum = 0;
          for (const double value : c.values) sum += value;
          return sum;
        }
    BOOST_FAIL("no column " + column);
    throw std::logic_error(column);
  }
};

/// Runs a checked application; relative file names start at the shipped decks.
Finished run_application(Application& application);
/// Runs a shipped deck with overrides.
Finished run_shipped(const std::string& name, const std::vector<std::string>& overrides);

/// The coordinate functions are well conditioned: nothing was lost in diagonalisations.
inline void check_eigenvectors(const Finished& run) {
  for (const char* axis : {"x", "y"})
    if (run.find(std::string("axes/") + axis + "/rank") != nullptr)
      BOOST_TEST(run.number(std::string("axes/") + axis + "/vector_condition") <= 10);
}

}  // namespace tessera::pde::test
