// The small parts of the skeleton: cost, summary, timers, random streams, paraview grouping,
// checkpoints, command line, failures.
#include <cmath>
#include <cstdlib>
#include <limits>
#include <new>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

#include "apps/common/checkpoint_file.hpp"
#include "apps/common/command_line.hpp"
#include "apps/common/cost.hpp"
#include "apps/common/failure.hpp"
#include "apps/common/run_context.hpp"
#include "apps/common/signal_flag.hpp"
#include "apps/common/stage_timers.hpp"
#include "apps/common/summary.hpp"
#include "apps/common/write_paraview.hpp"
#include "data/vtk/vtk_files.hpp"
#include "tests/apps/common/scratch_folder.hpp"

using namespace tessera;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

CommandLine parse(std::vector<const char*> words) {
  words.insert(words.begin(), "tessera-counter");
  return parse_command_line(static_cast<int>(words.size()), words.data(), "counter", "Counts");
}

Field field(const std::string& name, std::vector<Axis> axes) {
  Field f{name, "", "", {std::move(axes)}, {}};
  for (std::size_t i = 0; i < size(f.grid); ++i) f.values.push_back(static_cast<double>(i));
  return f;
}

Failure failure_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (...) {
    return present_failure();
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(skeleton)

BOOST_AUTO_TEST_CASE(slurm_options_have_a_margin_and_slurm_spelling) {
  const std::string text = cost_report({4e9, 100000, "two fields"}, 8);
  BOOST_TEST(contains(text, "#SBATCH --mem=4769M\n"));        // 1.25 * 4e9 / 2^20 = 4768.4
  BOOST_TEST(contains(text, "#SBATCH --time=2-07:34:00\n"));  // 200000 s = 3333.3 min
  BOOST_TEST(contains(text, "#SBATCH --cpus-per-task=8\n"));
  BOOST_TEST(contains(text, "two fields"));
  const std::string small = cost_report({1, 0.001, ""}, 1);
  BOOST_TEST(contains(small, "--mem=256M"));
  BOOST_TEST(contains(small, "--time=00:05:00"));
}

BOOST_AUTO_TEST_CASE(a_run_beyond_memory_is_refused_with_both_figures) {
  BOOST_CHECK_NO_THROW(require_memory({1e9, 0, ""}, {2e9, "here"}));
  BOOST_CHECK_EXCEPTION(require_memory({3.5e12, 0, ""}, {2e9, "ulimit"}), ResourceError,
                        [](const ResourceError& error) {
                          const std::string text = error.what();
                          return contains(text, "3.5 TB") && contains(text, "2 GB") &&
                                 contains(text, "ulimit");
                        });
}

BOOST_AUTO_TEST_CASE(available_memory_knows_the_limits_of_shell_and_job) {
  const double before = available_memory().bytes;
  BOOST_TEST(before > 1e6);
#ifndef __SANITIZE_ADDRESS__  // which needs an address space of many terabytes
  rlimit former{};
  ::getrlimit(RLIMIT_AS, &former);
  const rlimit tight{3'000'000'000, former.rlim_max};
  BOOST_REQUIRE(::setrlimit(RLIMIT_AS, &tight) == 0);
  const AvailableMemory limited = available_memory();
  ::setrlimit(RLIMIT_AS, &former);
  BOOST_TEST(limited.bytes <= 3e9);
#endif
  ::setenv("SLURM_MEM_PER_NODE", "1", 1);
  const AvailableMemory job = available_memory();
  ::unsetenv("SLURM_MEM_PER_NODE");
  BOOST_TEST(job.bytes == 1048576.0);
  BOOST_TEST(contains(job.limit, "Slurm"));
  BOOST_TEST(peak_memory_bytes() > 1e6);
}

BOOST_AUTO_TEST_CASE(threads_come_from_openmp_then_slurm_then_one) {
  const char* const given = std::getenv("OMP_NUM_THREADS");
  const std::string former = given ? given : "";
  ::setenv("OMP_NUM_THREADS", "3,2", 1);
  ::setenv("SLURM_CPUS_PER_TASK", "5", 1);
  BOOST_TEST(requested_threads() == 3);
  ::setenv("OMP_NUM_THREADS", "many", 1);
  BOOST_CHECK_THROW(requested_threads(), DeckError);
  ::unsetenv("OMP_NUM_THREADS");
  BOOST_TEST(requested_threads() == 5);
  ::unsetenv("SLURM_CPUS_PER_TASK");
  BOOST_TEST(requested_threads() == 1);
  if (given) ::setenv("OMP_NUM_THREADS", former.c_str(), 1);
}

BOOST_AUTO_TEST_CASE(summary_paths_nest_and_what_is_not_finite_is_null) {
  const double nan = std::nan("");
  BOOST_TEST(summary_json({{"status", std::string("done")},
                           {"comparators/chebyshev/error", 0.5},
                           {"comparators/chebyshev/unknowns", Index{9}},
                           {"estimate", nan},
                           {"bound", std::numeric_limits<double>::infinity()},
                           {"resolved", true}}) ==
             "{\n  \"status\": \"done\",\n  \"comparators\": {\n    \"chebyshev\": {\n"
             "      \"error\": 0.5,\n      \"unknowns\": 9\n    }\n  },\n  \"estimate\": null,\n"
             "  \"bound\": null,\n  \"resolved\": true\n}\n");
  BOOST_CHECK_THROW(summary_json({{"a", 1.0}, {"a/b", 1.0}}), std::logic_error);
  BOOST_CHECK_THROW(summary_json({{"a", 1.0}, {"a", 2.0}}), std::logic_error);
  BOOST_CHECK_NO_THROW(summary_json({{"title", std::string("\xff")}}));
}

BOOST_AUTO_TEST_CASE(summary_records_are_an_array_of_objects) {
  const SummaryRecords gates{{{"name", std::string("error")}, {"value", std::nan("")}},
                             {{"name", std::string("time")}, {"holds", true}}};
  BOOST_TEST(summary_json({{"gates", gates}}) ==
             "{\n  \"gates\": [\n    {\n      \"name\": \"error\",\n      \"value\": null\n    "
             "},\n    {\n      \"name\": \"time\",\n      \"holds\": true\n    }\n  ]\n}\n");
}

BOOST_AUTO_TEST_CASE(timers_nest_by_slashes_and_a_parent_is_the_sum) {
  StageTimers timers;
  for (const char* stage : {"solve/newton", "solve/krylov", "solve/newton", "write"}) {
    timers.begin(stage);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  timers.end();
  const auto rows = timers.rows();
  BOOST_REQUIRE(rows.size() == 4);
  BOOST_TEST(rows[0].name == "solve");
  BOOST_TEST(rows[1].name == "newton");
  BOOST_TEST(rows[1].depth == 1);
  BOOST_TEST(rows[1].calls == 2);
  BOOST_TEST(rows[1].seconds >= 0.004);
  BOOST_TEST(rows[0].seconds == rows[1].seconds + rows[2].seconds,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(rows[3].depth == 0);
  BOOST_TEST(timers.table(1).size() == 5);
}

BOOST_AUTO_TEST_CASE(random_streams_depend_on_seed_and_name_only) {
  const RandomStreams a(1);
  auto first = a.stream("folds");
  a.stream("start")();
  BOOST_TEST(first() == RandomStreams(1).stream("folds")());
  BOOST_TEST(a.stream("folds")() != a.stream("start")());
  BOOST_TEST(a.stream("folds")() != RandomStreams(2).stream("folds")());
}

BOOST_AUTO_TEST_CASE(fields_are_grouped_by_grid) {
  const Axis x = uniform_axis("x", 0, 1, 3);
  const Axis y = uniform_axis("y", 0, 1, 2);
  const auto groups = group_by_grid({field("u", {x, y}), field("s", {x}), field("v", {x, y})});
  BOOST_REQUIRE(groups.size() == 2);
  BOOST_TEST(groups[0].stem == "result_x_y");
  BOOST_TEST(groups[0].fields.size() == 2);
  BOOST_TEST(groups[1].stem == "result_x");
  BOOST_TEST(group_by_grid({field("u", {x}), field("scalar", {})}).at(0).stem == "result");
}

BOOST_AUTO_TEST_CASE(a_time_axis_becomes_a_series_and_four_axes_a_remark) {
  const ScratchFolder scratch;
  const Axis x = uniform_axis("x", 0, 1, 3);
  const Axis y = uniform_axis("y", 0, 1, 2);
  Axis t = uniform_axis("t", 0, 1, 5);
  t.kind = AxisKind::time;
  BOOST_TEST(write_paraview({field("u", {x, t, y})}, scratch.path()).empty());
  BOOST_TEST(std::filesystem::exists(scratch / "result.pvd"));
  BOOST_TEST(std::filesystem::exists(scratch / "result_0004.vti"));
  BOOST_TEST(entries(scratch.path()) == 6);
  const Axis z = uniform_axis("z", 0, 1, 2);
  const Axis w = uniform_axis("w", 0, 1, 2);
  BOOST_TEST(write_paraview({field("u", {x, y, z, w})}, scratch.path()).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_map_of_the_globe_over_time_becomes_a_series_of_spheres) {
  const ScratchFolder scratch;
  const Axis latitude = uniform_axis("latitude", -90, 90, 4, "degrees_north");
  Axis longitude = uniform_axis("longitude", 0, 300, 6, "degrees_east");
  longitude.kind = AxisKind::periodic;
  Axis t = uniform_axis("t", 0, 86400, 3, "s");
  t.kind = AxisKind::time;
  const Field height = field("h", {longitude, latitude, t});
  BOOST_TEST(write_paraview({height}, scratch.path()).empty());
  BOOST_TEST(entries(scratch.path()) == 4);
  BOOST_TEST(std::filesystem::exists(scratch / "result.pvd"));
  const Field last = vtk::read_grid(scratch / "result_0002.vts").at(0);
  BOOST_TEST(last.grid.axes.size() == 2u);
  BOOST_TEST(last.values == std::vector<double>(height.values.end() - 24, height.values.end()),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_checkpoint_gives_back_its_state_to_the_same_deck_only) {
  const ScratchFolder scratch;
  Deck deck;
  deck.yaml = "Application: counter\nSteps: 3\n";
  const CheckpointFile file(scratch / "c.h5", deck);
  BOOST_CHECK_THROW(file.load(), DeckError);
  ModelRecord state{"s", {}, {{"note", "n"}}};
  set_array(state, "u", {2}, {0.1, 0.2});
  file.save(state);
  const ModelRecord read = file.load();
  BOOST_TEST(read.type == "s");
  BOOST_TEST((read.texts == state.texts));
  BOOST_TEST(array_of(read, "u").values == array_of(state, "u").values);
  deck.yaml += "Seed: 1\n";
  BOOST_CHECK_EXCEPTION(CheckpointFile(scratch / "c.h5", deck).load(), DeckError,
                        [](const DeckError& e) { return contains(e.what(), "another deck"); });
  file.remove();
  BOOST_TEST(!file.exists());
}

BOOST_AUTO_TEST_CASE(the_command_line_is_read_in_any_order) {
  const CommandLine line = parse({"--set", "axes/x/points=4", "a/b.yaml", "--set=c=[1, 2]",
                                  "--output", "out", "--restart", "--quiet"});
  BOOST_TEST(line.deck == "a/b.yaml");
  BOOST_REQUIRE(line.overrides.size() == 2);
  BOOST_TEST(line.overrides[0].path == "axes/x/points");
  BOOST_TEST(line.overrides[1].value == "[1, 2]");
  BOOST_TEST(line.output == "out");
  BOOST_TEST(line.restart);
  BOOST_TEST((line.verbosity == Verbosity::quiet));
  BOOST_TEST(parse({"a/b.yaml"}).output == "results/b");
  BOOST_TEST((parse({"--schema"}).action == CommandLine::Action::print_schema));
  BOOST_TEST((parse({"b.yaml", "--validate"}).action == CommandLine::Action::validate));
}

BOOST_AUTO_TEST_CASE(a_bad_command_line_is_refused_with_a_hint) {
  const auto message = [](const std::vector<const char*>& words) -> std::string {
    try {
      parse(words);
    } catch (const DeckError& error) {
      return error.what();
    }
    return "accepted";
  };
  BOOST_TEST(contains(message({"a.yaml", "--ouput", "x"}), "Did you mean \"--output\"?"));
  BOOST_TEST(contains(message({"a.yaml", "b.yaml"}), "b.yaml"));
  BOOST_TEST(contains(message({}), "a deck is needed"));
  BOOST_TEST(contains(message({"a.yaml", "--quiet", "--verbose"}), "exclude"));
  BOOST_TEST(contains(message({"a.yaml", "--output"}), "--output"));
  BOOST_TEST(message({"a.yaml", "--set", "nothing"}) != "accepted");
}

BOOST_AUTO_TEST_CASE(every_exception_has_its_exit_code) {
  const auto code = [](const auto& error) {
    return static_cast<int>(failure_of(std::make_exception_ptr(error)).code);
  };
  BOOST_TEST(code(DeckError("x")) == 2);
  BOOST_TEST(code(DataError("x")) == 3);
  BOOST_TEST(code(ConvergenceError("x")) == 4);
  BOOST_TEST(code(std::bad_alloc()) == 5);
  BOOST_TEST(code(std::filesystem::filesystem_error("x", std::error_code())) == 5);
  BOOST_TEST(code(Interrupted("x")) == 6);
  BOOST_TEST(code(std::out_of_range("x")) == 1);
  BOOST_TEST(code(7) == 1);
  BOOST_TEST(contains(failure_of(std::make_exception_ptr(std::out_of_range("x"))).message,
                      "internal error: x"));
}

BOOST_AUTO_TEST_CASE(signals_raise_the_flag_and_handlers_are_restored) {
  struct sigaction before {};
  ::sigaction(SIGUSR1, nullptr, &before);
  {
    const SignalFlag signals;
    BOOST_TEST(!signals.raised());
    std::raise(SIGXFSZ);
    BOOST_TEST(!signals.raised());
    std::raise(SIGUSR1);
    BOOST_TEST(signals.raised());
    BOOST_TEST(signals.signal_name() == "SIGUSR1");
    struct sigaction interrupt {};
    std::raise(SIGINT);
    ::sigaction(SIGINT, nullptr, &interrupt);
    BOOST_TEST((interrupt.sa_handler == SIG_DFL));  // the second one ends the process
  }
  struct sigaction after {};
  ::sigaction(SIGUSR1, nullptr, &after);
  BOOST_TEST((before.sa_handler == after.sa_handler));
}

BOOST_AUTO_TEST_SUITE_END()
