#include "data/hdf5/row_file.hpp"

#include <algorithm>

#include "data/deck/schema.hpp"
#include "data/deck/words.hpp"
#include "data/hdf5/objects.hpp"
#include "data/hdf5/row_layouts.hpp"

namespace tessera::hdf5 {

struct RowFile::Implementation {
  std::string file;
  Handle opened;
  std::unique_ptr<RowReader> reader;
};

RowFile::RowFile(const std::filesystem::path& file)
    : implementation_(std::make_unique<Implementation>()) {
  Implementation& self = *implementation_;
  self.file = file.string();
  naming<DataError>(self.file, [&] {
    self.opened = open_file(self.file);
    const Id id = self.opened.id();
    if (exists(id, "rows/index") && exists(id, "rows/value") && exists(id, "axes"))
      self.reader = read_indexed_layout(id);
    else if (const std::string fold = first_fold(id); !fold.empty())
      self.reader = read_folds_layout(id, fold);
    else
      self.reader = read_columns_layout(id);
  });
}

RowFile::~RowFile() = default;
RowFile::RowFile(RowFile&&) noexcept = default;
RowFile& RowFile::operator=(RowFile&&) noexcept = default;

RowLayout RowFile::layout() const {
  return implementation_->reader->layout;
}
const std::vector<std::string>& RowFile::axes() const {
  return implementation_->reader->axes;
}
const std::vector<std::string>& RowFile::columns() const {
  return implementation_->reader->columns;
}
const std::string& RowFile::value() const {
  return implementation_->reader->value;
}
double RowFile::value_scale() const {
  return implementation_->reader->value_scale;
}
double RowFile::value_offset() const {
  return implementation_->reader->value_offset;
}
const std::vector<RowGroup>& RowFile::groups() const {
  return implementation_->reader->groups;
}

RowColumn RowFile::read(const std::string& column) const {
  return naming<DataError>(implementation_->file, [&] {
    const RowReader& reader = *implementation_->reader;
    const auto& known = reader.columns;
    if (std::find(known.begin(), known.end(), column) == known.end()) {
      const std::string nearest = nearest_name(column, known);
      throw LibraryError("there is no column '" + printable(column) + "'." +
                         (nearest.empty() ? "" : " Did you mean '" + nearest + "'?") +
                         " Columns: " + (known.empty() ? "none" : listed(known)) + ".");
    }
    return reader.read(column);
  });
}

}  // namespace tessera::hdf5
