#include "apps/common/output_transaction.hpp"

#include <functional>

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "apps/common/file_system.hpp"
#include "data/fields/errors.hpp"
#include "tests/apps/common/scratch_folder.hpp"

using namespace tessera;
namespace fs = std::filesystem;

namespace {

void make_result(const fs::path& folder, const std::string& mark) {
  write_lines(folder / "summary.json", "{}");
  write_lines(folder / "mark", mark);
}

void commit_result(const fs::path& target, const std::string& mark) {
  OutputTransaction output(target);
  make_result(output.partial(), mark);
  output.commit();
}

std::string commit_note(const fs::path& partial) {
  return std::to_string(inode_of(partial)) + " end\n";
}

/// A run that died in the middle of its commit: `arrange` lays out what it left.
void check_recovery(const std::function<void(const fs::path& target)>& arrange,
                    const std::string& result, const std::string& previous) {
  const ScratchFolder scratch;
  const fs::path target = scratch / "r";
  arrange(target);
  { const OutputTransaction next(target); }  // begins, and is given up
  BOOST_TEST(content(target / "mark") == result);
  BOOST_TEST(content(scratch / "r.previous/mark") == previous);
  const std::ptrdiff_t expected = (result.empty() ? 0 : 1) + (previous.empty() ? 0 : 1);
  BOOST_TEST(entries(scratch.path()) == expected);  // no litter
}

}  // namespace

BOOST_AUTO_TEST_SUITE(output_transaction)

BOOST_AUTO_TEST_CASE(nothing_stands_under_the_final_name_before_the_commit) {
  const ScratchFolder scratch;
  OutputTransaction output(scratch / "a/b/r");
  make_result(output.partial(), "one");
  BOOST_TEST(!fs::exists(scratch / "a/b/r"));
  output.commit();
  BOOST_TEST(content(scratch / "a/b/r/mark") == "one");
  BOOST_TEST(entries(scratch / "a/b") == 1);
}

BOOST_AUTO_TEST_CASE(the_former_result_stays_as_previous_and_only_one_is_kept) {
  const ScratchFolder scratch;
  for (const char* mark : {"one", "two", "three"}) commit_result(scratch / "r", mark);
  BOOST_TEST(content(scratch / "r/mark") == "three");
  BOOST_TEST(content(scratch / "r.previous/mark") == "two");
  BOOST_TEST(entries(scratch.path()) == 2);
}

BOOST_AUTO_TEST_CASE(a_failed_run_leaves_the_old_result_and_its_log) {
  const ScratchFolder scratch;
  commit_result(scratch / "r", "one");
  {
    OutputTransaction output(scratch / "r");
    make_result(output.partial(), "broken");
    write_lines(output.partial() / "run.log", "why");
    output.abandon();
  }
  BOOST_TEST(content(scratch / "r/mark") == "one");
  BOOST_TEST(content(scratch / "r.failed.log") == "why");
  BOOST_TEST(entries(scratch.path()) == 2);
  commit_result(scratch / "r", "two");
  BOOST_TEST(!fs::exists(scratch / "r.failed.log"));
}

BOOST_AUTO_TEST_CASE(a_partial_folder_without_a_note_is_discarded) {
  check_recovery(
      [](const fs::path& target) {
        make_result(target, "old");
        make_result(target.string() + ".partial-h-1", "unfinished");
      },
      "old", "");
}

BOOST_AUTO_TEST_CASE(an_unfinished_note_counts_as_none) {
  check_recovery(
      [](const fs::path& target) {
        make_result(target, "old");
        make_result(target.string() + ".partial-h-1", "new");
        const std::string note = commit_note(target.string() + ".partial-h-1");
        write_lines(target.string() + ".partial-h-1.commit", note.substr(0, note.size() - 2));
      },
      "old", "");
}

