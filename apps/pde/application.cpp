#include "apps/pde/application.hpp"

#include <optional>

#include "apps/pde/problem.hpp"
#include "apps/pde/run.hpp"

namespace tessera::pde {
namespace {

class PdeApplication final : public Application {
 public:
  PdeApplication() : schema_("pde", title_text) { describe(schema_, options_); }

  std::string name() const override { return "pde"; }
  std::string title() const override { return title_text; }
  Schema& schema() override { return schema_; }
  void check(const Deck& deck) override {
    problem_.emplace(make_problem(options_, deck.file.string()));
  }
  CostEstimate estimate() const override { return estimate_cost(options_, problem_->split); }
  Outcome run(RunContext& context) override { return pde::run(options_, *problem_, context); }

 private:
  static constexpr const char* title_text =
      "Gaussian-process collocation for boundary-value problems on boxes";
  Options options_;
  Schema schema_;
  std::optional<PdeProblem> problem_;
};

}  // namespace

std::unique_ptr<Application> make_application() {
  return std::make_unique<PdeApplication>();
}

}  // namespace tessera::pde
