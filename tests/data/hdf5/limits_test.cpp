#include <cstdlib>

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>

#include "data/fields/errors.hpp"
#include "tests/data/hdf5/sample.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::content_of;
using test::Scratch;

namespace {

struct Outcome {
  int status = -1;     // exit code, or 1000 + signal
  std::string output;  // standard output and error
};

Outcome run(const Scratch& scratch, const std::string& arguments) {
  const std::string log = (scratch / "log").string();
  const int status =
      std::system((std::string(WRITE_SAMPLE) + " " + arguments + " > " + log + " 2>&1").c_str());
  Outcome outcome;
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  outcome.output = content_of(log);
  std::filesystem::remove(log);
  return outcome;
}

constexpr int out_of_resources = static_cast<int>(ExitCode::out_of_resources);

}  // namespace

BOOST_AUTO_TEST_CASE(a_result_beyond_the_file_size_limit_ends_cleanly_without_a_file) {
  const Scratch scratch;
  const auto file = scratch / "a.h5";
  const auto whole = run(scratch, file.string());
  BOOST_TEST(whole.status == 0);
  BOOST_TEST(whole.output == "");
  const auto size = std::filesystem::file_size(file);
  for (int part = 0; part < 8; ++part) {
    std::filesystem::remove(file);
    const auto limit = part < 7 ? size * static_cast<unsigned>(part) / 7 : size - 1;
    const auto outcome =
        run(scratch, file.string() + " " + std::to_string(std::min(limit, size - 1)));
    BOOST_TEST(outcome.status == out_of_resources);
    BOOST_TEST(outcome.output == "");
    BOOST_TEST(!std::filesystem::exists(file));
  }
  BOOST_TEST(run(scratch, file.string() + " " + std::to_string(size)).status == 0);
  BOOST_TEST(hdf5::read_fields(file).size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_checkpoint_beyond_the_limit_leaves_the_former_one) {
  const Scratch scratch;
  const auto file = scratch / "state.h5";
  ModelRecord former;
  former.type = "former";
  hdf5::save_record(former, file);
  for (const std::string limit : {"0", "1000", "20000"}) {
    const auto outcome = run(scratch, file.string() + " " + limit + " record");
    BOOST_TEST(outcome.status == out_of_resources);
    BOOST_TEST(outcome.output == "");
    BOOST_TEST(hdf5::load_record(file).type == "former");
  }
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(scratch.folder()), {}) == 1);
  BOOST_TEST(run(scratch, file.string() + " 10000000 record").status == 0);
  BOOST_TEST(hdf5::load_record(file).type == test::sample_record().type);
}

BOOST_AUTO_TEST_CASE(a_folder_that_does_not_exist_is_named) {
  BOOST_TEST(test::message_of<ResourceError>(
                 [] { hdf5::save_record(test::sample_record(), "/no/such/folder/a.h5"); }) ==
             "/no/such/folder/a.h5.partial: cannot create the file: No such file or directory");
}
