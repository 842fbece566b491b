#include "apps/tucker/mode_functions.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

namespace tessera::tucker {
namespace {

/// Energies are measured on at most this many rows, evenly spread.
constexpr Index energy_rows = 200000;
/// A curve of more coordinates than this is drawn on as many equidistant ones.
constexpr Index curve_points = 5000;

/// Number of each row among the rows of `distinct`.
std::vector<Index> numbers_among(const Eigen::MatrixXd& distinct, const Eigen::MatrixXd& rows) {
  const auto key = [](const auto& row) {
    std::vector<double> values;
    for (Index c = 0; c < row.size(); ++c) values.push_back(row[c]);
    return values;
  };
  std::map<std::vector<double>, Index> number;
  for (Index i = 0; i < distinct.rows(); ++i) number[key(distinct.row(i))] = i;
  std::vector<Index> numbers;
  for (Index n = 0; n < rows.rows(); ++n) numbers.push_back(number.at(key(rows.row(n))));
  return numbers;
}

class ModeFunctions {
 public:
  ModeFunctions(const FactorModel& model, const Eigen::MatrixXd& points, Outcome& outcome)
      : model_(model),
        member_(model.members().front()),
        table_(member_.components.table),
        outcome_(outcome) {
    for (Index k = 0; k < table_.modes(); ++k) {
      values_.push_back(at(k, axis(k).coordinates));
      signs_.emplace_back();
      for (Index f = 0; f < values_.back().mean.rows(); ++f) {
        Index place = 0;
        values_.back().mean.row(f).cwiseAbs().maxCoeff(&place);
        signs_.back().push_back(values_.back().mean(f, place) < 0 ? -1 : 1);
      }
    }
    find_energies(points);
    order_components();
  }

  void add() {
    add_table();
    for (Index k = 0; k < table_.modes(); ++k) add_axis(k);
  }

 private:
  const AxisModel& axis(Index k) const {
    return model_.description().axes[static_cast<std::size_t>(k)];
  }

  FactorMarginals at(Index k, const Eigen::MatrixXd& coordinates) const {
    const auto mode = static_cast<std::size_t>(k);
    if (member_.components.smoothers[mode] == nullptr)
      return {Eigen::MatrixXd(0, coordinates.rows()), Eigen::MatrixXd(0, coordinates.rows()), 0};
    return member_.components.smoothers[mode]->predict(member_.components.sites[mode], coordinates,
                                                       0);
  }

  void find_energies(const Eigen::MatrixXd& points) {
    std::vector<Index> rows;
    const Index step = std::max<Index>(1, points.rows() / energy_rows);
    for (Index n = 0; n < points.rows(); n += step) rows.push_back(n);
    std::vector<std::vector<Index>> number;
    Index column = 0;
    for (Index k = 0; k < table_.modes(); ++k) {
      const Index count = axis(k).coordinates.cols();
      number.push_back(
          numbers_among(axis(k).coordinates, points(rows, Eigen::seqN(column, count))));
      column += count;
    }
    energy_.resize(table_.components());
    for (Index c = 0; c < table_.components(); ++c) {
      Eigen::ArrayXd product = Eigen::ArrayXd::Constant(static_cast<Index>(rows.size()),
                                                        member_.components.weight_mean[c]);
      for (Index k = 0; k < table_.modes(); ++k)
        if (const int f = table_.factor(c, k); f >= 0)
          for (std::size_t n = 0; n < rows.size(); ++n)
            product[static_cast<Index>(n)] *= values_[static_cast<std::size_t>(k)].mean(
                f, number[static_cast<std::size_t>(k)][n]);
      energy_[c] = (product - product.mean()).square().mean();
    }
  }

  void order_components() {
    order_.resize(static_cast<std::size_t>(table_.components()));
    std::iota(order_.begin(), order_.end(), Index{0});
    std::stable_sort(order_.begin(), order_.end(),
                     [this](Index a, Index b) { return energy_[a] > energy_[b]; });
  }

  /// Functions of a mode, those of the strongest components first.
  std::vector<Index> functions_by_energy(Index k) const {
    std::vector<Index> functions;
    for (const Index c : order_) {
      const int f = table_.factor(c, k);
      if (f >= 0 && std::find(functions.begin(), functions.end(), f) == functions.end())
        functions.push_back(f);
    }
    return functions;
  }

  double length_scale(Index k, Index f) const {
    const auto& smoother = member_.components.smoothers[static_cast<std::size_t>(k)];
    for (const KernelParameter& p : smoother->parameters(f))
      if (p.name.find("length_scale") != std::string::npos) return p.value;
    return std::nan("");
  }

