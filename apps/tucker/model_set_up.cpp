#include "apps/tucker/model_set_up.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "data/fields/errors.hpp"

namespace tessera::tucker {
namespace {

std::string last_part(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

/// How many distinct coordinates every axis has among the rows.
std::vector<Index> distinct_counts(const DataSet& data, const std::vector<Index>& rows) {
  std::vector<Index> counts;
  for (std::size_t k = 0; k < data.axes.size(); ++k) {
    const std::vector<Index> numbers = distinct_numbers(data, k);
    std::vector<bool> seen(static_cast<std::size_t>(data.axes[k].distinct), false);
    for (const Index row : rows)
      seen[static_cast<std::size_t>(numbers[static_cast<std::size_t>(row)])] = true;
    counts.push_back(std::count(seen.begin(), seen.end(), true));
  }
  return counts;
}

template <class T>
T value_of(const Named<Located<T>>& entries, const std::string& name, T otherwise) {
  for (const auto& [known, entry] : entries)
    if (known == name) return entry.value;
  return otherwise;
}

class SectionMaker {
 public:
  SectionMaker(const Options& options, const DataSet& data, const std::vector<Index>& rows)
      : options_(options), distinct_(distinct_counts(data, rows)), asked_(distinct_.size(), 0) {}

  std::vector<Section> make() {
    if (options_.model.sections.empty())
      add_defaults();
    else
      for (const auto& [name, section] : options_.model.sections) add_own(name, section);
    return std::move(sections_);
  }
  /// Ranks that the deck gives, per axis: the largest.
  const std::vector<Index>& asked() const { return asked_; }

 private:
  std::size_t axes() const { return distinct_.size(); }
  const std::string& name_of(std::size_t k) const { return options_.axes[k].first; }

  void add_defaults() {
    const ModelOptions defaults, &model = options_.model;
    for (std::size_t k = 0; k < axes(); ++k)
      add_capped("main effect of " + name_of(k), {static_cast<Index>(k)}, model.main_effects,
                 defaults.main_effects);
    if (axes() > 2)
      for (std::size_t j = 0; j < axes(); ++j)
        for (std::size_t k = j + 1; k < axes(); ++k)
          add_capped("pair " + name_of(j) + ", " + name_of(k),
                     {static_cast<Index>(j), static_cast<Index>(k)}, model.pairs, defaults.pairs);
    add_product();
  }

  /// A rank other than the default is the user's wish, which is not lowered.
  void add_capped(const std::string& name, std::vector<Index> modes, Index rank, Index usual) {
    for (const Index k : modes) {
      const auto axis = static_cast<std::size_t>(k);
      if (rank != usual) asked_[axis] = std::max(asked_[axis], rank);
      rank = std::min(rank, distinct_[axis]);
    }
    if (rank > 0) sections_.push_back({name, std::move(modes), false, {rank}});
  }

  void add_product() {
    const ModelOptions& model = options_.model;
    Section section{"product of all axes", {}, model.format == "tucker", {}};
    for (std::size_t k = 0; k < axes(); ++k) section.modes.push_back(static_cast<Index>(k));
    const auto rank = rank_of(model);
    if (rank == Index{0}) return;
    for (std::size_t k = 0; k < axes(); ++k) {
      const Index own = value_of(model.ranks, name_of(k), rank.value_or(0));
      asked_[k] = std::max(asked_[k], own);
      if (section.tucker || k == 0) section.ranks.push_back(own);
    }
    sections_.push_back(std::move(section));
  }

  void add_own(const std::string& name, const SectionOptions& own) {
    std::vector<std::pair<Index, Index>> ranks;  // of the axes, in their order
    for (const LocatedText& axis : own.axes)
      for (std::size_t k = 0; k < axes(); ++k)
        if (name_of(k) == axis.value) {
          const Index rank = value_of(own.ranks, axis.value, own.rank);
          ranks.emplace_back(static_cast<Index>(k), rank);
          asked_[k] = std::max(asked_[k], rank);
        }
    std::sort(ranks.begin(), ranks.end());
    Section section{name, {}, own.format == "tucker", {}};
    for (const auto& [axis, rank] : ranks) {
      section.modes.push_back(axis);
      if (section.tucker || section.ranks.empty()) section.ranks.push_back(rank);
    }
    sections_.push_back(std::move(section));
  }

  const Options& options_;
  std::vector<Index> distinct_;
  std::vector<Index> asked_;
  std::vector<Section> sections_;
};

/// Ranks to choose from, ascending; of a full core only those whose weights are not too many.
std::vector<Index> candidate_ranks(const Options& options) {
  std::vector<Index> ranks;
  for (const double rank : options.validation.candidate_ranks)
    ranks.push_back(static_cast<Index>(std::lround(rank)));
  if (ranks.empty()) ranks = ModelFitOptions{}.candidate_ranks;
  Index largest = options.model.maximum_rank;
  if (options.model.format == "tucker")
    while (largest > 1 &&
           std::pow(static_cast<double>(largest), static_cast<double>(options.axes.size())) >
               static_cast<double>(options.solver.maximum_core))
      --largest;
  for (Index& rank : ranks) rank = std::min(rank, largest);
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
  return ranks;
}

std::optional<Link> link_of(const Options& options, const DataSet& data) {
  if (options.model.link == "log") return Link::log;
  // A given standard deviation is one of the values themselves.
  if (options.model.link == "identity" || !data.observations.noise_learned) return Link::identity;
  return std::nullopt;
}

}  // namespace

ObservedAxis named_axis(const DataSet& data, std::size_t axis) {
  ObservedAxis named = data.observations.axes[axis];
  if (!data.axes[axis].has_two_columns) {
    named.columns = {named.name};
    return named;
  }
  for (std::string& column : named.columns) {
    column = last_part(column);
    for (const ObservedAxis& other : data.observations.axes)
      if (other.columns.size() == 1 && other.name == column) column = named.name + "_" + column;
  }
  return named;
}

std::string quantity_name(const DataSet& data) {
  std::string name = last_part(data.observations.value_name);
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  if (name.empty() || std::isalpha(static_cast<unsigned char>(name.front())) == 0)
    name = "value_" + name;
  for (std::size_t k = 0; k < data.axes.size(); ++k)
    for (const std::string& column : named_axis(data, k).columns)
      if (column == name) return name + "_value";
  return name;
}

TrainingData training_data(const Options& options, const DataSet& data,
                           const std::vector<Index>& rows) {
  TrainingData training;
  for (std::size_t k = 0; k < data.axes.size(); ++k) {
    const std::string& name = options.axes[k].first;
    const AxisPriorOptions prior = prior_of(options, name);
    AxisModel axis;
    axis.name = name;
    axis.geometry = data.axes[k].geometry;
    axis.kernel = prior.kernel.value;
    axis.length_scale = constant(prior.length_scale.value).value_or(0);
    axis.period = prior.period;
    axis.log_spread = options.length_spread;
    training.axes.push_back(std::move(axis));
    training.columns.push_back(named_axis(data, k));
    training.kinds.push_back(data.axes[k].is_time ? AxisKind::time : AxisKind::interval);
  }
  training.points = data.observations.coordinates(rows, Eigen::all);
  training.values = data.observations.values(rows);
  training.quantity = quantity_name(data);
  training.units = data.observations.value_units;
  return training;
}

std::vector<Section> sections_of(const Options& options, const DataSet& data,
                                 const std::vector<Index>& rows) {
  SectionMaker maker(options, data, rows);
  std::vector<Section> sections = maker.make();
  require_enough_coordinates(data, rows, maker.asked());
  return sections;
}

PredictiveLaw predictive_law(const Options& options) {
  const ObservationOptions& o = options.observations;
  return {o.noise_model == "student-t" ? o.degrees_of_freedom : 0};
}

ModelFitOptions fit_options(const Options& options, const DataSet& data,
                            const std::vector<Index>& rows, const RunContext& context) {
  ModelFitOptions fit;
  fit.sections = sections_of(options, data, rows);
  fit.candidate_ranks = candidate_ranks(options);
  fit.link = link_of(options, data);
  fit.starts = options.solver.starts;
  fit.local = options.model.local_process;
  fit.main_effects_member = options.model.local_process;
  fit.degrees_of_freedom = predictive_law(options).degrees_of_freedom;
  const Eigen::VectorXd& noise = data.observations.noise;
  if (noise.size() > 0)
    fit.noise_deviation = std::sqrt(noise.squaredNorm() / static_cast<double>(noise.size()));
  fit.full_grid = options.solver.full_grid;
  fit.maximum_core = options.solver.maximum_core;
  fit.largest_saved = options.output.saved_rows;
  fit.fit.maximum_sweeps = options.solver.maximum_sweeps;
  fit.fit.pruning.enabled = options.solver.prune;
  fit.fit.relative_tolerance = options.solver.relative_tolerance;
  fit.threads = context.threads;
  if (context.communicator != nullptr && context.communicator->size() > 1) {
    fit.rank = context.communicator->rank();
    fit.ranks = context.communicator->size();
    fit.sum_over_ranks = [communicator = context.communicator](std::span<double> values) {
      communicator->allreduce_sum(values);
    };
  }
  return fit;
}

InnerSplit inner_split(const Options& options, const DataSet& data, const Split& outer,
                       const RandomStreams& random) {
  const auto positions = [&outer](const std::vector<Index>& rows) {
    std::vector<Index> result;
    for (const Index row : rows)
      result.push_back(std::lower_bound(outer.train.begin(), outer.train.end(), row) -
                       outer.train.begin());
    return result;
  };
  try {
    const Split inner = make_inner_split(options, data, outer, random);
    return {positions(inner.train), positions(inner.test)};
  } catch (const DataError&) {
    const bool is_given =
        link_of(options, data) &&
        (rank_of(options.model) || !options.model.ranks.empty() || !options.model.sections.empty());
    if (!is_given) throw;
    return {};
  }
}

}  // namespace tessera::tucker
