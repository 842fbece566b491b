#include "apps/sphere/application.hpp"

#include <filesystem>
#include <optional>

#include "apps/sphere/gaussian_process.hpp"
#include "apps/sphere/options.hpp"
#include "apps/sphere/problem.hpp"
#include "apps/sphere/run.hpp"

namespace tessera::sphere {
namespace {

/// Two kinds of deck: Equations are integrated in time, Observations are fitted.
class SphereApplication final : public Application {
 public:
  SphereApplication() : schema_("sphere", title_text) { describe(schema_, options_); }

  std::string name() const override { return "sphere"; }
  std::string title() const override { return title_text; }
  Schema& schema() override { return schema_; }
  void check(const Deck& deck) override {
    problem_.reset();
    deck_file_ = deck.file;
    if (has_observations())
      check_gaussian_process(options_, deck.file);
    else
      problem_.emplace(make_problem(options_, deck.file));
  }
  CostEstimate estimate() const override {
    return problem_ ? estimate_cost(options_, *problem_)
                    : estimate_gaussian_process(options_, deck_file_);
  }
  Outcome run(RunContext& context) override {
    return problem_ ? sphere::run(options_, *problem_, context)
                    : run_gaussian_process(options_, deck_file_, context);
  }

 private:
  bool has_observations() const { return !options_.gaussian_process.file.value.empty(); }

  static constexpr const char* title_text =
      "Time-dependent equations and Gaussian processes on the sphere";
  Options options_;
  std::filesystem::path deck_file_;
  Schema schema_;
  std::optional<SphereProblem> problem_;
};

}  // namespace

std::unique_ptr<Application> make_application() {
  return std::make_unique<SphereApplication>();
}

}  // namespace tessera::sphere
