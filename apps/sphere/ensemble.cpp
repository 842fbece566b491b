#include "apps/sphere/ensemble.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include <fmt/format.h>

#include "data/fields/errors.hpp"

namespace tessera::sphere {
namespace {

using Clock = std::chrono::steady_clock;
using Finished = std::map<Index, Trajectory>;

const std::string present_prefix = "present/";

std::string member_key(Index member) {
  return fmt::format("member {}", member);
}

ModelRecord record_of(const Finished& finished) {
  ModelRecord record;
  record.type = "sphere ensemble";
  for (const auto& [member, trajectory] : finished) {
    std::vector<double> numbers = trajectory.packed();
    const auto count = static_cast<Index>(numbers.size());
    set_array(record, member_key(member), {count}, std::move(numbers));
  }
  return record;
}

/// What one member's integration sees: its share of the whole, and checkpoints with the members
/// that are done. With several processes it must not stop or save alone.
class MemberMonitor final : public Monitor {
 public:
  MemberMonitor(Monitor& monitor, const Finished& finished, bool alone)
      : monitor_(monitor), finished_(finished), alone_(alone) {}

  void begin(Index member, double first_share, double share) {
    member_ = member;
    first_share_ = first_share;
    share_ = share;
  }
  void stage(std::string_view) override {}
  void progress(double share, std::string_view text) override {
    monitor_.progress(first_share_ + share_ * share, text);
  }
  void note(std::string_view text) override { monitor_.note(text); }
  bool should_stop() override { return alone_ && monitor_.should_stop(); }
  void checkpoint(const ModelRecord& state) override {
    if (!alone_) return;
    ModelRecord record = record_of(finished_);
    set_number(record, "present member", static_cast<double>(member_));
    nest(record, present_prefix, state);
    monitor_.checkpoint(record);
  }

 private:
  Monitor& monitor_;
  const Finished& finished_;
  bool alone_;
  Index member_ = 0;
  double first_share_ = 0;
  double share_ = 1;
};

class Ensemble {
 public:
  Ensemble(const Options& options, EquationModel& model, RunContext& context)
      : options_(options),
        model_(model),
        context_(context),
        slab_(slab_of(options.members, context.communicator->rank(), context.communicator->size())),
        alone_(context.communicator->size() == 1),
        monitor_(*context.monitor, finished_, alone_) {
    if (context.restart) restore(*context.restart);
  }

  std::vector<Trajectory> run() {
    const Index rounds = slab_of(options_.members, 0, context_.communicator->size()).count;
    for (Index round = 0; round < rounds; ++round) {
      gather(round < slab_.count ? run_one(slab_.first + round, round) : std::vector<double>());
      if (!alone_) pause(round + 1 == rounds);
    }
    std::vector<Trajectory> all;
    for (auto& [member, trajectory] : finished_) all.push_back(std::move(trajectory));
    return all;
  }

 private:
  void restore(const ModelRecord& record) {
    for (Index member = 0; member < options_.members; ++member) {
      if (!record.arrays.contains(member_key(member))) continue;
      std::size_t position = 0;
      finished_[member] =
          Trajectory::unpacked(array_of(record, member_key(member)).values, position);
    }
    if (!record.arrays.contains("present member")) return;
    present_ = static_cast<Index>(number_of(record, "present member"));
    present_state_ = nested(record, present_prefix);
  }

  /// The member's number and packed trajectory; nothing where it is done already.
  std::vector<double> run_one(Index member, Index round) {
    if (finished_.contains(member)) return {};
    const double share = 1.0 / static_cast<double>(slab_.count);
    monitor_.begin(member, static_cast<double>(round) * share, share);
    const bool goes_on = present_state_ && present_ == member;
    const Trajectory t = run_member(options_, model_, context_.random, member, monitor_,
                                    goes_on ? present_state_ : std::nullopt);
    std::vector<double> numbers{static_cast<double>(member)};
    const std::vector<double> packed = t.packed();
    numbers.insert(numbers.end(), packed.begin(), packed.end());
    return numbers;
  }

  void gather(const std::vector<double>& own) {
    const std::vector<double> all = context_.communicator->allgather(own);
    for (std::size_t position = 0; position < all.size();) {
      const auto member = static_cast<Index>(all[position++]);
      finished_[member] = Trajectory::unpacked(all, position);
    }
  }

  /// Between rounds of several processes: a checkpoint where it is time, and the end where asked
  /// for. All ranks come to the same conclusions.
  void pause(bool last) {
    const bool stop = context_.monitor->should_stop();
    const double seconds = context_.communicator->allreduce_max(
        std::chrono::duration<double>(Clock::now() - saved_).count());
    if (last || (!stop && seconds < options_.checkpoint_interval)) return;
    context_.monitor->checkpoint(record_of(finished_));
    saved_ = Clock::now();
    if (stop)
      throw Interrupted(
          fmt::format("interrupted after {} of {} members.", finished_.size(), options_.members));
  }

  const Options& options_;
  EquationModel& model_;
  RunContext& context_;
  Slab slab_;
  bool alone_;
  Finished finished_;
  MemberMonitor monitor_;
  Index present_ = -1;
  std::optional<ModelRecord> present_state_;
  Clock::time_point saved_ = Clock::now();
};

}  // namespace

std::vector<Trajectory> run_ensemble(const Options& options, EquationModel& model,
                                     RunContext& context) {
  return Ensemble(options, model, context).run();
}

}  // namespace tessera::sphere
