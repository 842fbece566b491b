#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "data/tables/csv.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using Rows = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;

namespace {

// A CSV file with the given text, and what the reader says of it.
struct Csv {
  explicit Csv(const std::string& text) : file(scratch.put("t.csv", text)) {}
  CsvTable read() const { return read_csv(file); }
  // The reader's message without the folder's name.
  std::string fault() const {
    return without_folder(test::message_of<DataError>([&] { read_csv(file); }));
  }
  std::string fault_in(const std::string& column) const {
    return without_folder(
        test::message_of<DataError>([&] { numeric_column(read_csv(file), column); }));
  }
  std::string without_folder(const std::string& message) const {
    const std::string folder = scratch.folder().string() + "/";
    return message.starts_with(folder) ? message.substr(folder.size()) : message;
  }

  test::Scratch scratch;
  std::filesystem::path file;
};

}  // namespace

BOOST_AUTO_TEST_CASE(cells_are_split_at_commas_and_lines) {
  const CsvTable table = Csv("lat,lon,mean\n1,2,3\n4,,6\n").read();
  BOOST_TEST((table.header == Names{"lat", "lon", "mean"}));
  BOOST_TEST((table.rows == Rows{{"1", "2", "3"}, {"4", "", "6"}}));
  BOOST_TEST((table.lines == std::vector<int>{2, 3}));
}

BOOST_AUTO_TEST_CASE(quotes_protect_separators_quotes_and_line_ends) {
  const CsvTable table = Csv("a,\"b, c\"\r\n\"x\"\"y\",\"two\nlines\"\r\n\"\",z\r\n").read();
  BOOST_TEST((table.header == Names{"a", "b, c"}));
  BOOST_TEST((table.rows == Rows{{"x\"y", "two\nlines"}, {"", "z"}}));
  BOOST_TEST((table.lines == std::vector<int>{2, 4}));
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_comments_and_empty_lines_are_skipped) {
  const CsvTable table = Csv("\xEF\xBB\xBF# made by hand\n\na,b\n# 7,8\n1,2\n\n\"#3\",4").read();
  BOOST_TEST((table.header == Names{"a", "b"}));
  BOOST_TEST((table.rows == Rows{{"1", "2"}, {"#3", "4"}}));
  BOOST_TEST((table.lines == std::vector<int>{5, 7}));
}

BOOST_AUTO_TEST_CASE(every_kind_of_line_end_is_one_line_end) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const CsvTable table = Csv("a,b" + end + "1,2" + end + "3,4" + end).read();
    BOOST_TEST((table.rows == Rows{{"1", "2"}, {"3", "4"}}));
    BOOST_TEST((table.lines == std::vector<int>{2, 3}));
  }
}

BOOST_AUTO_TEST_CASE(semicolons_and_tabs_separate_where_the_header_has_no_comma) {
  BOOST_TEST((Csv("a;b\n1,5;2\n").read().rows == Rows{{"1,5", "2"}}));
  BOOST_TEST((Csv("a\tb\n1\t \n").read().rows == Rows{{"1", ""}}));
  BOOST_TEST((Csv("\"a,b\";c\n1;2\n").read().header == Names{"a,b", "c"}));
  BOOST_TEST((Csv("a,b;c\n1,2\n").read().header == Names{"a", "b;c"}));
  BOOST_TEST((Csv("one\n1\n").read().header == Names{"one"}));
}

BOOST_AUTO_TEST_CASE(blanks_around_cells_do_not_count) {
  const CsvTable table = Csv(" a , b c \n 1 , \"x y\" \n").read();
  BOOST_TEST((table.header == Names{"a", "b c"}));
  BOOST_TEST((table.rows == Rows{{"1", "x y"}}));
}

BOOST_AUTO_TEST_CASE(faults_of_the_file_are_named_with_their_line) {
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"", "t.csv: the file is empty, a header line is needed"},
      {"# only a comment\n\n", "t.csv: the file is empty, a header line is needed"},
      {"a,b\n1,2\n3\n", "t.csv:3: the row has 1 cells, the header has 2"},
      {"a,b\n\"x\ny\",2\n1,2,3\n", "t.csv:4: the row has 3 cells, the header has 2"},
      {"a,b,a\n", "t.csv:1: columns 1 and 3 have the same name 'a'"},
      {"# c\na,,b\n", "t.csv:2: column 2 has no name in the header"},
      {"a,b\n1,\"2\n3,4\n", "t.csv:2: a quote is opened and never closed"},
      {"a,b\n\"1\"2,3\n", "t.csv:2: there is text after the closing quote of \"1\""},
      {std::string("a,b\n1,\0\n", 8), "t.csv:2: this is binary data (byte 0), not text"},
      {"\x89PNG\r\n\x1a\n", "t.csv:2: this is binary data (byte 26), not text"}};
  for (const auto& [text, message] : faults) BOOST_TEST(Csv(text).fault() == message);
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_named) {
  BOOST_TEST(test::message_of<DataError>([] { read_csv("no/such.csv"); }) ==
             "no/such.csv: cannot read the file: No such file or directory");
}

BOOST_AUTO_TEST_CASE(numbers_are_read_to_the_last_bit) {
  const CsvTable table =
      Csv("a\n0.1\n-1e-3\n+2.5\n.5\n1.7976931348623157e308\n5e-324\n0.30000000000000004\n").read();
  const std::vector<double> expected = {0.1,    -1e-3,    2.5, .5, 1.7976931348623157e308,
                                        5e-324, 0.1 + 0.2};
  BOOST_TEST((numeric_column(table, "a") == expected));
}

BOOST_AUTO_TEST_CASE(cells_that_are_no_numbers_are_named_with_line_and_column) {
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"", "the cell is empty, a number is needed"},
      {"NA", "'NA' is not a number"},
      {"nan", "'nan' is not a finite number"},
      {"inf", "'inf' is not a finite number"},
      {"1.5x", "'1.5x' is not a number"},
      {"1 2", "'1 2' is not a number"},
      {"+-1", "'+-1' is not a number"},
      {"0x10", "'0x10' is not a number"},
      {"1e999", "'1e999' is beyond the range of double precision"},
      {"\"1,5\"", "'1,5' is not a number"}};
  for (const auto& [cell, message] : faults)
    BOOST_TEST(Csv("mean,b\n1,2\n" + cell + ",3\n").fault_in("mean") ==
               "t.csv:3: column 'mean': " + message);
}

BOOST_AUTO_TEST_CASE(an_unknown_column_names_the_nearest_header) {
  const Csv csv("latitude,longitude,mean\n1,2,3\n");
  BOOST_TEST(csv.fault_in("lattitude") ==
             "t.csv: there is no column 'lattitude'. Did you mean 'latitude'? Columns: latitude, "
             "longitude, mean.");
  BOOST_TEST(csv.fault_in("pressure") ==
             "t.csv: there is no column 'pressure'. Columns: latitude, longitude, mean.");
}
