#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include <boost/test/unit_test.hpp>

#include "apps/tucker/application.hpp"
#include "data/fields/errors.hpp"
#include "data/files/files.hpp"
#include "data/hdf5/result_file.hpp"
#include "solvers/tucker/factor_model.hpp"

namespace tessera::tucker {
namespace {

const std::string decks = TESSERA_SOURCE_DIR "/apps/tucker/decks";
/// Small settings: seconds, not minutes.
const std::vector<std::string> small{"solver/starts=1",
                                     "solver/maximum sweeps=8",
                                     "model/link=log",
                                     "model/rank=2",
                                     "model/pairs=1",
                                     "output/grid={temperature: 6, day: 5, lat: 3, lon: 2}",
                                     "model/local process=false",
                                     "validation/report from={temperature: 10}"};

/// Keeps the last checkpoint and asks to stop after some of them.
class StoppingMonitor final : public Monitor {
 public:
  explicit StoppingMonitor(int checkpoints = -1) : left_(checkpoints) {}
  void stage(std::string_view) override {}
  void progress(double, std::string_view) override {}
  void note(std::string_view) override {}
  bool should_stop() override { return left_ == 0; }
  void checkpoint(const ModelRecord& state) override {
    saved = state;
    if (left_ > 0) --left_;
  }
  std::optional<ModelRecord> saved;

