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
/// A dimensionless quantity has the units "1"; NaN is a field's missing value.
///
/// The file is put together in memory (its size once more beside the fields) and written by
/// close(). A writer that is destroyed before close() leaves no file, nor does a close() that
/// fails. All functions throw ResourceError where memory, the disk or a limit does not suffice, and
/// name the file; std::invalid_argument for names that are taken or contain a slash.
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
  /// One group with a 1-D dataset per column, at the table's name, over a dimension without
  /// coordinates.
  void write(const Table& table);
  /// Under the group `path` (`/model`): attribute `type`, one dataset per array (extents reversed,
  /// as for fields), texts as below. A slash in an array's name makes a group.
  void write(const ModelRecord& record, const std::string& path);
  /// Text attributes of the group `path` (`/provenance`); texts above 4 KiB become string datasets.
  void write(const std::map<std::string, std::string>& texts, const std::string& path);
  /// Global attributes of the file (title, Conventions, ...).
  void write_attributes(const std::map<std::string, std::string>& texts);
  /// Writes and syncs the file; errors of the operating system surface here. Twice is once.
  void close();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Whether a file begins like an HDF5 file; false for one that cannot be read.
bool is_hdf5(const std::filesystem::path& file);

// Reading throws DataError with the file and the object at fault.

/// The variables of the root group, in the order in which they were written; also of other files
/// that follow netCDF-4 rules (numbers become doubles, a dimension without coordinates an
/// index, an axis that decreases is turned round).
std::vector<Field> read_fields(const std::filesystem::path& file);
/// All tables, in the order in which they were written.
std::vector<Table> read_tables(const std::filesystem::path& file);
ModelRecord read_record(const std::filesystem::path& file, const std::string& path);
/// Texts of a group.
std::map<std::string, std::string> read_texts(const std::filesystem::path& file,
                                              const std::string& path);
/// Global attributes that are texts.
std::map<std::string, std::string> read_attributes(const std::filesystem::path& file);

/// A record as a file of its own (checkpoints): written beside, synced, renamed over `file`.
void save_record(const ModelRecord& record, const std::filesystem::path& file);
ModelRecord load_record(const std::filesystem::path& file);

}  // namespace tessera::hdf5
