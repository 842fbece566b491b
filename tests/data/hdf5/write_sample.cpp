// write_sample FILE [LIMIT [record]]: writes the sample result or a record, with a limit on the
// size of files. Prints nothing, exits with 0 when written and with the error's code otherwise.
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <sys/resource.h>

#include "data/fields/errors.hpp"
#include "tests/data/hdf5/sample.hpp"

int main(int count, char** arguments) {
  using namespace tessera;
  if (count < 2) return 99;
  std::signal(SIGXFSZ, SIG_IGN);
  if (count > 2) {
    const rlim_t bytes = std::strtoull(arguments[2], nullptr, 10);
    const rlimit limit = {bytes, bytes};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 98;
  }
  try {
    if (count > 3) {
      hdf5::save_record(test::sample_record(), arguments[1]);
    } else {
      hdf5::ResultWriter writer(arguments[1]);
      test::write_sample(writer);
      writer.close();
    }
  } catch (const Error& error) {
    return static_cast<int>(error.code());
  }
  return 0;
}
