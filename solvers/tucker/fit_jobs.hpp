#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "solvers/tucker/fit_member.hpp"
#include "solvers/tucker/fit_model.hpp"

namespace tessera::tucker {

/// Fits of members by name, side by side on the options' threads. Every fit has a random generator
/// of its own name, so that neither order nor threads matter. Finished fits go into a checkpoint;
/// those of a restart's checkpoint are not done again.
class FitJobs {
 public:
  FitJobs(const ModelFitOptions& options, RandomByName random, Monitor& monitor,
          const std::optional<ModelRecord>& restart);

  /// `data` must outlive run().
  void add(const std::string& name, const PreparedData& data, std::vector<Section> sections);
  /// Does what was added since the last call. Throws what the first failing fit threw.
  void run();
  /// A copy of a finished member with this share.
  Member member(const std::string& name, double share) const;
  const MemberReport& report(const std::string& name) const { return done_.at(name).report; }

 private:
  struct Job {
    std::string name;
    const PreparedData* data;
    std::vector<Section> sections;
  };
  struct Finished {
    ModelRecord record;  ///< of the member, names without prefix
    std::vector<AxisModel> axes;
    MemberReport report;
  };
  bool restore(const Job& job);
  ModelRecord checkpoint() const;

  const ModelFitOptions& options_;
  RandomByName random_;
  Monitor& monitor_;
  const std::optional<ModelRecord>& restart_;
  std::vector<Job> waiting_;
  std::map<std::string, Finished> done_;
};

}  // namespace tessera::tucker
