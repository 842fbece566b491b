#include "apps/common/write_result.hpp"

#include "apps/common/summary.hpp"
#include "apps/common/write_paraview.hpp"
#include "data/files/files.hpp"
#include "data/hdf5/result_file.hpp"

namespace tessera {

namespace {

void write_hdf5(const Outcome& outcome, const Deck& deck,
                const std::map<std::string, std::string>& provenance,
                const std::filesystem::path& file) {
  hdf5::ResultWriter writer(file);
  writer.write_attributes({{"title", deck.title},
                           {"Conventions", "CF-1.8"},
                           {"source", "tessera-" + deck.application},
                           {"status", outcome.status}});
  for (const Field& field : outcome.fields) writer.write(field);
  for (const Table& table : outcome.tables) writer.write(table);
  if (outcome.predictor) writer.write(outcome.predictor->record(), "/model");
  writer.write({{"yaml", deck.yaml}, {"json", deck.json}}, "/deck");
  writer.write(provenance, "/provenance");
  writer.close();
}

}  // namespace

std::string root_text(const Deck& deck, const std::string& key, const std::string& otherwise) {
  const DeckNode* node = deck.effective.find(key);
  return node && node->kind == DeckNode::Kind::scalar ? node->text : otherwise;
}

std::vector<std::string> write_result(const Outcome& outcome, const Deck& deck,
                                      const std::map<std::string, std::string>& provenance,
                                      const Summary& summary, const std::filesystem::path& folder) {
  write_hdf5(outcome, deck, provenance, folder / "result.h5");
  std::vector<std::string> remarks = write_paraview(outcome.fields, folder);
  for (const auto& [name, text] : outcome.files) write_file(folder / name, text);
  write_file(folder / "deck.yaml", deck.yaml);
  write_file(folder / "deck.json", deck.json);
  write_file(folder / "summary.json", summary_json(summary));
  return remarks;
}

}  // namespace tessera
