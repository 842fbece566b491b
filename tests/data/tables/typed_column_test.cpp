#include "data/tables/typed_column.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;

namespace {

CsvTable table_of(const std::string& text) {
  const test::Scratch scratch;
  CsvTable table = read_csv(scratch.put("t.csv", text));
  table.file = "t.csv";
  return table;
}

std::string fault_of(const std::string& text, const std::string& column) {
  const CsvTable table = table_of(text);
  return test::message_of<DataError>([&] { typed_column(table, column); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_with_gaps_are_read) {
  const CsvTable table = table_of("a,b\n1,x\n,x\nNA,x\nnan,x\n-999,x\n2.5,x\n");
  const TypedColumn kept = typed_column(table, "a");
  BOOST_TEST((kept.type == ColumnType::numbers));
  BOOST_TEST(kept.values[0] == 1);
  for (const std::size_t row : {1, 2, 3}) BOOST_TEST(std::isnan(kept.values[row]));
  BOOST_TEST(kept.values[4] == -999);
  const TypedColumn dropped = typed_column(table, "a", -999.0);
  BOOST_TEST(std::isnan(dropped.values[4]));
  BOOST_TEST(dropped.values[5] == 2.5);
}

BOOST_AUTO_TEST_CASE(dates_are_read_where_all_cells_are_dates) {
  const TypedColumn written = typed_column(table_of("d,v\n,1\n1970-01-03,1\n1970-01-01,2\n"), "d");
  BOOST_TEST((written.type == ColumnType::dates));
  BOOST_TEST(std::isnan(written.values[0]));
  BOOST_TEST(written.values[1] == 2);
  const TypedColumn numbers = typed_column(table_of("d\n19700103\n\n19700101\n"), "d");
  BOOST_TEST((numbers.type == ColumnType::dates));
  BOOST_TEST(numbers.values.front() == 2);
  const TypedColumn mixed = typed_column(table_of("d\n19700103\n19700199\n"), "d");
  BOOST_TEST((mixed.type == ColumnType::numbers));
  BOOST_TEST(mixed.values.front() == 19700103);
}

BOOST_AUTO_TEST_CASE(a_cell_of_another_type_is_named_with_file_line_and_column) {
  BOOST_TEST(fault_of("a\n1\nwarm\n", "a") == "t.csv:3: column 'a': 'warm' is not a number");
  BOOST_TEST(fault_of("a\n2013-03-01\n\n17\n", "a") ==
             "t.csv:4: column 'a': '17' is not a date (YYYY-MM-DD)");
  BOOST_TEST(fault_of("a\n1\n2013-03-01\n", "a") ==
             "t.csv:3: column 'a': '2013-03-01' is not a number");
  BOOST_TEST(fault_of("a\n1e999\n", "a") ==
             "t.csv:2: column 'a': '1e999' is beyond the range of double precision");
  BOOST_TEST(fault_of("mean,b\n1,2\n", "maen") ==
             "t.csv: there is no column 'maen'. Did you mean 'mean'? Columns: mean, b.");
}

BOOST_AUTO_TEST_CASE(types_of_columns_are_told_without_a_complaint) {
  const CsvTable table = table_of("n,d,t,e\n1,2013-03-01,x,NA\n2,2013-03-02,3,\n");
  BOOST_TEST((column_type(table, "n") == ColumnType::numbers));
  BOOST_TEST((column_type(table, "d") == ColumnType::dates));
  BOOST_TEST((column_type(table, "t") == ColumnType::text));
  BOOST_TEST((column_type(table, "e") == ColumnType::empty));
}
