#include <iterator>
#include <sstream>
#include <string>

#include "solvers/tucker/factor_model.hpp"

namespace tessera::tucker {
namespace {

constexpr const char* record_type = "tucker";

std::string key(const std::string& name, std::size_t i) {
  return name + "/" + std::to_string(i);
}
template <class Matrix>
void put(ModelRecord& record, const std::string& name, const Matrix& m) {
  const Eigen::MatrixXd dense = m.template cast<double>();
  set_array(record, name, {dense.rows(), dense.cols()},
            std::vector<double>(dense.data(), dense.data() + dense.size()));
}

Eigen::MatrixXd get(const ModelRecord& record, const std::string& name) {
  const ModelRecord::Array& array = array_of(record, name);
  return Eigen::Map<const Eigen::MatrixXd>(array.values.data(), array.shape.at(0),
                                           array.shape.at(1));
}

/// Whole numbers with spaces between them: lists that may be empty.
std::string joined(const std::vector<Index>& numbers) {
  std::string text;
  for (const Index n : numbers) text += (text.empty() ? "" : " ") + std::to_string(n);
  return text;
}

std::vector<Index> separated(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<Index>(stream), std::istream_iterator<Index>()};
}

/// Hyperparameters of all functions of a smoother, one column per function.
Eigen::MatrixXd parameters_of(const FactorSmoother& smoother) {
  Eigen::MatrixXd values;
  for (Index f = 0; f < smoother.functions(); ++f) {
    const auto parameters = smoother.parameters(f);
    values.conservativeResize(static_cast<Index>(parameters.size()), smoother.functions());
    for (std::size_t p = 0; p < parameters.size(); ++p)
      values(static_cast<Index>(p), f) = parameters[p].value;
  }
  return values;
}

void put_axis(ModelRecord& record, std::size_t k, const AxisModel& axis,
              const ObservedAxis& columns, AxisKind kind) {
  put(record, key("coordinates", k), axis.coordinates);
  record.texts[key("kernel", k)] = axis.kernel;
  record.texts[key("geometry", k)] =
      axis.geometry == Geometry::great_circle ? "great circle" : "euclidean";
  record.texts[key("axis", k)] = axis.name;
  for (std::size_t c = 0; c < columns.columns.size(); ++c) {
    record.texts[key("column/" + std::to_string(k), c)] = columns.columns[c];
    record.texts[key("units/" + std::to_string(k), c)] = columns.units[c];
  }
  set_number(record, key("period", k), axis.period);
  set_number(record, key("kind", k), static_cast<double>(kind));
}

void get_axis(const ModelRecord& record, std::size_t k, ModelDescription& description) {
  AxisModel axis;
  axis.coordinates = get(record, key("coordinates", k));
  axis.kernel = text_of(record, key("kernel", k));
  axis.geometry = text_of(record, key("geometry", k)) == "great circle" ? Geometry::great_circle
                                                                        : Geometry::euclidean;
  axis.name = text_of(record, key("axis", k));
  axis.period = number_of(record, key("period", k));
  ObservedAxis columns{axis.name, {}, {}};
  for (Index c = 0; c < axis.coordinates.cols(); ++c) {
    columns.columns.push_back(text_of(record, key("column/" + std::to_string(k), c)));
    columns.units.push_back(text_of(record, key("units/" + std::to_string(k), c)));
  }
  description.kinds.push_back(static_cast<AxisKind>(number_of(record, key("kind", k))));
  description.axes.push_back(std::move(axis));
  description.columns.push_back(std::move(columns));
}

/// The sections, from which the component table follows.
void put_sections(ModelRecord& record, const std::string& prefix,
                  const std::vector<Section>& sections) {
  set_number(record, prefix + "sections", static_cast<double>(sections.size()));
  for (std::size_t s = 0; s < sections.size(); ++s) {
    record.texts[key(prefix + "section", s)] = sections[s].name;
    set_number(record, key(prefix + "full_core", s), sections[s].tucker ? 1 : 0);
    record.texts[key(prefix + "section_modes", s)] = joined(sections[s].modes);
    record.texts[key(prefix + "section_ranks", s)] = joined(sections[s].ranks);
  }
}

std::vector<Section> get_sections(const ModelRecord& record, const std::string& prefix) {
  std::vector<Section> sections(static_cast<std::size_t>(number_of(record, prefix + "sections")));
  for (std::size_t s = 0; s < sections.size(); ++s) {
    sections[s].name = text_of(record, key(prefix + "section", s));
    sections[s].tucker = number_of(record, key(prefix + "full_core", s)) != 0;
    sections[s].modes = separated(text_of(record, key(prefix + "section_modes", s)));
    sections[s].ranks = separated(text_of(record, key(prefix + "section_ranks", s)));
  }
  return sections;
}

/// A number for every column; empty lists stand for none.
void put_numbers(ModelRecord& record, const std::string& name, const std::vector<double>& values) {
  set_array(record, name, {static_cast<Index>(values.size())}, values);
}

void put_local(ModelRecord& record, const std::string& prefix, const LocalProcess& local) {
  const LocalProcess::Parameters& p = local.parameters();
  set_number(record, prefix + "local_variance", p.local_variance);
  set_number(record, prefix + "local_cell_variance", p.cell_variance);
  set_number(record, prefix + "local_degrees_of_freedom", p.degrees_of_freedom);
  set_number(record, prefix + "local_shared_cells", p.shared_cells ? 1 : 0);
  put_numbers(record, prefix + "local_lengths", p.lengths);
  put(record, prefix + "local_points", local.residuals().points);
  put(record, prefix + "local_values", local.residuals().values);
  put(record, prefix + "local_noise_variances", local.residuals().noise_variances);
  set_number(record, prefix + "local_neighbours",
             static_cast<double>(local.options().prediction_neighbours));
}

LocalProcess get_local(const ModelRecord& record, const std::string& prefix,
                       const std::vector<AxisModel>& axes) {
  LocalProcess::Parameters p;
  p.local_variance = number_of(record, prefix + "local_variance");
  p.cell_variance = number_of(record, prefix + "local_cell_variance");
  p.degrees_of_freedom = number_of(record, prefix + "local_degrees_of_freedom");
  p.shared_cells = number_of(record, prefix + "local_shared_cells") != 0;
  p.lengths = array_of(record, prefix + "local_lengths").values;
  LocalOptions options;
  options.prediction_neighbours =
      static_cast<Index>(number_of(record, prefix + "local_neighbours"));
  CellResiduals residuals{get(record, prefix + "local_points"),
                          get(record, prefix + "local_values").col(0),
                          get(record, prefix + "local_noise_variances").col(0)};
  return LocalProcess(axes, std::move(residuals), std::move(p), options);
}

void put_components(ModelRecord& record, const std::string& prefix, const FittedComponents& fit) {
  put_sections(record, prefix, fit.table.sections);
  put(record, prefix + "weight_mean", fit.weight_mean);
  put(record, prefix + "weight_covariance", fit.weight_covariance);
  for (std::size_t k = 0; k < fit.sites.size(); ++k) {
    if (fit.smoothers[k] == nullptr) continue;
    put(record, key(prefix + "site_precision", k), fit.sites[k].precision);
    put(record, key(prefix + "site_linear", k), fit.sites[k].linear);
    put(record, key(prefix + "hyperparameters", k), parameters_of(*fit.smoothers[k]));
  }
}

FittedComponents get_components(const ModelRecord& record, const std::string& prefix,
                                const std::vector<AxisModel>& axes) {
  FittedComponents fit;
  fit.table = make_component_table(static_cast<Index>(axes.size()), get_sections(record, prefix));
  fit.weight_mean = get(record, prefix + "weight_mean").col(0);
  fit.weight_covariance = get(record, prefix + "weight_covariance");
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const Index functions = fit.table.functions[k];
    fit.smoothers.push_back(nullptr);
    fit.sites.emplace_back();
    if (functions == 0) continue;
    fit.sites.back() = {get(record, key(prefix + "site_precision", k)),
                        get(record, key(prefix + "site_linear", k))};
    const Eigen::MatrixXd values = get(record, key(prefix + "hyperparameters", k));
    fit.smoothers.back() = make_smoother(axes[k], std::vector<double>(functions, 1.0));
    for (Index f = 0; f < functions; ++f)
      fit.smoothers.back()->set_parameters(
          f, std::vector<double>(values.col(f).data(), values.col(f).data() + values.rows()));
  }
  return fit;
}

}  // namespace

