#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "data/tables/csv.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;

namespace {

CsvTable table_of(const std::string& text) {
  const test::Scratch scratch;
  CsvTable table = read_csv(scratch.put("t.csv", text));
  table.file = "t.csv";
  return table;
}

const CsvColumns columns = {
    {{"place", {"lat", "lon"}, {"degrees_north", "degrees_east"}}, {"year", {"year"}, {}}},
    "mean",
    "degF",
    "sd"};

}  // namespace

BOOST_AUTO_TEST_CASE(columns_become_observations_in_the_order_of_the_axes) {
  const Observations o = read_observations(
      table_of("year,mean,lon,lat,sd,city\n1990,50,-100,40,0.5,A\n1991,51,-101,41,0.25,B\n"),
      columns);
  BOOST_CHECK_NO_THROW(require_valid(o));
  Eigen::MatrixXd expected(2, 3);
  expected << 40, -100, 1990, 41, -101, 1991;
  BOOST_TEST((o.coordinates == expected));
  BOOST_TEST((o.values == Eigen::Vector2d(50, 51)));
  BOOST_TEST((o.noise == Eigen::Vector2d(0.5, 0.25)));
  BOOST_TEST((o.row_ids == std::vector<std::int64_t>{0, 1}));
  BOOST_TEST(o.axes[0].units[1] == "degrees_east");
  BOOST_TEST(o.axes[1].units[0] == "");
  BOOST_TEST(o.value_name == "mean");
  BOOST_TEST(o.value_units == "degF");
  BOOST_TEST(o.source == "t.csv");
  BOOST_TEST(!o.noise_learned);
}

BOOST_AUTO_TEST_CASE(without_a_noise_column_there_is_no_noise) {
  CsvColumns quiet = columns;
  quiet.noise.clear();
  const Observations o = read_observations(table_of("year,mean,lon,lat\n1,2,3,4\n"), quiet);
  BOOST_TEST(o.noise.size() == 0);
}

BOOST_AUTO_TEST_CASE(noise_that_is_not_positive_and_empty_tables_are_refused) {
  const auto fault = [](const std::string& text) {
    return test::message_of<DataError>([&] { read_observations(table_of(text), columns); });
  };
  BOOST_TEST(fault("year,mean,lon,lat,sd\n1,2,3,4,1\n1,2,3,4,0\n") ==
             "t.csv:3: column 'sd': a standard deviation must be positive");
  BOOST_TEST(fault("year,mean,lon,lat,sd\n") == "t.csv: there are no rows below the header");
  BOOST_TEST(fault("year,mean,long,lat,sd\n1,2,3,4,1\n") ==
             "t.csv: there is no column 'lon'. Did you mean 'long'? Columns: year, mean, long, "
             "lat, sd.");
}
