#include "apps/tessera/driver.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "apps/common/failure.hpp"
#include "apps/common/version.hpp"
#include "apps/tessera/applications.hpp"
#include "apps/tessera/compare.hpp"
#include "apps/tessera/info.hpp"
#include "apps/tessera/loaders.hpp"
#include "apps/tessera/predict.hpp"

namespace tessera {

namespace {

/// The command line of the driver; each subcommand's options are filled in by parse().
class Driver {
 public:
  Driver() {
    app_.require_subcommand(0, 1);
    app_.add_flag("--version")->description("Print the version and stop");
    app_.footer("Exit codes: 0 done, 1 the results differ, 2 bad command line, 3 unreadable data.");
    add_info();
    add_compare();
    add_predict();
    add_schema();
  }

  int run(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      // The help of the subcommand, where one was named.
      const auto chosen = app_.get_subcommands();
      fmt::print("{}", chosen.empty() ? app_.help() : chosen.front()->help());
      return 0;
    } catch (const CLI::ParseError& error) {
      throw DeckError(
          fmt::format("tessera: {}\nRun tessera --help for the commands.", error.what()));
    }
    if (app_.count("--version") > 0) {
      fmt::print("tessera {}\n", version());
      return 0;
    }
    if (info_->parsed())
      fmt::print("{}", describe_result(result_));
    else if (compare_->parsed())
      return compare();
    else if (predict_->parsed())
      predict_at_points(request_, predictor_loaders());
    else if (schema_->parsed())
      print_schema();
    else
      throw DeckError(
          "tessera: a command is needed: info, compare, predict or schema\n"
          "Run tessera --help for what they do.");
    return 0;
  }

 private:
  void add_info() {
    info_ = app_.add_subcommand("info", "Describe a result: fields, figures, provenance");
    info_->add_option("result", result_, "Result folder or result.h5")->required()->type_name("");
  }

  void add_compare() {
    compare_ = app_.add_subcommand("compare", "Compare the fields of two results");
    compare_->add_option("a", result_, "Result folder, .h5, .vti, .vtr or .vts file")
        ->required()
        ->type_name("");
    compare_->add_option("b", other_, "The same; what relative figures refer to")
        ->required()
        ->type_name("");
    compare_
        ->add_option("--relative-tolerance", tolerance_.relative,
                     "Allowed difference relative to the field's largest value in b; default 0")
        ->check(CLI::NonNegativeNumber)
        ->type_name("R");
    compare_
        ->add_option("--absolute-tolerance", tolerance_.absolute,
                     "Allowed difference on top of that; default 0: equal bits")
        ->check(CLI::NonNegativeNumber)
        ->type_name("A");
  }

  void add_predict() {
    predict_ = app_.add_subcommand("predict", "Evaluate a result's model at the points of a table");
    predict_->add_option("result", request_.result, "Result folder or result.h5")
        ->required()
        ->type_name("");
    predict_
        ->add_option("points", request_.points,
                     "CSV file with a column per axis; dates as YYYY-MM-DD")
        ->required()
        ->type_name("");
    predict_
        ->add_option("--derivative", request_.derivatives,
                     "Order of the derivative along an axis, e.g. x=1; may be repeated")
        ->allow_extra_args(false)
        ->type_name("AXIS=ORDER");
    predict_->add_option("--output", request_.output, "CSV file to write; default: the terminal")
        ->type_name("FILE");
  }

  void add_schema() {
    schema_ = app_.add_subcommand("schema", "Print an application's deck with every key");
    schema_->add_option("application", application_, "Name: " + application_names())
        ->required()
        ->type_name("");
    schema_->add_flag("--markdown", markdown_)->description("As a table for documents");
  }

  int compare() const {
    const auto differences =
        compare_fields(read_any_fields(result_), read_any_fields(other_), tolerance_);
    fmt::print("{}", comparison_table(differences));
    return all_agree(differences) ? 0 : 1;
  }

  void print_schema() const {
    const auto application = make_application(application_);
    Schema& schema = application->schema();
    fmt::print("{}", markdown_ ? schema.reference_markdown() : schema.reference_deck());
  }

  CLI::App app_{"Looks at results of the suite's applications.", "tessera"};
  CLI::App* info_ = nullptr;
  CLI::App* compare_ = nullptr;
  CLI::App* predict_ = nullptr;
  CLI::App* schema_ = nullptr;
  std::string result_;
  std::string other_;
  Tolerance tolerance_;
  PredictionRequest request_;
  std::string application_;
  bool markdown_ = false;
};

}  // namespace

int driver_main(int argc, const char* const* argv) {
  try {
    return Driver().run(argc, argv);
  } catch (...) {
    const Failure failure = present_failure();
    std::fflush(stdout);
    fmt::print(stderr, "{}\n", failure.message);
    return static_cast<int>(failure.code);
  }
}

}  // namespace tessera
