#include "solvers/sphere/given_coefficients.hpp"

#include <algorithm>
#include <numbers>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "models/formula/grid_evaluator.hpp"
#include "solvers/spectral/spherical_transform.hpp"

namespace tessera::sphere {
namespace {

using Kind = GivenField::Kind;

/// Components of a vector potential's field or the function itself.
std::vector<Formula> formulas_of(const GivenField& field) {
  if (field.kind == Kind::scalar) return {field.formula};
  return {field.formula, field.northward};
}

/// f(latitude, longitude) g(time): `space` is projected once.
struct SeparateTime {
  std::vector<Formula> space;
  Tape time;
};

std::optional<SeparateTime> separate_time(const GivenField& field, const std::string& time) {
  if (field.kind != Kind::scalar || !field.in_time || time.empty()) return {};
  const auto parts = field.formula.separate({"latitude", "longitude", time});
  if (!parts) return {};
  return SeparateTime{{(*parts)[0] * (*parts)[1]}, Formula::compile({(*parts)[2]}, {time})};
}

double value(const Tape& tape, double time) {
  double result = 0;
  double* const out = &result;
  const Tape::Input input{&time, 0};
  tape.evaluate(&input, &out, 1);
  return result;
}

}  // namespace

class GivenCoefficients::Work {
 public:
  Work(const GalerkinProgram& program, int degree, double radius, const SphereArrays& arrays,
       int threads)
      : fields_(program.given),
        radius_(radius),
        transform_(fields_.empty() ? 0 : degree,
                   SphereGrid::for_products(fields_.empty() ? 0 : degree, 3),
                   {.threads = threads}) {
    if (fields_.empty()) return;
    find_angles();
    find_names(arrays);
    for (const GivenField& field : fields_) prepare(field);
  }

  bool any_in_time() const {
    return std::ranges::any_of(fields_, [](const GivenField& f) { return f.in_time; });
  }

  void run(bool in_time, double time, double* coefficients) const {
    for (std::size_t k = 0; k < fields_.size(); ++k)
      if (fields_[k].in_time == in_time)
        evaluate(k, time, coefficients + static_cast<Index>(k) * transform_.count());
  }

 private:
  /// What one field needs.
  struct Prepared {
    std::optional<GridEvaluator> evaluator;
    std::optional<Tape> in_time;  ///< factor of `coefficients`
    std::vector<double> coefficients;
  };

  void find_angles() {
    const SphereGrid& grid = transform_.grid();
    coordinates_.resize(3);
    coordinates_[0].resize(grid.longitudes());
    for (Index j = 0; j < grid.longitudes(); ++j) {
      const Index signed_j = 2 * j > grid.longitudes() ? j - grid.longitudes() : j;
      coordinates_[0][j] = 2 * std::numbers::pi * static_cast<double>(signed_j) /
                           static_cast<double>(grid.longitudes());
    }
    coordinates_[1].resize(grid.latitudes());
    for (Index i = 0; i < grid.latitudes(); ++i)
      coordinates_[1][i] = std::numbers::pi / 2 - grid.colatitudes()[static_cast<std::size_t>(i)];
    coordinates_[2].resize(1);
  }

  /// Names in formulas are angles, arrays, and one more that must be time's.
  void find_names(const SphereArrays& arrays) {
    std::set<std::string> used;
    for (const GivenField& field : fields_) {
      if (field.kind == Kind::array) {
        used.insert(field.name);
        continue;
      }
      for (const Formula& formula : formulas_of(field))
        for (const std::string& name : formula.names()) {
          if (name == "latitude" || name == "longitude") continue;
          if (arrays.contains(name)) {
            used.insert(name);
          } else if (field.in_time && (time_.empty() || time_ == name)) {
            time_ = name;
          } else {
            throw std::invalid_argument("there are no values of the array \"" + name + "\"");
          }
        }
    }
    for (const std::string& name : used) read(name, arrays);
  }

