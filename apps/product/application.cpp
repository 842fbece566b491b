#include "apps/product/application.hpp"

#include <optional>

#include "apps/product/options.hpp"
#include "apps/product/run.hpp"

namespace tessera::product {
namespace {

/// Coefficients are read in check(), so that --validate speaks of the data, too.
class ProductApplication final : public Application {
 public:
  ProductApplication() : schema_("product", title_text) { describe(schema_, options_); }

  std::string name() const override { return "product"; }
  std::string title() const override { return title_text; }
  Schema& schema() override { return schema_; }
  void check(const Deck& deck) override {
    check_options(options_, deck.file.string());
    multiplication_.reset();
    if (!options_.factors.empty())
      multiplication_.emplace(read_multiplication(options_, deck.file.parent_path()));
  }
  CostEstimate estimate() const override {
    return estimate_cost(options_, multiplication_ ? &*multiplication_ : nullptr);
  }
  Outcome run(RunContext& context) override {
    return product::run(options_, multiplication_ ? &*multiplication_ : nullptr, context);
  }

 private:
  static constexpr const char* title_text =
      "Equivariant products of spherical-harmonic coefficients, and how fast they are";
  Options options_;
  Schema schema_;
  std::optional<Multiplication> multiplication_;
};

}  // namespace

std::unique_ptr<Application> make_application() {
  return std::make_unique<ProductApplication>();
}

}  // namespace tessera::product
