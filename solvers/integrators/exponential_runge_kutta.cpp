#include "solvers/integrators/exponential_runge_kutta.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "solvers/integrators/phi_functions.hpp"

namespace tessera {
namespace {

constexpr std::size_t at(Index i) {
  return static_cast<std::size_t>(i);
}

/// Kept for steps that come back, as long as they are few and small.
constexpr std::size_t most_propagators = 8;
constexpr Index most_memory = Index{512} << 20;

}  // namespace

/// The weights of the method for one length of step h; z = h M.
struct ExponentialRungeKutta::Propagator {
  double step;
  BlockOperator half;      ///< exp(z / 2)
  BlockOperator whole;     ///< exp(z)
  BlockOperator a21;       ///< h/2 phi_1(z/2)
  BlockOperator a31, a32;  ///< h/2 phi_1(z/2) - h phi_2(z/2), h phi_2(z/2)
  BlockOperator a41, a43;  ///< h phi_1 - 2 h phi_2, 2 h phi_2
  BlockOperator b1, b2, b4;
  BlockOperator history;  ///< h^4 phi_2 / 16

  Propagator(const BlockLayout& layout, double h)
      : step(h),
        half(layout),
        whole(layout),
        a21(layout),
        a31(layout),
        a32(layout),
        a41(layout),
        a43(layout),
        b1(layout),
        b2(layout),
        b4(layout),
        history(layout) {
    for (std::size_t k = 0; k < layout.matrices().size(); ++k)
      set(layout, static_cast<Index>(k), layout.matrices()[k] * h);
  }
  Index memory() const { return 11 * half.memory(); }