BOOST_AUTO_TEST_CASE(a_run_killed_after_its_note_is_finished_by_the_next) {
  check_recovery(
      [](const fs::path& target) {
        make_result(target, "old");
        make_result(target.string() + ".partial-h-1", "new");
        write_lines(target.string() + ".partial-h-1.commit",
                    commit_note(target.string() + ".partial-h-1"));
      },
      "new", "old");
}

BOOST_AUTO_TEST_CASE(a_run_killed_after_the_exchange_keeps_the_former_result) {
  check_recovery(
      [](const fs::path& target) {
        make_result(target, "new");
        make_result(target.string() + ".partial-h-1", "old");
        make_result(target.string() + ".previous", "older");
        write_lines(target.string() + ".partial-h-1.commit", commit_note(target));
      },
      "new", "old");
}

BOOST_AUTO_TEST_CASE(a_run_killed_while_previous_changes_keeps_the_former_result) {
  check_recovery(
      [](const fs::path& target) {
        make_result(target, "new");
        make_result(target.string() + ".partial-h-1", "old");
        make_result(target.string() + ".partial-h-1.discarded", "older");
        write_lines(target.string() + ".partial-h-1.commit", commit_note(target));
      },
      "new", "old");
}

BOOST_AUTO_TEST_CASE(a_run_killed_between_two_renames_is_finished_by_the_next) {
  // As on a file system that cannot exchange.
  check_recovery(
      [](const fs::path& target) {
        make_result(target.string() + ".partial-h-1.former", "old");
        make_result(target.string() + ".partial-h-1", "new");
        write_lines(target.string() + ".partial-h-1.commit",
                    commit_note(target.string() + ".partial-h-1"));
      },
      "new", "old");
}

BOOST_AUTO_TEST_CASE(a_second_run_in_the_same_folder_is_refused_with_host_and_process) {
  const ScratchFolder scratch;
  const OutputTransaction first(scratch / "r");
  BOOST_CHECK_EXCEPTION(OutputTransaction(scratch / "r"), DeckError, [](const DeckError& error) {
    return std::string(error.what()).find("process " + std::to_string(::getpid())) !=
           std::string::npos;
  });
  BOOST_CHECK_NO_THROW(OutputTransaction(scratch / "other"));
  BOOST_TEST(fs::exists(first.partial()));
}

BOOST_AUTO_TEST_CASE(the_lock_of_a_killed_process_blocks_nobody) {
  const ScratchFolder scratch;
  const pid_t child = ::fork();
  if (child == 0) {
    OutputTransaction output(scratch / "r");
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(WTERMSIG(status) == SIGKILL);
  BOOST_TEST(fs::exists(scratch / "r.lock"));
  commit_result(scratch / "r", "next");
  BOOST_TEST(content(scratch / "r/mark") == "next");
  BOOST_TEST(entries(scratch.path()) == 1);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_no_result_is_never_replaced) {
  const ScratchFolder scratch;
  write_lines(scratch / "thesis/chapter.tex", "years of work");
  BOOST_CHECK_THROW(OutputTransaction(scratch / "thesis"), DeckError);
  write_lines(scratch / "r.previous/chapter.tex", "years of work");
  BOOST_CHECK_THROW(OutputTransaction(scratch / "r"), DeckError);
  write_lines(scratch / "file", "x");
  BOOST_CHECK_THROW(OutputTransaction(scratch / "file"), DeckError);
  BOOST_TEST(content(scratch / "thesis/chapter.tex") == "years of work");
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_is_followed_to_the_real_folder) {
  const ScratchFolder scratch;
  fs::create_directories(scratch / "big-disk");
  commit_result(scratch / "big-disk/r", "one");
  fs::create_directory_symlink(scratch / "big-disk/r", scratch / "link");
  commit_result(scratch / "link", "two");
  BOOST_TEST(fs::is_symlink(scratch / "link"));
  BOOST_TEST(content(scratch / "link/mark") == "two");
  BOOST_TEST(content(scratch / "big-disk/r.previous/mark") == "one");
}

BOOST_AUTO_TEST_SUITE_END()
