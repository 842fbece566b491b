#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "data/fields/field.hpp"
#include "data/fields/model_record.hpp"

namespace tessera::hdf5 {

/// Writes one result file by netCDF-4 rules: coordinates and fields in the root group as dimension
/// scales and variables with `units` and `long_name`, everything else in groups. A field with axes
/// (x, y) becomes the variable u(y, x): the file's last dimension is the fastest one.
/// All functions throw ResourceError where the disk or a limit ends the write, and name the file.
class ResultWriter {
 public:
  /// Creates the file; it must not exist.
  explicit ResultWriter(const std::filesystem::path& file);
  ~ResultWriter();
  ResultWriter(const ResultWriter&) = delete;
  ResultWriter& operator=(const ResultWriter&) = delete;

  /// Fields whose axes have the same name share them and must agree in coordinates
  /// (std::invalid_argument otherwise).
  void write(const Field& field);
  /// One group with a 1-D dataset per column, at the table's name.
  void write(const Table& table);
  /// Under the group `path` (`/model`): attribute `type`, datasets, texts as attributes.
  void write(const ModelRecord& record, const std::string& path);
  /// Text attributes of the group `path` (`/provenance`); long texts become string datasets.
  void write(const std::map<std::string, std::string>& texts, const std::string& path);
  /// Global attributes of the file (title, Conventions, ...).
  void write_attributes(const std::map<std::string, std::string>& texts);
  /// Flushes and closes; errors of the operating system surface here at the latest.
  void close();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Everything of a result file. Reading throws DataError with the file and the object at fault.
std::vector<Field> read_fields(const std::filesystem::path& file);
std::vector<Table> read_tables(const std::filesystem::path& file);
ModelRecord read_record(const std::filesystem::path& file, const std::string& path);
std::map<std::string, std::string> read_texts(const std::filesystem::path& file,
                                              const std::string& path);
std::map<std::string, std::string> read_attributes(const std::filesystem::path& file);

/// A record as a file of its own (checkpoints): written beside, synced, renamed over `file`.
void save_record(const ModelRecord& record, const std::filesystem::path& file);
ModelRecord load_record(const std::filesystem::path& file);

}  // namespace tessera::hdf5
