#include "solvers/tucker/fit_jobs.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "data/fields/errors.hpp"

namespace tessera::tucker {
namespace {

/// Passes calls of several threads on, one at a time; asks all to stop once one has failed.
class SharedMonitor final : public Monitor {
 public:
  explicit SharedMonitor(Monitor& monitor) : monitor_(monitor) {}
  void stage(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    monitor_.stage(name);
  }
  void progress(double share, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    monitor_.progress(share, text);
  }
  void note(std::string_view text) override {
    const std::lock_guard lock(mutex_);
    monitor_.note(text);
  }
  bool should_stop() override {
    const std::lock_guard lock(mutex_);
    return failed || monitor_.should_stop();
  }
  void checkpoint(const ModelRecord& state) override {
    const std::lock_guard lock(mutex_);
    monitor_.checkpoint(state);
  }
  std::atomic<bool> failed = false;

 private:
  Monitor& monitor_;
  std::mutex mutex_;
};

void put_report(ModelRecord& record, const MemberReport& report) {
  std::vector<double> values;
  for (const SweepRecord& sweep : report.history) {
    values.push_back(sweep.bound);
    values.push_back(sweep.noise_deviation);
    values.push_back(sweep.effective_rank);
  }
  set_array(record, "history", {3, static_cast<Index>(report.history.size())}, values);
  set_number(record, "converged", report.converged ? 1 : 0);
  set_number(record, "bound", report.bound);
}

MemberReport get_report(const ModelRecord& record, const std::string& name) {
  MemberReport report{name, {}, number_of(record, "converged") != 0, number_of(record, "bound")};
  const auto& values = array_of(record, "history").values;
  for (std::size_t i = 0; i + 2 < values.size(); i += 3)
    report.history.push_back({values[i], values[i + 1], values[i + 2]});
  return report;
}

/// Names in records are paths: without commas and spaces.
std::string record_prefix(const std::string& name) {
  std::string prefix = "fits/";
  for (const char c : name)
    if (c != ',') prefix += c == ' ' ? '_' : c;
  return prefix + "/";
}

}  // namespace

FitJobs::FitJobs(const ModelFitOptions& options, RandomByName random, Monitor& monitor,
                 const std::optional<ModelRecord>& restart)
    : options_(options), random_(std::move(random)), monitor_(monitor), restart_(restart) {}

void FitJobs::add(const std::string& name, const PreparedData& data,
                  std::vector<Section> sections) {
  waiting_.push_back({name, &data, std::move(sections)});
}

bool FitJobs::restore(const Job& job) {
  if (!restart_) return false;
  ModelRecord record = nested(*restart_, record_prefix(job.name));
  if (record.arrays.empty()) return false;
  MemberReport report = get_report(record, job.name);
  done_[job.name] = {std::move(record), job.data->description.axes, std::move(report)};
  return true;
}

ModelRecord FitJobs::checkpoint() const {
  ModelRecord record;
  record.type = "tucker fits";
  for (const auto& [name, finished] : done_) nest(record, record_prefix(name), finished.record);
  return record;
}

void FitJobs::run() {
  std::vector<Job> jobs;
  for (Job& job : waiting_)
    if (!restore(job)) jobs.push_back(std::move(job));
  waiting_.clear();
  SharedMonitor monitor(monitor_);
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size() && !monitor.failed; i = next++) {
      try {
        const Job& job = jobs[i];
        std::mt19937_64 random = random_(job.name);
        FittedMember fitted =
            fit_member(*job.data, job.sections, job.name, options_, random, monitor);
        Finished finished{{}, job.data->description.axes, std::move(fitted.report)};
        put_member(finished.record, "", fitted.member);
        put_report(finished.record, finished.report);
        const std::lock_guard lock(mutex);
        done_[job.name] = std::move(finished);
        monitor.checkpoint(checkpoint());
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (failure == nullptr) failure = std::current_exception();
        monitor.failed = true;
      }
    }
  };
  // Ranks of a parallel run meet in collective sums: one fit after the other.
  const std::size_t threads =
      options_.ranks > 1 ? 1 : std::min<std::size_t>(std::max(options_.threads, 1), jobs.size());
  std::vector<std::thread> pool;
  for (std::size_t t = 1; t < threads; ++t) pool.emplace_back(work);
  work();
  for (std::thread& thread : pool) thread.join();
  if (failure != nullptr) std::rethrow_exception(failure);
}

Member FitJobs::member(const std::string& name, double share) const {
  const Finished& finished = done_.at(name);
  Member member = get_member(finished.record, "", finished.axes);
  member.share = share;
  return member;
}

}  // namespace tessera::tucker
