#include "models/state_space/sum_state_space.hpp"

#include <algorithm>
#include <stdexcept>

#include "models/state_space/stacked_matrices.hpp"

namespace tessera {
namespace {

class SumStateSpace final : public StackedStateSpace {
 public:
  explicit SumStateSpace(std::vector<std::unique_ptr<StateSpace>> parts)
      : parts_(std::move(parts)) {
    if (parts_.empty()) throw std::invalid_argument("A sum of processes needs a summand.");
    stack(direct());
  }

  std::string name() const override {
    std::string text;
    for (const auto& part : parts_) text += (text.empty() ? "" : " + ") + part->name();
    return text;
  }
  Transition transition(double dt, Direction direction) const override {
    return stacked_transition(direct(), dt, direction);
  }
  std::vector<const StateSpace*> summands() const override {
    std::vector<const StateSpace*> all;
    for (const auto& part : parts_)
      for (const StateSpace* summand : part->summands()) all.push_back(summand);
    return all;
  }
  double covariance(double r) const override {
    double sum = 0;
    for (const auto& part : parts_) sum += part->covariance(r);
    return sum;
  }

  std::vector<KernelParameter> parameters() const override {
    std::vector<std::string> names;
    for (const auto& part : parts_) names.push_back(part->name());
    const auto labels = summand_labels(names);
    std::vector<KernelParameter> all;
    for (std::size_t i = 0; i < parts_.size(); ++i)
      for (KernelParameter p : parts_[i]->parameters()) {
        p.name = labels[i] + "/" + p.name;
        all.push_back(p);
      }
    return all;
  }
  std::unique_ptr<StateSpace> with_parameters(const std::vector<double>& values) const override {
    if (values.size() != parameters().size())
      throw std::invalid_argument("The kernel \"" + name() + "\" has " +
                                  std::to_string(parameters().size()) + " parameters, but " +
                                  std::to_string(values.size()) + " values were given.");
    std::vector<std::unique_ptr<StateSpace>> parts;
    auto from = values.begin();
    for (const auto& part : parts_) {
      const auto to = from + static_cast<std::ptrdiff_t>(part->parameters().size());
      parts.push_back(part->with_parameters({from, to}));
      from = to;
    }
    return std::make_unique<SumStateSpace>(std::move(parts));
  }

 private:
  std::vector<const StateSpace*> direct() const {
    std::vector<const StateSpace*> all;
    for (const auto& part : parts_) all.push_back(part.get());
    return all;
  }

  std::vector<std::unique_ptr<StateSpace>> parts_;
};

}  // namespace

std::unique_ptr<StateSpace> sum_state_space(std::vector<std::unique_ptr<StateSpace>> summands) {
  return std::make_unique<SumStateSpace>(std::move(summands));
}

std::vector<std::string> summand_labels(const std::vector<std::string>& names) {
  std::vector<std::string> labels;
  for (auto name = names.begin(); name != names.end(); ++name) {
    const auto earlier = std::count(names.begin(), name, *name);
    labels.push_back(earlier == 0 ? *name : *name + " #" + std::to_string(earlier + 1));
  }
  return labels;
}

}  // namespace tessera
