#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/observations.hpp"

namespace tessera {

/// A CSV file with a header line, all cells as text.
struct CsvTable {
  std::filesystem::path file;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<int> lines;  ///< line of each row in the file, from 1
};

/// Reads RFC 4180 text (quotes, embedded separators, CRLF, UTF-8 byte order mark); the separator is
/// a comma, or a semicolon or tab where the header has only those; lines starting with # are
/// comments. Throws DataError with file and line for ragged rows, duplicate or empty header names,
/// unterminated quotes, binary content, a missing or empty file.
CsvTable read_csv(const std::filesystem::path& file);

/// Place of a column in the rows. Throws DataError that lists the columns and names the nearest.
std::size_t column_index(const CsvTable& table, const std::string& column);

/// Column of numbers; an empty cell, `NA` or `nan` is an error here. Throws DataError naming file,
/// line, column and the text found; an unknown column names the nearest header.
std::vector<double> numeric_column(const CsvTable& table, const std::string& column);

/// Which columns of a CSV file are what.
struct CsvColumns {
  std::vector<ObservedAxis> axes;
  std::string value;
  std::string value_units;
  std::string noise;  ///< column of standard deviations; empty: none
};

Observations read_observations(const CsvTable& table, const CsvColumns& columns);

/// Writes columns of equal length with round-trip precision (shortest form that reads back equal).
void write_csv(const std::filesystem::path& file, const std::vector<std::string>& header,
               const std::vector<std::vector<double>>& columns);

}  // namespace tessera
