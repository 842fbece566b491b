#include <cmath>
#include <cstdlib>
#include <limits>

#include <boost/test/unit_test.hpp>
#include <mpi.h>

#include "data/fields/errors.hpp"
#include "data/parallel/communicator.hpp"

using namespace tessera;

// Right for any number of processes; all of them run every case.
BOOST_AUTO_TEST_SUITE(world)

BOOST_AUTO_TEST_CASE(there_are_as_many_processes_as_the_launcher_started) {
  const char* expected = std::getenv("TESSERA_TEST_RANKS");
  const int size = expected != nullptr ? std::atoi(expected) : 1;
  const auto communicator = world_communicator();
  BOOST_TEST(communicator->size() == size);
  BOOST_TEST(launched_in_parallel() == (size > 1));
  int provided = -1;
  MPI_Query_thread(&provided);
  BOOST_TEST(provided >= MPI_THREAD_FUNNELED);
  // A second communicator does not initialise again.
  BOOST_TEST(world_communicator()->rank() == communicator->rank());
}

BOOST_AUTO_TEST_CASE(sums_are_taken_in_rank_order) {
  const auto communicator = world_communicator();
  const int size = communicator->size();
  // Values whose sum depends on the order; below and above the size where the method changes.
  const auto value = [](int rank, std::size_t i) {
    const double large = 1e16 * static_cast<double>(1 + i % 7);
    return rank % 3 == 0 ? large : rank % 3 == 1 ? 1.0 + static_cast<double>(i % 5) : -large;
  };
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{1}, std::size_t{4096}, std::size_t{4097}, std::size_t{30011}}) {
    std::vector<double> values(count);
    std::vector<double> expected(count);
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = value(communicator->rank(), i);
      for (int rank = 0; rank < size; ++rank) expected[i] += value(rank, i);
    }
    communicator->allreduce_sum(values);
    BOOST_TEST((values == expected));
  }
}

BOOST_AUTO_TEST_CASE(the_largest_value_is_found_and_nan_is_not_lost) {
  const auto communicator = world_communicator();
  const int last = communicator->size() - 1;
  BOOST_TEST(communicator->allreduce_max(-1.0 - communicator->rank()) == -1.0);
  BOOST_TEST(communicator->allreduce_max(communicator->rank()) == last);
  for (int bad = 0; bad <= last; ++bad)
    BOOST_TEST(std::isnan(communicator->allreduce_max(
        communicator->rank() == bad ? std::numeric_limits<double>::quiet_NaN() : 5.0)));
}

BOOST_AUTO_TEST_CASE(every_rank_gets_the_roots_values_and_text) {
  const auto communicator = world_communicator();
  for (int root = 0; root < communicator->size(); ++root) {
    std::vector<double> values(1000, communicator->rank());
    communicator->broadcast(values, root);
    BOOST_TEST((values == std::vector<double>(1000, root)));
    const std::string expected(static_cast<std::size_t>(100000 * root), 'a');
    std::string text = communicator->rank() == root ? expected : "something else";
    communicator->broadcast(text, root);
    BOOST_TEST((text == expected));
  }
}

BOOST_AUTO_TEST_CASE(values_of_different_number_are_gathered_in_rank_order) {
  const auto communicator = world_communicator();
  std::vector<double> expected;
  for (int rank = 0; rank < communicator->size(); ++rank)
    for (int i = 0; i < (rank + 2) % 3; ++i) expected.push_back(10 * rank + i);
  std::vector<double> mine;
  for (int i = 0; i < (communicator->rank() + 2) % 3; ++i)
    mine.push_back(10 * communicator->rank() + i);
  BOOST_TEST((communicator->allgather(mine) == expected));
}

BOOST_AUTO_TEST_CASE(a_matrix_by_columns_becomes_a_matrix_by_rows) {
  const auto communicator = world_communicator();
  const int rank = communicator->rank();
  const int size = communicator->size();
  const auto entry = [](Index i, Index j) { return static_cast<double>(1000 * i + j); };
  // Also fewer rows or columns than processes, and none.
  for (const auto& [rows, columns] :
       {std::pair<Index, Index>{7, 5}, {1, 4}, {5, 1}, {2, 2}, {64, 101}, {0, 3}, {3, 0}}) {
    const Slab my_columns = slab_of(columns, rank, size);
    const Slab my_rows = slab_of(rows, rank, size);
    std::vector<double> local;
    std::vector<double> expected;
    for (Index j = 0; j < my_columns.count; ++j)
      for (Index i = 0; i < rows; ++i) local.push_back(entry(i, my_columns.first + j));
    for (Index i = 0; i < my_rows.count; ++i)
      for (Index j = 0; j < columns; ++j) expected.push_back(entry(my_rows.first + i, j));
    BOOST_TEST((communicator->transpose(local, rows, columns) == expected));
  }
}

BOOST_AUTO_TEST_CASE(a_matrix_beyond_the_sizes_of_mpi_is_refused_by_all_ranks) {
  const auto communicator = world_communicator();
  const Index large = Index{1} << 20;
  BOOST_CHECK_THROW(communicator->transpose({}, large, large), ResourceError);
}

BOOST_AUTO_TEST_SUITE_END()
