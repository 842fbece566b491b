#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/product/application.hpp"
#include "data/hdf5/result_file.hpp"
#include "tests/data/scratch.hpp"

namespace tessera::product {

/// An array of a data file, last extent fastest.
struct TestArray {
  std::string name;
  std::vector<std::size_t> extents;
  std::vector<double> values;
};

inline void write_arrays(const std::filesystem::path& file, const std::vector<TestArray>& arrays) {
  hdf5::ResultWriter writer(file);
  for (const TestArray& array : arrays) {
    Field field{array.name, "", "", {}, array.values};
    for (std::size_t k = array.extents.size(); k-- > 0;) {
      Axis axis{array.name + "_axis_" + std::to_string(k), "", {}, AxisKind::index, {}};
      for (std::size_t i = 0; i < array.extents[k]; ++i)
        axis.coordinates.push_back(static_cast<double>(i));
      field.grid.axes.push_back(axis);
    }
    writer.write(field);
  }
  writer.close();
}

/// `Application: product`, line 1, then `text`.
inline std::string deck_text(const std::string& text) {
  return "Application: product\n" + text;
}

/// Reads the deck with its data, as `--validate` does.
inline void check_deck(const std::string& text, const std::filesystem::path& folder) {
  const auto application = make_application();
  load_deck_text(*application, deck_text(text), (folder / "deck.yaml").string());
}

inline Outcome run_deck(const std::string& text, const std::filesystem::path& folder) {
  const auto application = make_application();
  load_deck_text(*application, deck_text(text), (folder / "deck.yaml").string());
  const auto communicator = serial_communicator();
  SilentMonitor monitor;
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  context.deck_folder = folder;
  return application->run(context);
}

template <class T>
const T& figure(const Outcome& outcome, const std::string& key) {
  for (const auto& [name, value] : outcome.summary)
    if (name == key) return std::get<T>(value);
  throw std::logic_error("no summary key " + key);
}

inline const std::vector<double>& values_of(const Outcome& outcome, const std::string& name) {
  for (const Field& field : outcome.fields)
    if (field.name == name) return field.values;
  throw std::logic_error("no field " + name);
}

}  // namespace tessera::product
