#include "data/tables/dates.hpp"

#include <boost/test/unit_test.hpp>

using namespace tessera;

// Days were counted by Python's datetime.

BOOST_AUTO_TEST_CASE(dates_are_days_since_1970) {
  BOOST_TEST(days_of_date("1970-01-01").value() == 0);
  BOOST_TEST(days_of_date("2013-03-01").value() == 15765);
  BOOST_TEST(days_of_date("20130301").value() == 15765);
  BOOST_TEST(days_of_date("2024-02-29").value() == 19782);
  BOOST_TEST(days_of_date("1600-02-29").value() == -135081);
  BOOST_TEST(days_of_date("0001-01-01").value() == -719162);
}

BOOST_AUTO_TEST_CASE(a_time_of_day_is_a_fraction_and_a_zone_is_taken_off) {
  const double noon = 15765.5 + 30.0 / 1440;
  for (const char* text :
       {"2013-03-01T12:30", "2013-03-01 12:30", "20130301T12:30:00", "2013-03-01T12:30:00.000Z",
        "2013-03-01T14:30+02:00", "2013-03-01T14:30+02", "2013-03-01T10:00-0230"})
    BOOST_TEST_CONTEXT(text) {
      BOOST_REQUIRE(days_of_date(text).has_value());
      BOOST_TEST(std::abs(*days_of_date(text) - noon) < 1e-11);
    }
  BOOST_TEST(std::abs(*days_of_date("1970-01-01T00:00:00.250") * 86400 - 0.25) < 1e-12);
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_refused) {
  for (const char* text : {"",
                           "2013",
                           "2013-03",
                           "2013-3-1",
                           "2013-02-29",
                           "2013-13-01",
                           "2013-00-10",
                           "0000-01-01",
                           "20130230",
                           "2013-0301",
                           "201303-01",
                           "2013-03-01T",
                           "2013-03-01T24:00",
                           "2013-03-01T12",
                           "2013-03-01T12:60",
                           "2013-03-01T12:30:",
                           "2013-03-01T12:30:00.",
                           "2013-03-01T12:30+25:00",
                           "2013-03-01x",
                           "03/01/2013",
                           "12.5",
                           "-999",
                           "2013-03-01T12:30ZZ"})
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(!days_of_date(text).has_value());
    }
}

BOOST_AUTO_TEST_CASE(numbers_are_dates_in_a_plausible_span_only) {
  BOOST_TEST(days_of_date_number(20130301).value() == 15765);
  for (const double number : {20130229.0, 15991231.0, 26000101.0, 20130301.5, -20130301.0, 1013.0})
    BOOST_TEST(!days_of_date_number(number).has_value());
}

BOOST_AUTO_TEST_CASE(days_are_written_as_the_dates_they_were_read_from) {
  for (const char* text :
       {"1970-01-01", "2013-03-01", "1899-12-31", "2024-02-29T23:59:59", "1969-12-31T06:00:00"})
    BOOST_TEST(date_of_days(*days_of_date(text)) == text);
}