void put_member(ModelRecord& record, const std::string& prefix, const Member& member) {
  record.texts[prefix + "name"] = member.name;
  put_components(record, prefix, member.components);
  set_number(record, prefix + "local", member.local ? 1 : 0);
  if (member.local) put_local(record, prefix, *member.local);
  set_number(record, prefix + "cell_variance", member.cell_variance);
  set_number(record, prefix + "measurement_variance", member.measurement_variance);
  set_number(record, prefix + "share", member.share);
}

Member get_member(const ModelRecord& record, const std::string& prefix,
                  const std::vector<AxisModel>& axes) {
  Member member;
  member.name = text_of(record, prefix + "name");
  member.components = get_components(record, prefix, axes);
  if (number_of(record, prefix + "local") != 0) member.local = get_local(record, prefix, axes);
  member.cell_variance = number_of(record, prefix + "cell_variance");
  member.measurement_variance = number_of(record, prefix + "measurement_variance");
  member.share = number_of(record, prefix + "share");
  return member;
}

ModelRecord FactorModel::record() const {
  ModelRecord record;
  record.type = record_type;
  set_number(record, "axes", static_cast<double>(description_.axes.size()));
  for (std::size_t k = 0; k < description_.axes.size(); ++k)
    put_axis(record, k, description_.axes[k], description_.columns[k], description_.kinds[k]);
  record.texts["quantity"] = description_.quantity;
  record.texts["quantity_units"] = description_.units;
  const Standardisation& s = description_.standardisation;
  record.texts["link"] = s.link == Link::log ? "log" : "identity";
  set_number(record, "link_mean", s.mean);
  set_number(record, "link_scale", s.scale);
  put(record, "trend_centre", s.centre);
  put(record, "trend_slopes", s.slopes);
  set_number(record, "calibration", description_.calibration);
  set_number(record, "chosen_rank", static_cast<double>(description_.rank));
  set_number(record, "main_effects_share", description_.main_effects_share);
  set_number(record, "chosen_from", static_cast<double>(description_.chosen_from));
  if (description_.saves_rows) {
    put(record, "training/points", description_.points);
    put(record, "training/values", description_.values);
  }
  set_number(record, "members", static_cast<double>(members_.size()));
  for (std::size_t m = 0; m < members_.size(); ++m)
    put_member(record, "member/" + std::to_string(m) + "/", members_[m]);
  return record;
}

