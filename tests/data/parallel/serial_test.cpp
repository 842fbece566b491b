#include <cstdlib>

#include <boost/test/unit_test.hpp>
#include <mpi.h>

#include "data/parallel/communicator.hpp"

using namespace tessera;

namespace {

// The variables of launchers, as given and nothing else, while it lives.
class LauncherVariables {
 public:
  using Variables = std::vector<std::pair<std::string, std::string>>;

  explicit LauncherVariables(const Variables& variables) {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE", "PMIX_RANK",
                             "SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"}) {
      const char* value = std::getenv(name);
      if (value != nullptr) former_.emplace_back(name, value);
      ::unsetenv(name);
    }
    for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
    given_ = variables;
  }
  ~LauncherVariables() {
    for (const auto& [name, value] : given_) ::unsetenv(name.c_str());
    for (const auto& [name, value] : former_) ::setenv(name.c_str(), value.c_str(), 1);
  }
  LauncherVariables(const LauncherVariables&) = delete;
  LauncherVariables& operator=(const LauncherVariables&) = delete;

 private:
  Variables given_;
  Variables former_;
};

bool launched_with(const LauncherVariables::Variables& variables) {
  const LauncherVariables environment(variables);
  return launched_in_parallel();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(serial)

BOOST_AUTO_TEST_CASE(one_process_needs_no_mpi) {
  const auto communicator = serial_communicator();
  std::vector<double> values = {1, 2, 3};
  std::string text = "text";
  communicator->barrier();
  communicator->allreduce_sum(values);
  communicator->broadcast(values, 0);
  communicator->broadcast(text, 0);
  BOOST_TEST(communicator->rank() == 0);
  BOOST_TEST(communicator->size() == 1);
  BOOST_TEST((values == std::vector<double>{1, 2, 3}));
  BOOST_TEST((communicator->allgather(values) == values));
  BOOST_TEST(communicator->allreduce_max(-2) == -2);
  BOOST_TEST(text == "text");
  communicator->abort(7);  // returns
  int initialised = 1;
  MPI_Initialized(&initialised);
  BOOST_TEST(initialised == 0);
}

BOOST_AUTO_TEST_CASE(one_process_transposes) {
  // 2 x 3, column-major in, row-major out.
  const std::vector<double> columns = {11, 21, 12, 22, 13, 23};
  const std::vector<double> rows = {11, 12, 13, 21, 22, 23};
  BOOST_TEST((serial_communicator()->transpose(columns, 2, 3) == rows));
  BOOST_CHECK_THROW(serial_communicator()->transpose(columns, 2, 2), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(slabs_are_contiguous_cover_all_and_differ_by_one_at_most) {
  for (const Index total : {0, 1, 5, 7, 100, 101})
    for (const int size : {1, 2, 3, 8, 13}) {
      Index next = 0;
      for (int rank = 0; rank < size; ++rank) {
        const Slab slab = slab_of(total, rank, size);
        BOOST_TEST(slab.first == next);
        BOOST_TEST(slab.count >= total / size);
        BOOST_TEST(slab.count <= total / size + 1);
        next += slab.count;
      }
      BOOST_TEST(next == total);
    }
  const Index large = Index{1} << 40;
  BOOST_TEST(slab_of(large, 2, 4).first == large / 2);
  BOOST_CHECK_THROW(slab_of(3, 2, 2), std::invalid_argument);
  BOOST_CHECK_THROW(slab_of(-1, 0, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(launchers_are_recognised_by_what_they_set) {
  BOOST_TEST(!launched_with({}));
  BOOST_TEST(launched_with({{"OMPI_COMM_WORLD_SIZE", "2"}}));
  BOOST_TEST(launched_with({{"PMI_SIZE", "16"}}));
  BOOST_TEST(launched_with({{"PMIX_RANK", "0"}, {"SLURM_STEP_NUM_TASKS", "2"}}));
  BOOST_TEST(!launched_with({{"OMPI_COMM_WORLD_SIZE", "1"}}));
  BOOST_TEST(!launched_with({{"PMIX_RANK", "0"}, {"SLURM_STEP_NUM_TASKS", "1"}}));
  BOOST_TEST(!launched_with({{"OMPI_COMM_WORLD_SIZE", "many"}}));
}

BOOST_AUTO_TEST_CASE(a_batch_script_with_many_tasks_is_one_process) {
  BOOST_TEST(!launched_with({{"SLURM_NTASKS", "64"}}));
  BOOST_TEST(!launched_with({{"SLURM_NTASKS", "64"}, {"SLURM_STEP_NUM_TASKS", "64"}}));
}

BOOST_AUTO_TEST_SUITE_END()