  /// One line per component: where its functions stand, with the sign that is left to the weight.
  void add_table() {
    Table t{"model/components", "Components of the first member, by energy", {}};
    const auto column = [&](const std::string& name, const std::string& units, auto value) {
      Table::Column entries{name, units, {}};
      for (const Index c : order_) entries.values.push_back(value(c));
      t.columns.push_back(std::move(entries));
    };
    const double total = std::max(energy_.sum(), 1e-300);
    column("section", "", [&](Index c) {
      return static_cast<double>(table_.section[static_cast<std::size_t>(c)]);
    });
    column("weight", "", [&](Index c) {
      double weight = member_.components.weight_mean[c];
      for (Index k = 0; k < table_.modes(); ++k)
        if (const int f = table_.factor(c, k); f >= 0)
          weight *= signs_[static_cast<std::size_t>(k)][static_cast<std::size_t>(f)];
      return weight;
    });
    column("weight_standard_deviation", "", [&](Index c) {
      return std::sqrt(std::max(member_.components.weight_covariance(c, c), 0.0));
    });
    column("energy_share", "", [&](Index c) { return energy_[c] / total; });
    for (Index k = 0; k < table_.modes(); ++k) {
      const std::vector<Index> functions = functions_by_energy(k);
      column("function_of_" + axis(k).name, "", [&](Index c) {
        const int f = table_.factor(c, k);
        if (f < 0) return std::nan("");
        return 1.0 + static_cast<double>(std::find(functions.begin(), functions.end(), f) -
                                         functions.begin());
      });
      column("length_scale_" + axis(k).name, axis(k).places() ? "" : units_of(k), [&](Index c) {
        const int f = table_.factor(c, k);
        return f < 0 ? std::nan("") : length_scale(k, f);
      });
    }
    outcome_.tables.push_back(std::move(t));
    add_lines();
  }

  std::string units_of(Index k) const {
    return model_.description().columns[static_cast<std::size_t>(k)].units.front();
  }

  /// The strongest components in words.
  void add_lines() {
    const double total = std::max(energy_.sum(), 1e-300);
    outcome_.report.push_back(
        "strongest components (share of the variance of all, on the link's "
        "scale; length scales):");
    for (std::size_t i = 0; i < std::min<std::size_t>(order_.size(), 5); ++i) {
      const Index c = order_[i];
      if (energy_[c] < 0.005 * total) break;
      std::string lengths;
      for (Index k = 0; k < table_.modes(); ++k)
        if (const int f = table_.factor(c, k); f >= 0)
          lengths += fmt::format("{}{} {:.3g}{}", lengths.empty() ? "" : ", ", axis(k).name,
                                 length_scale(k, f),
                                 axis(k).geometry == Geometry::great_circle ? " km" : "");
      const auto section = static_cast<std::size_t>(table_.section[static_cast<std::size_t>(c)]);
      outcome_.report.push_back(fmt::format("  {:5.1f} %  {:<34} {}", 100 * energy_[c] / total,
                                            table_.sections[section].name, lengths));
    }
  }

  /// The axis of the curves: observed coordinates, of places their numbers.
  Axis curve_axis(Index k, Eigen::MatrixXd& coordinates) const {
    const AxisModel& model = axis(k);
    Axis result{"observed_" + model.name,
                model.places() ? "" : units_of(k),
                {},
                model.places() ? AxisKind::index : AxisKind::interval,
                {}};
    coordinates = model.coordinates;
    if (!model.places() && coordinates.rows() > curve_points)
      coordinates = Eigen::VectorXd::LinSpaced(curve_points, coordinates(0, 0),
                                               coordinates(coordinates.rows() - 1, 0));
    for (Index i = 0; i < coordinates.rows(); ++i)
      result.coordinates.push_back(model.places() ? static_cast<double>(i) : coordinates(i, 0));
    return result;
  }

  void add_field(const std::string& name, const std::string& words, const std::string& units,
                 const Axis& along, const Eigen::VectorXd& values) {
    outcome_.fields.push_back({name, words, units, {{along}}, {values.begin(), values.end()}});
  }

  void add_axis(Index k) {
    const std::vector<Index> functions = functions_by_energy(k);
    if (functions.empty()) return;
    Eigen::MatrixXd x;
    const Axis along = curve_axis(k, x);
    const std::string& name = axis(k).name;
    const ObservedAxis& columns = model_.description().columns[static_cast<std::size_t>(k)];
    if (axis(k).places())
      for (Index c = 0; c < x.cols(); ++c) {
        const auto column = static_cast<std::size_t>(c);
        add_field(along.name + "_" + columns.columns[column],
                  columns.columns[column] + " of " + name, columns.units[column], along, x.col(c));
      }
    const FactorMarginals q = at(k, x);
    const Index count = q.mean.rows();
    for (std::size_t i = 0; i < functions.size(); ++i) {
      const Index f = functions[i];
      const double sign = signs_[static_cast<std::size_t>(k)][static_cast<std::size_t>(f)];
      const std::string label = fmt::format("{}_function_{}", name, i + 1);
      const auto owner = static_cast<std::size_t>(
          table_.owner[static_cast<std::size_t>(k)][static_cast<std::size_t>(f)]);
      add_field(label,
                fmt::format("function {} of {} ({})", i + 1, name, table_.sections[owner].name), "",
                along, sign * q.mean.row(f).transpose());
      add_field(label + "_standard_deviation", "standard deviation of " + label, "", along,
                q.covariance.row(f * count + f).transpose().cwiseMax(0.0).cwiseSqrt());
    }
  }

  const FactorModel& model_;
  const Member& member_;
  const ComponentTable& table_;
  Outcome& outcome_;
  std::vector<FactorMarginals> values_;     ///< at the observed coordinates
  std::vector<std::vector<double>> signs_;  ///< of each function, [mode][function]
  Eigen::VectorXd energy_;                  ///< of each component
  std::vector<Index> order_;                ///< components, largest energy first
};

}  // namespace

void add_mode_functions(const FactorModel& model, Outcome& outcome) {
  ModeFunctions(model, model.description().points, outcome).add();
}

}  // namespace tessera::tucker
