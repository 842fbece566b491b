#include "data/files/files.hpp"

#include <csignal>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

#include "data/fields/errors.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::content_of;
using test::message_of;
using test::Scratch;

namespace {

// Lets no file of this process grow beyond `bytes` while it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &former_);
    rlimit limit = former_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &former_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit former_ = {};
};

}  // namespace

BOOST_AUTO_TEST_CASE(bytes_come_back_as_they_were_written) {
  const Scratch scratch;
  std::string bytes(100000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 % 251);
  write_file(scratch / "a", bytes);
  BOOST_TEST((read_file(scratch / "a") == bytes));
  BOOST_TEST((content_of(scratch / "a") == bytes));
  write_file(scratch / "a", "short");
  BOOST_TEST(read_file(scratch / "a") == "short");
  write_file(scratch / "a", "");
  BOOST_TEST(read_file(scratch / "a").empty());
}

BOOST_AUTO_TEST_CASE(a_file_without_known_size_is_read_to_its_end) {
  BOOST_TEST(read_file("/proc/self/status").find("Name:") == 0u);
}

BOOST_AUTO_TEST_CASE(a_file_beyond_the_limit_is_refused_and_removed) {
  const Scratch scratch;
  std::string message;
  {
    const FileSizeLimit limit(1000);
    message = message_of<ResourceError>([&] { write_file(scratch / "a", std::string(5000, 'x')); });
  }
  BOOST_TEST(message == (scratch / "a").string() + ": cannot write the file: File too large");
  BOOST_TEST(!std::filesystem::exists(scratch / "a"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_named) {
  BOOST_TEST(message_of<ResourceError>([] { write_file("/dev/full", "x"); }) ==
             "/dev/full: cannot write the file: No space left on device");
}

BOOST_AUTO_TEST_CASE(replacing_leaves_the_former_file_where_the_new_one_does_not_fit) {
  const Scratch scratch;
  scratch.put("a", "former");
  {
    const FileSizeLimit limit(1000);
    BOOST_CHECK_THROW(replace_file(scratch / "a", std::string(5000, 'x')), ResourceError);
  }
  BOOST_TEST(content_of(scratch / "a") == "former");
  replace_file(scratch / "a", "new");
  BOOST_TEST(content_of(scratch / "a") == "new");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(scratch.folder()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(create_refuses_what_exists_and_folders_that_do_not) {
  const Scratch scratch;
  create_file(scratch / "a");
  BOOST_TEST(message_of<ResourceError>([&] { create_file(scratch / "a"); }) ==
             (scratch / "a").string() + ": cannot create the file: File exists");
  BOOST_TEST(message_of<ResourceError>([&] { create_file(scratch / "no/a"); }) ==
             (scratch / "no/a").string() + ": cannot create the file: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_missing_file_and_a_folder_are_bad_data) {
  const Scratch scratch;
  BOOST_TEST(message_of<DataError>([&] { read_file(scratch / "a"); }) ==
             (scratch / "a").string() + ": cannot read the file: No such file or directory");
  BOOST_TEST(message_of<DataError>([&] { read_file(scratch.folder()); }) ==
             scratch.folder().string() + ": cannot read the file: Is a directory");
}