 private:
  int left_;
};

std::vector<std::string> with(std::vector<std::string> overrides,
                              const std::vector<std::string>& more) {
  overrides.insert(overrides.end(), more.begin(), more.end());
  return overrides;
}

Outcome run_deck(const std::vector<std::string>& overrides, Monitor& monitor,
                 const std::optional<ModelRecord>& restart = {}) {
  std::vector<Override> parsed;
  for (const std::string& one : overrides) parsed.push_back(parse_override(one));
  const auto application = make_application();
  load_deck(*application, decks + "/quick_look.yaml", parsed);
  const auto communicator = serial_communicator();
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  context.random = RandomStreams(1);
  context.deck_folder = decks;
  context.restart = restart;
  return application->run(context);
}

Outcome run_small(const std::vector<std::string>& more = {}) {
  StoppingMonitor monitor;
  return run_deck(with(small, more), monitor);
}

/// One run that several cases look at.
const Outcome& small_outcome() {
  static const Outcome outcome = run_small();
  return outcome;
}

double number(const Outcome& outcome, const std::string& key) {
  for (const auto& [name, value] : outcome.summary)
    if (name == key) {
      if (const auto* whole = std::get_if<Index>(&value)) return static_cast<double>(*whole);
      return std::get<double>(value);
    }
  BOOST_FAIL("no summary key " + key);
  return 0;
}

const Table& table(const Outcome& outcome, const std::string& name) {
  for (const Table& t : outcome.tables)
    if (t.name == name) return t;
  BOOST_FAIL("no table " + name);
  throw std::logic_error(name);
}

const std::vector<double>& column(const Table& t, const std::string& name) {
  for (const Table::Column& c : t.columns)
    if (c.name == name) return c.values;
  BOOST_FAIL("no column " + name);
  throw std::logic_error(name);
}

const Field& field(const Outcome& outcome, const std::string& name) {
  for (const Field& f : outcome.fields)
    if (f.name == name) return f;
  BOOST_FAIL("no field " + name);
  throw std::logic_error(name);
}

BOOST_AUTO_TEST_SUITE(run_of_tucker)

BOOST_AUTO_TEST_CASE(the_scores_are_those_of_the_written_predictions) {
  const Outcome& o = small_outcome();
  const Table& t = table(o, "predictions/distinct_coordinates");
  const auto& observed = column(t, "observed");
  const auto& mean = column(t, "mean");
  double square = 0, absolute = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    square += std::pow(observed[i] - mean[i], 2);
    absolute += std::abs(observed[i] - mean[i]);
  }
  const auto count = static_cast<double>(observed.size());
  BOOST_TEST(std::abs(number(o, "test_rmse") - std::sqrt(square / count)) < 1e-12);
  BOOST_TEST(std::abs(number(o, "test_mae") - absolute / count) < 1e-12);
  BOOST_TEST(number(o, "test_rows") == count);
  BOOST_TEST(number(o, "splits/distinct_coordinates/test_rmse") == number(o, "test_rmse"));
  BOOST_TEST(number(o, "test_rmse_pooled_rows") == number(o, "test_rmse"));
  BOOST_TEST(number(o, "report_from/test_rows") < count);
}

BOOST_AUTO_TEST_CASE(the_product_that_the_data_were_made_of_beats_every_simple_predictor) {
  const Outcome& o = small_outcome();
  for (const char* name : {"mean", "axis_mean_day", "additive", "lookup", "nearest_neighbours"})
    BOOST_TEST(number(o, "test_rmse") < number(o, std::string("baseline_rmse/") + name));
  BOOST_TEST(number(o, "test_coverage_90") > 0.75);
  BOOST_TEST(number(o, "test_coverage_90") < 0.99);
  BOOST_TEST(number(o, "test_coverage_50") < number(o, "test_coverage_95"));
  BOOST_TEST(number(o, "test_width_50") < number(o, "test_width_90"));
}

BOOST_AUTO_TEST_CASE(fields_slices_and_functions_stand_on_their_grids_under_names_of_their_own) {
  const Outcome& o = small_outcome();
  std::set<std::string> names;
  for (const Field& f : o.fields) {
    BOOST_TEST(names.insert(f.name).second, f.name);
    BOOST_CHECK_NO_THROW(require_valid(f));
  }
  BOOST_TEST(field(o, "flux").values.size() == 6U * 5 * 3 * 2);
  BOOST_TEST(field(o, "predictive_standard_deviation").values.size() == 6U * 5 * 3 * 2);
  BOOST_TEST(field(o, "flux_over_temperature_day").values.size() == 30U);
  BOOST_TEST(field(o, "observed_place_lat").values.size() == 12U);
  const Field& strongest = field(o, "temperature_function_1");
  double largest = 0;
  for (const double v : strongest.values)
    if (std::abs(v) > std::abs(largest)) largest = v;
  BOOST_TEST(largest > 0);
  const auto& energy = column(table(o, "model/components"), "energy_share");
  BOOST_TEST(std::is_sorted(energy.rbegin(), energy.rend()));
}

BOOST_AUTO_TEST_CASE(a_slice_is_the_field_at_the_middle_of_the_other_axes) {
  const Outcome& o = small_outcome();
  const Field& whole = field(o, "flux");
  const Field& slice = field(o, "flux_over_temperature_day");
  for (std::size_t j = 0; j < 5; ++j)
    for (std::size_t i = 0; i < 6; ++i)
      BOOST_TEST(std::abs(slice.values[i + 6 * j] - whole.values[i + 6 * (j + 5 * (1 + 3 * 1))]) <
                 1e-9);
}

BOOST_AUTO_TEST_CASE(the_saved_predictor_gives_the_field_again) {
  const Outcome& o = small_outcome();
  const auto loaded = FactorModel::load(o.predictor->record());
  const Field& f = field(o, "flux");
  const Eigen::VectorXd again = loaded->predict(f.grid, {0, 0, 0, 0}).mean;
  for (Index n = 0; n < again.size(); ++n)
    BOOST_TEST(std::abs(again[n] - f.values[static_cast<std::size_t>(n)]) <
               1e-9 * std::abs(again[n]));
  const Eigen::MatrixXd point = Eigen::RowVector4d(12, 18900, 48, 9);
  BOOST_TEST(std::abs(loaded->predict(point, {}).mean[0] -
                      o.predictor->predict(point, {}).mean[0]) < 1e-12);
  BOOST_TEST(loaded->axes()[2].name == "lat");
}

BOOST_AUTO_TEST_CASE(a_run_that_was_stopped_anywhere_goes_on_to_the_same_bits) {
  const std::vector<std::string> folds =
      with(small, {"validation/folds=2", "solver/starts=2", "solver/maximum sweeps=3",
                   "output/mode functions=false", "compare=[mean]"});
  StoppingMonitor whole;
  const Outcome expected = run_deck(folds, whole);
  for (const int checkpoints : {1, 3, 6}) {
    StoppingMonitor stopped(checkpoints);
    BOOST_CHECK_THROW(run_deck(folds, stopped), Interrupted);
    BOOST_REQUIRE(stopped.saved.has_value());
    StoppingMonitor rest;
    const Outcome again = run_deck(folds, rest, stopped.saved);
    BOOST_TEST(number(again, "test_rmse") == number(expected, "test_rmse"));
    BOOST_TEST(number(again, "test_nll") == number(expected, "test_nll"));
    BOOST_TEST(field(again, "flux").values == field(expected, "flux").values,
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(held_out_places_are_compared_one_by_one) {
  const Outcome o = run_small({"validation/split=held-out sites", "validation/folds=2",
                               "solver/maximum sweeps=3", "compare=[mean, inverse distance]"});
  BOOST_TEST(column(table(o, "validation/sites"), "rmse").size() == 5U);
  BOOST_TEST(number(o, "sites/lower_95") <= number(o, "sites/rmse_difference"));
  BOOST_TEST(number(o, "baseline_rmse/inverse_distance_4") > 0);
}

/// The rows of quick_look.csv in two files, odd and even ones, in a folder of the build.
std::filesystem::path two_halves() {
  const std::filesystem::path folder = TESSERA_BINARY_DIR "/tucker_update_test";
  std::filesystem::create_directories(folder);
  std::ifstream whole(decks + "/quick_look.csv");
  std::ofstream halves[2] = {std::ofstream(folder / "a.csv"), std::ofstream(folder / "b.csv")};
  std::string line;
  std::getline(whole, line);
  while (line.front() == '#') std::getline(whole, line);
  for (std::ofstream& half : halves) half << line << "\n";
  for (int n = 0; std::getline(whole, line); ++n) halves[n % 2] << line << "\n";
  return folder;
}

BOOST_AUTO_TEST_CASE(an_updated_model_is_that_of_the_old_and_new_rows_together) {
  const std::filesystem::path folder = two_halves();
  const std::vector<std::string> all{"validation/split=none", "compare=[mean]"};
  const Outcome first = run_small(with(all, {"observations/file=" + (folder / "a.csv").string()}));
  std::filesystem::remove(folder / "result.h5");
  hdf5::ResultWriter writer(folder / "result.h5");
  writer.write(first.predictor->record(), "/model");
  writer.close();
  const Outcome updated = run_small(with(all, {"observations/file=" + (folder / "b.csv").string(),
                                               "update/result=" + folder.string()}));
  const Outcome batch = run_small(all);
  // On the link's scale: means of a log link depend on the calibration, which the update keeps.
  const auto mean = [](const Outcome& o) {
    const Eigen::MatrixXd point = Eigen::RowVector4d(12, 18900, 48, 9);
    return dynamic_cast<const FactorModel&>(*o.predictor).latent(point, {0, 0, 0, 0}).mean[0];
  };
  BOOST_TEST(mean(updated) == mean(batch), boost::test_tools::tolerance(1e-8));
  BOOST_TEST(std::abs(mean(first) - mean(batch)) > 1e-4);
}

BOOST_AUTO_TEST_CASE(an_update_of_nothing_or_of_another_quantity_is_refused) {
  BOOST_CHECK_THROW(run_small({"validation/split=none", "update/result=nowhere"}), DataError);
  const std::filesystem::path folder = two_halves();
  std::filesystem::remove(folder / "other.h5");
  ModelRecord record = small_outcome().predictor->record();
  record.texts["quantity"] = "height";
  hdf5::ResultWriter writer(folder / "other.h5");
  writer.write(record, "/model");
  writer.close();
  BOOST_CHECK_THROW(
      run_small({"validation/split=none", "update/result=" + (folder / "other.h5").string()}),
      DataError);
}

BOOST_AUTO_TEST_CASE(a_model_saved_without_its_rows_predicts_and_is_not_continued) {
  const std::filesystem::path folder = two_halves();
  const std::filesystem::path file = folder / "without_rows.h5";
  std::filesystem::remove(file);
  const Outcome first = run_small({"validation/split=none", "output/saved rows=10"});
  const ModelRecord record = first.predictor->record();
  const Eigen::MatrixXd point = Eigen::RowVector4d(12, 18900, 48, 9);
  BOOST_TEST(FactorModel::load(record)->predict(point, {}).mean[0] ==
             first.predictor->predict(point, {}).mean[0]);
  hdf5::ResultWriter writer(file);
  writer.write(record, "/model");
  writer.close();
  BOOST_CHECK_EXCEPTION(run_small({"validation/split=none", "update/result=" + file.string()}),
                        DataError, [](const DataError& e) {
                          return std::string(e.what()).find("without its rows") !=
                                 std::string::npos;
                        });
}

BOOST_AUTO_TEST_CASE(nothing_held_out_is_said_and_no_score_given) {
  const Outcome o = run_small({"validation/split=none", "solver/maximum sweeps=2"});
  BOOST_TEST(o.headline == "not validated");
  for (const auto& [name, value] : o.summary) BOOST_TEST(name != "test_rmse");
}

BOOST_AUTO_TEST_CASE(the_published_model_runs_beside_ours) {
  const std::string deck =
      "Application: tucker\nAxes:\n  temp_degC: {}\n  date: {}\n"
      "Observations: {File: quick_look.csv, Column: flux}\n"
      "Model: {Reference Compatible: true, Rank: 1, Reference: {Sweeps: 20, Length Scale: [3]}}\n"
      "Validation: {Split: random}\nCompare: [mean]\nOutput: {Grid: {temp_degC: 4, date: 3}}\n";
  const auto application = make_application();
  load_deck_text(*application, deck, decks + "/deck.yaml");
  const auto communicator = serial_communicator();
  StoppingMonitor monitor;
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  context.deck_folder = decks;
  const Outcome o = application->run(context);
  BOOST_TEST(number(o, "test_rmse") < number(o, "baseline_rmse/mean"));
}

BOOST_AUTO_TEST_CASE(ranks_beyond_the_distinct_coordinates_are_refused) {
  StoppingMonitor monitor;
  BOOST_CHECK_EXCEPTION(run_deck({"model/rank=13"}, monitor), DataError, [](const DataError& e) {
    return std::string(e.what()).find(
               "the model has 13 functions along place, but the training "
               "rows have 12 distinct coordinates there") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::tucker
