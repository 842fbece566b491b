#include "solvers/gp_pde/solution.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "data/fields/errors.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

void require_orders(const std::vector<int>& orders, std::size_t axes) {
  if (orders.size() != axes)
    throw std::invalid_argument("a derivative order is needed for each axis");
  for (const int order : orders)
    if (order < 0) throw std::invalid_argument("derivative orders cannot be negative");
}

}  // namespace

Solution::Solution(std::vector<Axis> axes, std::string quantity,
                   std::vector<std::shared_ptr<const Basis1D>> bases, Tensor coefficients)
    : axes_(std::move(axes)),
      quantity_(std::move(quantity)),
      bases_(std::move(bases)),
      coefficients_(std::move(coefficients)) {}

Tensor Solution::evaluate(const std::vector<Vector>& coordinates,
                          const std::vector<int>& orders) const {
  if (bases_.size() == 1)
    return {{coordinates[0].size()},
            bases_[0]->evaluate(coordinates[0], orders[0], coefficients_.values)};
  Tensor t = coefficients_;
  for (std::size_t k = 0; k < bases_.size(); ++k)
    t = multiply_dense(bases_[k]->evaluate(coordinates[k], orders[k]), t, static_cast<int>(k));
  return t;
}

Prediction Solution::predict(const Grid& grid, const std::vector<int>& orders) const {
  require_orders(orders, axes_.size());
  if (grid.axes.size() != axes_.size())
    throw std::invalid_argument("the grid has " + std::to_string(grid.axes.size()) +
                                " axes, the model " + std::to_string(axes_.size()));
  std::vector<Vector> coordinates;
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    const auto& c = grid.axes[k].coordinates;
    const auto [lower, upper] = bases_[k]->range();
    if (c.front() < lower || c.back() > upper)
      throw DataError("axis " + axes_[k].name + ": the grid leaves the domain [" +
                      std::to_string(lower) + ", " + std::to_string(upper) + "]");
    coordinates.push_back(Eigen::Map<const Vector>(c.data(), static_cast<Index>(c.size())));
  }
  return {evaluate(coordinates, orders).values, {}};
}

Prediction Solution::predict(const Matrix& points, const std::vector<int>& orders) const {
  require_orders(orders, axes_.size());
  if (points.cols() != static_cast<Index>(axes_.size()))
    throw std::invalid_argument("points have " + std::to_string(points.cols()) +
                                " coordinates, the model has " + std::to_string(axes_.size()) +
                                " axes");
  for (Index i = 0; i < points.rows(); ++i)
    for (std::size_t k = 0; k < axes_.size(); ++k) {
      const auto [lower, upper] = bases_[k]->range();
      const double x = points(i, static_cast<Index>(k));
      if (!(x >= lower && x <= upper))
        throw DataError("row " + std::to_string(i) + ": " + axes_[k].name + " = " +
                        std::to_string(x) + " lies outside the domain [" + std::to_string(lower) +
                        ", " + std::to_string(upper) + "]");
    }
  // Contract the last axis first for a block of points, so that memory stays bounded.
  constexpr Index block = 512;
  Vector mean(points.rows());
  for (Index first = 0; first < points.rows(); first += block) {
    const Index count = std::min(block, points.rows() - first);
    // partial: remaining coefficients (before) x points.
    const ModeView last = mode_view(coefficients_.shape, static_cast<int>(axes_.size()) - 1);
    Matrix partial =
        Eigen::Map<const Matrix>(coefficients_.values.data(), last.before, last.length) *
        bases_.back()
            ->evaluate(points.col(points.cols() - 1).segment(first, count), orders.back())
            .transpose();
    for (std::size_t k = axes_.size() - 1; k-- > 0;) {
      const Matrix values =
          bases_[k]->evaluate(points.col(static_cast<Index>(k)).segment(first, count), orders[k]);
      const Index length = coefficients_.shape[k];
      const Index before = partial.rows() / length;
      Matrix next(before, count);
      for (Index p = 0; p < count; ++p)
        next.col(p) = Eigen::Map<const Matrix>(partial.col(p).data(), before, length) *
                      values.row(p).transpose();
      partial = std::move(next);
    }
    mean.segment(first, count) = partial.row(0).transpose();
  }
  return {mean, {}};
}

ModelRecord Solution::record() const {
  ModelRecord record;
  record.type = "gp_pde";
  record.texts["quantity"] = quantity_;
  std::string names;
  const auto store = [&](const std::string& name, const Matrix& m) {
    set_array(record, name, {m.rows(), m.cols()},
              std::vector<double>(m.data(), m.data() + m.size()));
  };
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    const std::string& axis = axes_[k].name;
    names += (k > 0 ? " " : "") + axis;
    record.texts["units_" + axis] = axes_[k].units;
    const auto [lower, upper] = bases_[k]->range();
    set_array(record, "range_" + axis, {2}, {lower, upper});
    record.texts["expansion_" + axis] =
        bases_[k]->expansion() == Expansion::fourier ? "fourier" : "legendre";
    store("even_" + axis, bases_[k]->even());
    store("odd_" + axis, bases_[k]->odd());
  }
  record.texts["axes"] = names;
  set_array(record, "coefficients", coefficients_.shape,
            std::vector<double>(coefficients_.values.begin(), coefficients_.values.end()));
  return record;
}

std::unique_ptr<Predictor> Solution::load(const ModelRecord& record) try {
  std::vector<Axis> axes;
  std::vector<std::shared_ptr<const Basis1D>> bases;
  const std::string names = text_of(record, "axes");
  const auto matrix = [&](const std::string& name) {
    const ModelRecord::Array& a = array_of(record, name);
    if (a.shape.size() != 2 || static_cast<Index>(a.values.size()) != a.shape[0] * a.shape[1])
      throw std::out_of_range("'" + name + "' is not a matrix");
    return Matrix(Eigen::Map<const Matrix>(a.values.data(), a.shape[0], a.shape[1]));
  };
  for (std::size_t first = 0; first < names.size();) {
    const std::size_t last = std::min(names.find(' ', first), names.size());
    const std::string name = names.substr(first, last - first);
    first = last + 1;
    const std::vector<double>& range = array_of(record, "range_" + name).values;
    if (range.size() != 2 || !(range[0] < range[1]))
      throw std::out_of_range("'range_" + name + "' is not a range");
    const bool fourier = text_of(record, "expansion_" + name) == "fourier";
    axes.push_back({name,
                    text_of(record, "units_" + name),
                    range,
                    fourier ? AxisKind::periodic : AxisKind::interval,
                    {}});
    bases.push_back(std::make_shared<Basis1D>(std::pair{range[0], range[1]},
                                              fourier ? Expansion::fourier : Expansion::legendre,
                                              matrix("even_" + name), matrix("odd_" + name)));
  }
  const ModelRecord::Array& c = array_of(record, "coefficients");
  if (c.shape.size() != axes.size() || axes.empty())
    throw std::out_of_range("'coefficients' do not fit the axes");
  for (std::size_t k = 0; k < axes.size(); ++k)
    if (c.shape[k] != bases[k]->rank())
      throw std::out_of_range("'coefficients' do not fit the basis of axis " + axes[k].name);
  Tensor coefficients(
      c.shape, Eigen::Map<const Vector>(c.values.data(), static_cast<Index>(c.values.size())));
  return std::make_unique<Solution>(std::move(axes), text_of(record, "quantity"), std::move(bases),
                                    std::move(coefficients));
} catch (const std::out_of_range& error) {
  throw DataError(error.what());
}

}  // namespace tessera::gp_pde
