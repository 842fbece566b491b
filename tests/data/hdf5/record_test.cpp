#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/data/hdf5/sample.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::message_of;
using test::Scratch;

namespace {

void require_equal(const ModelRecord& a, const ModelRecord& b) {
  BOOST_TEST(a.type == b.type);
  BOOST_TEST((a.texts == b.texts));
  BOOST_TEST(a.arrays.size() == b.arrays.size());
  for (const auto& [name, array] : b.arrays) {
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST((array_of(a, name).shape == array.shape));
      BOOST_TEST((array_of(a, name).values == array.values));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_record_comes_back_from_a_file_of_its_own) {
  const Scratch scratch;
  hdf5::save_record(test::sample_record(), scratch / "state.h5");
  require_equal(hdf5::load_record(scratch / "state.h5"), test::sample_record());
}

BOOST_AUTO_TEST_CASE(a_record_comes_back_from_a_result) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  test::write_sample(writer);
  writer.close();
  require_equal(hdf5::read_record(scratch / "a.h5", "/model"), test::sample_record());
}

BOOST_AUTO_TEST_CASE(saving_again_replaces_the_record_and_leaves_nothing_beside) {
  const Scratch scratch;
  ModelRecord record;
  record.type = "state";
  for (int step = 0; step < 3; ++step) {
    set_number(record, "step", step);
    hdf5::save_record(record, scratch / "state.h5");
    BOOST_TEST(number_of(hdf5::load_record(scratch / "state.h5"), "step") == step);
  }
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(scratch.folder()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(contradictory_records_are_refused) {
  const Scratch scratch;
  const auto refusal = [&](const ModelRecord& record) {
    return message_of<std::invalid_argument>(
        [&] { hdf5::save_record(record, scratch / "state.h5"); });
  };
  ModelRecord record;
  set_array(record, "a", {2, 2}, {1, 2, 3});
  BOOST_TEST(refusal(record) == "model record: array 'a' has 3 values in a shape of 4");
  set_array(record, "a", {-1}, {});
  BOOST_TEST(refusal(record) == "model record: array 'a' has an impossible shape");
  set_number(record, "a", 1);
  record.texts["a"] = std::string(5000, 'x');
  BOOST_TEST(refusal(record) == "model record: 'a' is an array and a long text");
  record.texts = {{"type", "x"}};
  BOOST_TEST(refusal(record) == "model record: the name 'type' is the record's own");
  BOOST_TEST(!std::filesystem::exists(scratch / "state.h5"));
}

BOOST_AUTO_TEST_CASE(what_is_no_record_is_named) {
  const Scratch scratch;
  const std::string name = (scratch / "a.h5").string();
  hdf5::ResultWriter writer(scratch / "a.h5");
  writer.write(test::Texts{{"version", "1"}}, "/provenance");
  writer.close();
  BOOST_TEST(message_of<DataError>([&] { hdf5::read_record(name, "/provenance"); }) ==
             name + ": /provenance: this is no model record, it has no attribute 'type'");
  BOOST_TEST(message_of<DataError>([&] { hdf5::read_record(name, "/model"); }) ==
             name + ": /model: there is no such group");
}
