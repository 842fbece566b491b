#include "apps/tucker/application.hpp"

#include <optional>

#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/run.hpp"
#include "apps/tucker/splits.hpp"
#include "apps/tucker/update.hpp"

namespace tessera::tucker {
namespace {

/// Observations are read in check(), so that --validate speaks of the data, too.
class TuckerApplication final : public Application {
 public:
  TuckerApplication() : schema_("tucker", title_text) { describe(schema_, options_); }

  std::string name() const override { return "tucker"; }
  std::string title() const override { return title_text; }
  Schema& schema() override { return schema_; }
  void check(const Deck& deck) override {
    check_options(options_, deck.file.string());
    const std::filesystem::path folder = deck.file.parent_path();
    data_.emplace(read_data_set(options_, folder));
    splits_ = make_splits(options_, *data_,
                          RandomStreams(static_cast<std::uint64_t>(options_.seed)), folder);
    if (!options_.update_result.value.empty()) add_former_rows(options_, folder, *data_, splits_);
  }
  CostEstimate estimate() const override { return estimate_cost(options_, *data_, splits_); }
  Outcome run(RunContext& context) override {
    return tucker::run(options_, *data_, splits_, context);
  }

 private:
  static constexpr const char* title_text =
      "Functional Tucker decomposition of measurements at scattered coordinates "
      "(tessera-tucker init data.csv prints a first deck)";
  Options options_;
  Schema schema_;
  std::optional<DataSet> data_;
  std::vector<Split> splits_;
};

}  // namespace

std::unique_ptr<Application> make_application() {
  return std::make_unique<TuckerApplication>();
}

}  // namespace tessera::tucker
