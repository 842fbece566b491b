#include "apps/tucker/init.hpp"

#include <cstdio>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "apps/common/failure.hpp"
#include "apps/tucker/guess_deck.hpp"
#include "data/fields/errors.hpp"

namespace tessera::tucker {
namespace {

constexpr const char* program = "tessera-tucker init";

void print_first_deck(int argc, char** argv) {
  std::string file;
  std::string column;
  CLI::App app("Prints a first deck for a CSV or HDF5 file, with a remark on each line", program);
  app.set_help_flag();
  CLI::Option* help = app.add_flag("--help")->description("Print this help and stop");
  app.add_option("data", file, "The data file")->type_name("");
  app.add_option("--column", column, "Column of the measured values; default: the last of numbers")
      ->type_name("NAME");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    throw DeckError(
        fmt::format("{}: {}\nRun {} --help for the options.", program, error.what(), program));
  }
  if (help->count() > 0) {
    fmt::print("{}", app.help());
    return;
  }
  if (file.empty())
    throw DeckError(
        fmt::format("{}: a data file is needed: {} data.csv > deck.yaml", program, program));
  fmt::print("{}", guess_deck(file, column));
}

}  // namespace

int init_main(int argc, char** argv) {
  try {
    print_first_deck(argc, argv);
    return static_cast<int>(ExitCode::success);
  } catch (...) {
    const Failure failure = present_failure();
    std::fflush(stdout);
    const bool plain = failure.code == ExitCode::bad_deck;
    fmt::print(stderr, "{}{}\n", plain ? "" : "error: ", failure.message);
    return static_cast<int>(failure.code);
  }
}

}  // namespace tessera::tucker
