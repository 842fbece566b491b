#include "data/fields/model_record.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/data/scratch.hpp"

using namespace tessera;
using test::message_of;

BOOST_AUTO_TEST_CASE(what_was_set_is_found) {
  ModelRecord record;
  record.type = "basis";
  set_number(record, "variance", 2.5);
  set_array(record, "nodes", {2, 1}, {0, 1});
  record.texts["kernel"] = "matern";
  BOOST_TEST(number_of(record, "variance") == 2.5);
  BOOST_TEST((array_of(record, "nodes").shape == std::vector<Index>{2, 1}));
  BOOST_TEST((array_of(record, "nodes").values == std::vector<double>{0, 1}));
  BOOST_TEST(text_of(record, "kernel") == "matern");
  set_number(record, "variance", 3);
  BOOST_TEST(number_of(record, "variance") == 3);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named_with_the_records_type) {
  ModelRecord record;
  record.type = "basis";
  set_array(record, "nodes", {2}, {0, 1});
  BOOST_TEST(message_of<std::out_of_range>([&] { array_of(record, "weights"); }) ==
             "model record 'basis' has no array 'weights'");
  BOOST_TEST(message_of<std::out_of_range>([&] { number_of(record, "nodes"); }) ==
             "model record 'basis': 'nodes' is not one number");
  BOOST_TEST(message_of<std::out_of_range>([&] { text_of(record, "kernel"); }) ==
             "model record 'basis' has no text 'kernel'");
}
