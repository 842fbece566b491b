#include "solvers/sphere_gp/sphere_model.hpp"

namespace tessera::sphere_gp {
namespace {

std::vector<double> numbers(const std::vector<KernelParameter>& parameters) {
  std::vector<double> values;
  for (const KernelParameter& p : parameters) values.push_back(p.value);
  return values;
}

void set_list(ModelRecord& record, const std::string& name, std::vector<double> values) {
  const auto n = static_cast<Index>(values.size());
  set_array(record, name, {n}, std::move(values));
}

AngularSpectrum spectrum_from(const ModelRecord& record, const std::string& prefix) {
  const std::vector<double>& degrees = array_of(record, prefix + "degrees").values;
  const sphere::DegreeRange range{static_cast<int>(degrees.at(0)), static_cast<int>(degrees.at(1))};
  const std::vector<double>& p = array_of(record, prefix + "spectrum_parameters").values;
  const auto kind =
      static_cast<AngularSpectrum::Kind>(static_cast<int>(number_of(record, prefix + "spectrum")));
  if (kind == AngularSpectrum::Kind::matern)
    return AngularSpectrum::matern(p.at(2), p.at(1), p.at(0), range);
  if (kind == AngularSpectrum::Kind::table)
    return AngularSpectrum::table(array_of(record, prefix + "variances").values, p.at(0), range);
  std::vector<sphere::SpectralBump> bumps;
  for (std::size_t k = 1; k < p.size(); k += 3) bumps.push_back({p[k], p.at(k + 1), p.at(k + 2)});
  return AngularSpectrum::mixture(std::move(bumps), p.at(0), range);
}

}  // namespace

ModelRecord record_of(const SphereModel& model) {
  ModelRecord record;
  record.type = "sphere_model";
  set_number(record, "mean_degree", model.mean_degree);
  set_number(record, "noise", model.noise);
  set_number(record, "terms", static_cast<double>(model.terms.size()));
  for (std::size_t k = 0; k < model.terms.size(); ++k) {
    const SphereTerm& term = model.terms[k];
    const std::string prefix = "term_" + std::to_string(k) + "_";
    record.texts[prefix + "name"] = term.name;
    set_number(record, prefix + "time_law", static_cast<double>(term.time));
    set_number(record, prefix + "matern_order", term.matern_order);
    set_number(record, prefix + "time_scale", term.time_scale);
    set_number(record, prefix + "place_deviation", term.place_deviation);
    set_number(record, prefix + "spectrum",
               term.spectrum ? static_cast<double>(term.spectrum->kind()) : -1);
    if (term.spectrum) {
      const sphere::DegreeRange d = term.spectrum->degrees();
      set_list(record, prefix + "degrees",
               {static_cast<double>(d.first), static_cast<double>(d.last)});
      set_list(record, prefix + "spectrum_parameters", numbers(term.spectrum->parameters()));
      const Eigen::VectorXd& c = term.spectrum->variances();
      set_list(record, prefix + "variances", {c.data(), c.data() + c.size()});
    }
    if (term.rates.empty()) continue;
    std::vector<double> parts;
    for (const std::complex<double>& rate : term.rates) {
      parts.push_back(rate.real());
      parts.push_back(rate.imag());
    }
    set_array(record, prefix + "rates", {2, static_cast<Index>(term.rates.size())}, parts);
  }
  return record;
}

SphereModel model_from(const ModelRecord& record) {
  SphereModel model;
  model.mean_degree = static_cast<int>(number_of(record, "mean_degree"));
  model.noise = number_of(record, "noise");
  const auto terms = static_cast<std::size_t>(number_of(record, "terms"));
  for (std::size_t k = 0; k < terms; ++k) {
    const std::string prefix = "term_" + std::to_string(k) + "_";
    SphereTerm term;
    term.name = text_of(record, prefix + "name");
    term.time = static_cast<TimeLaw>(static_cast<int>(number_of(record, prefix + "time_law")));
    term.matern_order = static_cast<int>(number_of(record, prefix + "matern_order"));
    term.time_scale = number_of(record, prefix + "time_scale");
    term.place_deviation = number_of(record, prefix + "place_deviation");
    if (number_of(record, prefix + "spectrum") >= 0) term.spectrum = spectrum_from(record, prefix);
    if (term.time == TimeLaw::flow) {
      const std::vector<double>& parts = array_of(record, prefix + "rates").values;
      for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
        term.rates.emplace_back(parts[i], parts[i + 1]);
    }
    model.terms.push_back(std::move(term));
  }
  return model;
}

}  // namespace tessera::sphere_gp
