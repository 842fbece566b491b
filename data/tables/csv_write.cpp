#include <charconv>
#include <stdexcept>
#include <string_view>

#include "data/files/files.hpp"
#include "data/tables/csv.hpp"

namespace tessera {
namespace {

void append(std::string& text, double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  text.append(digits, end);
}

void append_quoted(std::string& text, const std::string& name) {
  if (name.find_first_of(",;\t\"\r\n#") == std::string::npos) {
    text += name;
    return;
  }
  text += '"';
  for (const char c : name) text.append(c == '"' ? 2 : 1, c);
  text += '"';
}

}  // namespace

void write_csv(const std::filesystem::path& file, const std::vector<std::string>& header,
               const std::vector<std::vector<double>>& columns) {
  if (header.empty() || header.size() != columns.size())
    throw std::invalid_argument("write_csv: needs one name for each column");
  const std::size_t rows = columns.front().size();
  for (const auto& column : columns)
    if (column.size() != rows) throw std::invalid_argument("write_csv: columns differ in length");
  std::string text;
  for (std::size_t k = 0; k < header.size(); ++k) {
    if (k > 0) text += ',';
    append_quoted(text, header[k]);
  }
  text += '\n';
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < columns.size(); ++k) {
      append(text, columns[k][i]);
      text += k + 1 < columns.size() ? ',' : '\n';
    }
  write_file(file, text);
}

}  // namespace tessera
