#include <charconv>
#include <cmath>
#include <map>
#include <string_view>

#include "data/deck/schema.hpp"
#include "data/fields/errors.hpp"
#include "data/files/files.hpp"
#include "data/tables/cells.hpp"
#include "data/tables/csv.hpp"

namespace tessera {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, int line, const std::string& what) {
  throw DataError(file.string() + ":" + std::to_string(line) + ": " + what);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Walks through the text cell by cell; knows the line it is in.
class Scanner {
 public:
  Scanner(std::string_view text, std::filesystem::path file)
      : text_(text), file_(std::move(file)) {}

  int line() const { return line_; }
  void set_separator(char separator) { separator_ = separator; }

  /// Skips comments and empty lines; false at the end of the text.
  bool find_row() {
    while (position_ < text_.size()) {
      if (text_[position_] != '#' && !at_line_end()) return true;
      while (!at_line_end()) ++position_;
      skip_line_end();
    }
    return false;
  }

  /// What is left of the present line.
  std::string_view rest_of_line() const {
    return text_.substr(position_, text_.find_first_of("\r\n", position_) - position_);
  }

  std::vector<std::string> read_row() {
    std::vector<std::string> cells;
    for (;;) {
      cells.push_back(read_cell());
      if (at_line_end()) break;
      ++position_;  // the separator
    }
    skip_line_end();
    return cells;
  }

 private:
  bool at_line_end() const {
    return position_ >= text_.size() || text_[position_] == '\n' || text_[position_] == '\r';
  }

  void skip_line_end() {
    if (position_ >= text_.size()) return;
    if (text_[position_] == '\r' && position_ + 1 < text_.size() && text_[position_ + 1] == '\n')
      ++position_;
    ++position_;
    ++line_;
  }

  void skip_blanks() {
    while (!at_line_end() && text_[position_] != separator_ &&
           (text_[position_] == ' ' || text_[position_] == '\t'))
      ++position_;
  }

  std::string read_cell() {
    skip_blanks();
    if (!at_line_end() && text_[position_] == '"') return read_quoted_cell();
    const auto first = position_;
    while (!at_line_end() && text_[position_] != separator_) ++position_;
    return std::string(trimmed(text_.substr(first, position_ - first)));
  }

  std::string read_quoted_cell() {
    const int opened = line_;
    std::string cell;
    ++position_;
    for (;; ++position_) {
      if (position_ >= text_.size()) fail(file_, opened, "a quote is opened and never closed");
      const char c = text_[position_];
      const bool doubled = position_ + 1 < text_.size() && text_[position_ + 1] == '"';
      if (c == '"' && !doubled) break;
      if (c == '"') ++position_;
      if (c == '\n') ++line_;
      cell += c;
    }
    ++position_;
    skip_blanks();
    if (!at_line_end() && text_[position_] != separator_)
      fail(file_, line_, "there is text after the closing quote of \"" + cell + "\"");
    return cell;
  }

  std::string_view text_;
  std::filesystem::path file_;
  std::size_t position_ = 0;
  int line_ = 1;
  char separator_ = ',';
};

void require_text(std::string_view text, const std::filesystem::path& file) {
  int line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\r' && c != '\t')
      fail(file, line, "this is binary data (byte " + std::to_string(byte) + "), not text");
  }
}

// Looks at the header outside quotes.
char separator_of(std::string_view header) {
  std::map<char, bool> found;
  bool quoted = false;
  for (const char c : header) {
    if (c == '"') quoted = !quoted;
    if (!quoted) found[c] = true;
  }
  for (const char separator : {',', ';', '\t'})
    if (found[separator]) return separator;
  return ',';
}

void require_names(const CsvTable& table, int line) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    if (table.header[i].empty())
      fail(table.file, line, "column " + std::to_string(i + 1) + " has no name in the header");
    const auto [former, is_new] = first.emplace(table.header[i], i);
    if (!is_new)
      fail(table.file, line,
           "columns " + std::to_string(former->second + 1) + " and " + std::to_string(i + 1) +
               " have the same name '" + table.header[i] + "'");
  }
}

}  // namespace

std::string parse_number(std::string_view text, double& value) {
  text = trimmed(text);
  if (text.empty()) return "the cell is empty, a number is needed";
  std::string quoted = "'";
  quoted.append(text).append("'");
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::invalid_argument || end != text.data() + text.size())
    return quoted + " is not a number";
  if (error == std::errc::result_out_of_range)
    return quoted + " is beyond the range of double precision";
  if (!std::isfinite(value)) return quoted + " is not a finite number";
  return {};
}

std::size_t column_index(const CsvTable& table, const std::string& column) {
  std::string known;
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    if (table.header[i] == column) return i;
    if (i > 0) known += ", ";
    known += table.header[i];
  }
  const std::string nearest = nearest_name(column, table.header);
  throw DataError(table.file.string() + ": there is no column '" + column + "'." +
                  (nearest.empty() ? "" : " Did you mean '" + nearest + "'?") +
                  " Columns: " + known + ".");
}

CsvTable read_csv(const std::filesystem::path& file) {
  const std::string content = read_file(file);
  std::string_view text = content;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  require_text(text, file);
  Scanner scanner(text, file);
  if (!scanner.find_row())
    throw DataError(file.string() + ": the file is empty, a header line is needed");
  CsvTable table;
  table.file = file;
  scanner.set_separator(separator_of(scanner.rest_of_line()));
  const int header_line = scanner.line();
  table.header = scanner.read_row();
  require_names(table, header_line);
  while (scanner.find_row()) {
    table.lines.push_back(scanner.line());
    table.rows.push_back(scanner.read_row());
    if (table.rows.back().size() != table.header.size())
      fail(file, table.lines.back(),
           "the row has " + std::to_string(table.rows.back().size()) + " cells, the header has " +
               std::to_string(table.header.size()));
  }
  return table;
}

std::vector<double> numeric_column(const CsvTable& table, const std::string& column) {
  const std::size_t k = column_index(table, column);
  std::vector<double> values(table.rows.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string fault = parse_number(table.rows[i][k], values[i]);
    if (!fault.empty()) fail(table.file, table.lines[i], "column '" + column + "': " + fault);
  }
  return values;
}

}  // namespace tessera