  void read(const std::string& name, const SphereArrays& arrays) {
    const auto found = arrays.find(name);
    if (found == arrays.end() || found->second == nullptr)
      throw std::invalid_argument("there are no values of the array \"" + name + "\"");
    std::vector<double> latitudes, longitudes;
    for (const double latitude : coordinates_[1])
      for (const double longitude : coordinates_[0]) {
        latitudes.push_back(latitude);
        longitudes.push_back(longitude);
      }
    names_.push_back(name);
    values_.push_back(found->second->values(latitudes, longitudes));
    if (static_cast<Index>(values_.back().size()) != transform_.grid().points())
      throw std::invalid_argument("the array \"" + name + "\" gave " +
                                  std::to_string(values_.back().size()) + " values at " +
                                  std::to_string(transform_.grid().points()) + " points");
  }

  GridEvaluator evaluator(const std::vector<Formula>& formulas) const {
    return {formulas, {"longitude", "latitude", time_.empty() ? "t" : time_}, names_};
  }

  void prepare(const GivenField& field) {
    Prepared& prepared = prepared_.emplace_back();
    if (field.kind == Kind::array) return;
    if (auto separate = separate_time(field, time_)) {
      prepared.coefficients.resize(static_cast<std::size_t>(transform_.count()));
      project(field.kind, evaluator(separate->space), 0, prepared.coefficients.data());
      prepared.in_time = std::move(separate->time);
    } else {
      prepared.evaluator.emplace(evaluator(formulas_of(field)));
    }
  }

  void evaluate(std::size_t k, double time, double* out) const {
    const Prepared& prepared = prepared_[k];
    const auto count = static_cast<std::size_t>(transform_.count());
    if (fields_[k].kind == Kind::array) {
      const auto at = std::ranges::find(names_, fields_[k].name) - names_.begin();
      transform_.analysis(values_[static_cast<std::size_t>(at)], {out, count});
    } else if (prepared.in_time) {
      const double factor = value(*prepared.in_time, time);
      std::ranges::transform(prepared.coefficients, out, [=](double c) { return factor * c; });
    } else {
      project(fields_[k].kind, *prepared.evaluator, time, out);
    }
  }

  void project(Kind kind, const GridEvaluator& evaluator, double time, double* out) const {
    std::vector<Eigen::VectorXd> at = coordinates_;
    at[2][0] = time;
    std::vector<const double*> arrays;
    for (const std::vector<double>& values : values_) arrays.push_back(values.data());
    std::vector<Eigen::VectorXd> values = evaluator.evaluate(at, arrays);
    const auto span = [](const Eigen::VectorXd& v) {
      return std::span<const double>(v.data(), static_cast<std::size_t>(v.size()));
    };
    const auto count = static_cast<std::size_t>(transform_.count());
    if (kind == Kind::scalar) {
      transform_.analysis(span(values[0]), {out, count});
      return;
    }
    // Potentials on the sphere of radius R are R times those on the unit sphere.
    values[0] *= radius_;
    values[1] *= -radius_;
    std::vector<double> other(count);
    double* const spheroidal = kind == Kind::spheroidal ? out : other.data();
    double* const toroidal = kind == Kind::spheroidal ? other.data() : out;
    transform_.analysis_vector(span(values[1]), span(values[0]), {spheroidal, count},
                               {toroidal, count});
  }

  std::vector<GivenField> fields_;
  double radius_;
  SphericalTransform transform_;
  std::string time_;
  std::vector<Eigen::VectorXd> coordinates_;  ///< longitudes, latitudes, time
  std::vector<std::string> names_;            ///< of arrays
  std::vector<std::vector<double>> values_;   ///< of arrays
  std::vector<Prepared> prepared_;
};

GivenCoefficients::GivenCoefficients(const GalerkinProgram& program, int degree, double radius,
                                     const SphereArrays& arrays, int threads)
    : work_(std::make_unique<Work>(program, degree, radius, arrays, threads)) {}
GivenCoefficients::~GivenCoefficients() = default;
GivenCoefficients::GivenCoefficients(GivenCoefficients&&) noexcept = default;

bool GivenCoefficients::any_in_time() const {
  return work_->any_in_time();
}
void GivenCoefficients::constants(double* coefficients) const {
  work_->run(false, 0, coefficients);
}
void GivenCoefficients::at(double time, double* coefficients) const {
  work_->run(true, time, coefficients);
}

}  // namespace tessera::sphere
