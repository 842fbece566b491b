#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/sphere/application.hpp"

namespace tessera::sphere {

/// Runs a deck in process; relative file names start at `folder`.
inline Outcome run_text(const std::string& text, Monitor& monitor,
                        const std::vector<std::string>& overrides = {},
                        const std::optional<ModelRecord>& restart = {},
                        const std::filesystem::path& folder = ".") {
  const auto application = make_application();
  std::vector<Override> parsed;
  for (const std::string& one : overrides) parsed.push_back(parse_override(one));
  load_deck_text(*application, text, (folder / "deck.yaml").string(), parsed);
  const auto communicator = serial_communicator();
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  context.random = RandomStreams(1);
  context.restart = restart;
  return application->run(context);
}

inline Outcome run_text(const std::string& text, const std::vector<std::string>& overrides = {}) {
  SilentMonitor monitor;
  return run_text(text, monitor, overrides);
}

/// Runs a shipped deck in process.
Outcome run_shipped(const std::string& name, const std::vector<std::string>& overrides);

inline double number(const Outcome& outcome, const std::string& key) {
  for (const auto& [name, value] : outcome.summary)
    if (name == key) {
      if (const auto* whole = std::get_if<Index>(&value)) return static_cast<double>(*whole);
      return std::get<double>(value);
    }
  throw std::logic_error("no summary key " + key);
}

inline const Field& field(const Outcome& outcome, const std::string& name) {
  for (const Field& f : outcome.fields)
    if (f.name == name) return f;
  throw std::logic_error("no field " + name);
}

inline const std::vector<double>& column(const Outcome& outcome, const std::string& table,
                                         const std::string& name) {
  for (const Table& t : outcome.tables)
    for (const Table::Column& c : t.columns)
      if (t.name == table && c.name == name) return c.values;
  throw std::logic_error("no column " + table + "/" + name);
}

/// Coefficients of an unknown at the last output time.
inline std::vector<double> last_coefficients(const Outcome& outcome, const std::string& unknown) {
  const Field& f = field(outcome, unknown + "_coefficients");
  const auto count = static_cast<Index>(f.grid.axes[0].coordinates.size());
  return {f.values.end() - count, f.values.end()};
}

}  // namespace tessera::sphere