 private:
  static std::array<Eigen::MatrixXcd, 5> phi_of(const Eigen::MatrixXcd& z) {
    if (z.rows() > 1) return phi_functions(z);
    std::array<Eigen::MatrixXcd, 5> result;
    const auto values = phi_functions(z(0, 0));
    for (std::size_t k = 0; k < 5; ++k) result[k] = Eigen::MatrixXcd::Constant(1, 1, values[k]);
    return result;
  }
  void set(const BlockLayout& layout, Index m, const Eigen::MatrixXcd& z) {
    const auto middle = phi_of(z / 2), end = phi_of(z);
    const double h = step;
    half.set(layout, m, middle[0]);
    whole.set(layout, m, end[0]);
    a21.set(layout, m, h / 2 * middle[1]);
    a31.set(layout, m, h * (middle[1] / 2 - middle[2]));
    a32.set(layout, m, h * middle[2]);
    a41.set(layout, m, h * (end[1] - 2 * end[2]));
    a43.set(layout, m, 2 * h * end[2]);
    b1.set(layout, m, h * (end[1] - 3 * end[2] + 4 * end[3]));
    b2.set(layout, m, h * (2 * end[2] - 4 * end[3]));
    b4.set(layout, m, h * (4 * end[3] - end[2]));
    history.set(layout, m, h * h * h * h / 16 * end[2]);
  }
};

ExponentialRungeKutta::ExponentialRungeKutta(const LinearPart& linear, NonlinearPart nonlinear,
                                             std::vector<Index> group_ends,
                                             std::vector<double> typical_norms)
    : layout_(std::make_shared<const BlockLayout>(linear)),
      nonlinear_(std::move(nonlinear)),
      group_ends_(std::move(group_ends)),
      typical_norms_(std::move(typical_norms)),
      combine_(*layout_) {
  if (group_ends_.empty()) group_ends_.push_back(dimension());
  Index begin = 0;
  for (const Index end : group_ends_) {
    if (end < begin) throw std::invalid_argument("ends of groups decrease");
    begin = end;
  }
  if (begin != dimension()) throw std::invalid_argument("groups do not make up the state");
  const std::size_t groups = group_ends_.size();
  if (typical_norms_.empty()) typical_norms_.assign(groups, 0.0);
  if (typical_norms_.size() != groups)
    throw std::invalid_argument("typical norms and groups differ in number");
  for (auto* v : {&former_, &rate1_, &rate2_, &rate3_, &rate4_, &rate5_, &stage_, &work_})
    v->assign(at(dimension()), 0.0);
  for (auto* v : {&norms_, &differences_, &rate_differences_}) v->assign(groups, 0.0);
  report_.error.reserve(groups);
}

const ExponentialRungeKutta::Propagator& ExponentialRungeKutta::propagator(double step) {
  const auto same = std::find_if(propagators_.begin(), propagators_.end(),
                                 [&](const auto& p) { return p->step == step; });
  if (same != propagators_.end()) {
    propagators_.splice(propagators_.begin(), propagators_, same);
  } else {
    while (!propagators_.empty() &&
           (propagators_.size() >= most_propagators ||
            (static_cast<Index>(propagators_.size()) + 1) * propagators_.front()->memory() >
                most_memory))
      propagators_.pop_back();
    propagators_.push_front(std::make_shared<const Propagator>(*layout_, step));
  }
  return *propagators_.front();
}

void ExponentialRungeKutta::group_norms(std::span<const double> u, std::span<double> norms) const {
  Index i = 0;
  for (std::size_t g = 0; g < group_ends_.size(); ++g) {
    double sum = 0;
    for (; i < group_ends_[g]; ++i) sum += u[at(i)] * u[at(i)];
    norms[g] = std::sqrt(sum);
  }
}

double ExponentialRungeKutta::largest_rate(std::span<const double> rate_b,
                                           std::span<const double> rate_a,
                                           std::span<const double> b, std::span<const double> a) {
  group_norms(b, norms_);
  for (std::size_t i = 0; i < work_.size(); ++i) work_[i] = b[i] - a[i];
  group_norms(work_, differences_);
  for (std::size_t i = 0; i < work_.size(); ++i) work_[i] = rate_b[i] - rate_a[i];
  group_norms(work_, rate_differences_);
  double distance = 0, rate = 0;
  for (std::size_t g = 0; g < norms_.size(); ++g) {
    const double unit = std::max(norms_[g], typical_norms_[g]);
    if (unit == 0) continue;
    distance += std::pow(differences_[g] / unit, 2);
    rate += std::pow(rate_differences_[g] / unit, 2);
  }
  // Nearer stages differ by rounding.
  constexpr double nearest = 1e-10;
  return distance < nearest * nearest ? 0.0 : std::sqrt(rate / distance);
}

void ExponentialRungeKutta::stages(const Propagator& p, double time, double end_time,
                                   std::span<const double> state, std::span<double> next) {
  const double middle = time + p.step / 2;
  if (!first_known_) nonlinear_(time, state, rate1_);
  first_known_ = true;
  // The second stage waits in `next`, which the method fills last.
  combine_({{&p.half, state}, {&p.a21, rate1_}}, next);
  nonlinear_(middle, next, rate2_);
  combine_({{&p.half, state}, {&p.a31, rate1_}, {&p.a32, rate2_}}, stage_);
  nonlinear_(middle, stage_, rate3_);
  report_.cfl = p.step * largest_rate(rate3_, rate2_, stage_, next);
  combine_({{&p.whole, state}, {&p.a41, rate1_}, {&p.a43, rate3_}}, stage_);
  nonlinear_(end_time, stage_, rate4_);
  for (std::size_t i = 0; i < work_.size(); ++i) work_[i] = rate2_[i] + rate3_[i];
  combine_({{&p.whole, state}, {&p.b1, rate1_}, {&p.b2, work_}, {&p.b4, rate4_}}, next);
}

void ExponentialRungeKutta::estimate_error(const Propagator& p) {
  for (std::size_t i = 0; i < work_.size(); ++i) work_[i] = rate4_[i] - rate5_[i];
  combine_({{&p.b4, work_}}, stage_);
  report_.error.resize(group_ends_.size());
  group_norms(stage_, report_.error);
  if (former_step_ <= 0) return;
  // Third divided difference over -former_step, 0, h/2, h; the errors of the two middle stages of
  // order 2 in h cancel in their mean.
  const double h = p.step, f = former_step_;
  const double w0 = -1 / (f * (f + h / 2) * (f + h)), w1 = 2 / (f * h * h),
               w2 = -2 / ((h / 2 + f) * h * h), w3 = 2 / ((h + f) * h * h);
  for (std::size_t i = 0; i < work_.size(); ++i)
    work_[i] = w0 * former_[i] + w1 * rate1_[i] + w2 * (rate2_[i] + rate3_[i]) + w3 * rate5_[i];
  combine_({{&p.history, work_}}, stage_);
  group_norms(stage_, norms_);
  for (std::size_t g = 0; g < norms_.size(); ++g)
    if (!(norms_[g] <= report_.error[g])) report_.error[g] = norms_[g];
}

const StepReport& ExponentialRungeKutta::step(double time, double end_time, double step,
                                              std::span<const double> state, std::span<double> next,
                                              bool estimate) {
  const Propagator& p = propagator(step);
  stages(p, time, end_time, state, next);
  report_.error.clear();
  step_ = step;
  last_known_ = estimate;
  if (estimate) {
    nonlinear_(end_time, next, rate5_);
    const double cfl = step * largest_rate(rate5_, rate4_, next, stage_);
    if (!(cfl <= report_.cfl)) report_.cfl = cfl;
    estimate_error(p);
  }
  return report_;
}

void ExponentialRungeKutta::accept() {
  if (last_known_) {
    std::swap(former_, rate1_);
    std::swap(rate1_, rate5_);
    former_step_ = step_;
  } else {
    former_step_ = 0;
  }
  first_known_ = last_known_;
  last_known_ = false;
}

void ExponentialRungeKutta::forget_rates() {
  first_known_ = last_known_ = false;
  former_step_ = 0;
}

std::span<const double> ExponentialRungeKutta::first_rate(double time,
                                                          std::span<const double> state) {
  if (!first_known_) nonlinear_(time, state, rate1_);
  first_known_ = true;
  return rate1_;
}

void ExponentialRungeKutta::set_former(std::span<const double> rate, double step) {
  former_.assign(rate.begin(), rate.end());
  former_step_ = step;
}

}  // namespace tessera