std::unique_ptr<Predictor> FactorModel::load(const ModelRecord& record) {
  ModelDescription description;
  const auto modes = static_cast<std::size_t>(number_of(record, "axes"));
  for (std::size_t k = 0; k < modes; ++k) get_axis(record, k, description);
  description.quantity = text_of(record, "quantity");
  description.units = text_of(record, "quantity_units");
  Standardisation& s = description.standardisation;
  s.link = text_of(record, "link") == "log" ? Link::log : Link::identity;
  s.mean = number_of(record, "link_mean");
  s.scale = number_of(record, "link_scale");
  s.centre = get(record, "trend_centre").row(0);
  s.slopes = get(record, "trend_slopes").row(0);
  description.calibration = number_of(record, "calibration");
  description.rank = static_cast<Index>(number_of(record, "chosen_rank"));
  description.main_effects_share = number_of(record, "main_effects_share");
  description.chosen_from = static_cast<Index>(number_of(record, "chosen_from"));
  description.saves_rows = record.arrays.contains("training/values");
  if (description.saves_rows) {
    description.points = get(record, "training/points");
    description.values = get(record, "training/values").col(0);
  }
  std::vector<Member> members;
  for (std::size_t m = 0; m < static_cast<std::size_t>(number_of(record, "members")); ++m)
    members.push_back(get_member(record, "member/" + std::to_string(m) + "/", description.axes));
  return std::make_unique<FactorModel>(std::move(description), std::move(members));
}

}  // namespace tessera::tucker
