#include "apps/product/result.hpp"

#include <complex>
#include <utility>

#include <fmt/format.h>

#include "apps/product/names.hpp"
#include "data/deck/words.hpp"

namespace tessera::product {
namespace {

Axis index_axis(const std::string& name, Index count) {
  Axis axis{name, "", {}, AxisKind::index, {}};
  for (Index i = 0; i < count; ++i) axis.coordinates.push_back(static_cast<double>(i));
  return axis;
}

Irreps with_channels(Irreps irreps, Index channels) {
  for (IrrepBlock& block : irreps.blocks) block.multiplicity = channels;
  return irreps;
}

/// [sample][channel][coefficient] to e3nn's order.
std::vector<double> e3nn_order(const Irreps& irreps, Index samples, Index channels,
                               const std::vector<double>& in) {
  const Index size = dimension(irreps) / channels;
  std::vector<double> out;
  out.reserve(in.size());
  for (Index s = 0; s < samples; ++s) {
    Index start = 0;
    for (const IrrepBlock& block : irreps.blocks) {
      const Index width = 2 * block.irrep.degree + 1;
      for (Index c = 0; c < channels; ++c) {
        const double* first = in.data() + (s * channels + c) * size + start;
        out.insert(out.end(), first, first + width);
      }
      start += width;
    }
  }
  return out;
}

/// Real and imaginary part side by side where the convention is complex.
std::vector<double> in_convention(const Irreps& irreps, Index samples, const Convention& to,
                                  std::vector<double> values) {
  const ConventionConversion conversion(irreps, Convention{}, to);
  if (to.basis == HarmonicBasis::real) {
    conversion.apply(samples, values.data(), values.data());
    return values;
  }
  std::vector<std::complex<double>> complex(values.size());
  conversion.apply(samples, values.data(), complex.data());
  const auto* parts = reinterpret_cast<const double*>(complex.data());
  return {parts, parts + 2 * complex.size()};
}

void add_labels(const Irreps& irreps, Outcome& outcome) {
  std::vector<std::pair<const char*, std::vector<double>>> labels{
      {"block", {}}, {"channel", {}}, {"degree", {}}, {"order", {}}, {"parity", {}}};
  for (std::size_t b = 0; b < irreps.blocks.size(); ++b) {
    const IrrepBlock& block = irreps.blocks[b];
    for (Index c = 0; c < block.multiplicity; ++c)
      for (int m = -block.irrep.degree; m <= block.irrep.degree; ++m) {
        const double row[] = {static_cast<double>(b), static_cast<double>(c),
                              static_cast<double>(block.irrep.degree), static_cast<double>(m),
                              static_cast<double>(block.irrep.parity)};
        for (std::size_t k = 0; k < labels.size(); ++k) labels[k].second.push_back(row[k]);
      }
  }
  const Grid grid{{index_axis("coefficient", dimension(irreps))}};
  for (auto& [name, values] : labels)
    outcome.fields.push_back(
        {name, fmt::format("{} of a coefficient", name), "", grid, std::move(values)});
}

std::string factor_words(const Multiplication& m) {
  std::string words;
  for (std::size_t k = 0; k < m.factors.size(); ++k)
    words += (k == 0 ? "" : " x ") + m.names[k] + " (" +
             printable(to_string(m.factors[k].irreps), 40) + ")";
  return words;
}

}  // namespace

void report_product(const Options& deck, const Multiplication& m, const ProductResult& r,
                    Outcome& o) {
  const std::string method = name_of(r.method);
  const std::string error =
      r.reference_error
          ? fmt::format("error {:.1e} against the reference product", *r.reference_error)
          : std::string("not checked");
  o.report.push_back(fmt::format("{}: {}", deck.product.coupling, factor_words(m)));
  o.report.push_back(fmt::format("  result      {} in each of {} channels, {} samples",
                                 printable(to_string(m.out), 80), m.channels, m.samples));
  o.report.push_back(fmt::format("  method      {}{}, {}, {}; set-up {:.3g} ms", method,
                                 m.rule.empty() ? "" : " (automatic, rule: " + m.rule + ")",
                                 deck.product.precision, r.instruction_set, 1e3 * r.setup_time_s));
  o.report.push_back(
      fmt::format("  speed       {:.4g} ns per product, {:.3g} GFLOP/s, {:.1f} % of the FMA peak "
                  "{:.1f} GFLOP/s",
                  r.ns_per_product, r.gflops, 100 * r.gflops / r.peak_gflops, r.peak_gflops));
  o.report.push_back("  accuracy    " + error);
  o.status = "done";
  o.headline = fmt::format("{} products by {}, {}", m.samples * m.channels, method, error);
  Summary& s = o.summary;
  s.emplace_back("coupling", deck.product.coupling);
  s.emplace_back("method", method);
  if (!m.rule.empty()) s.emplace_back("method_rule", m.rule);
  s.emplace_back("precision", deck.product.precision);
  s.emplace_back("instruction_set", r.instruction_set);
  s.emplace_back("samples", m.samples);
  s.emplace_back("channels", m.channels);
  s.emplace_back("output_irreps", to_string(with_channels(m.out, m.channels)));
  s.emplace_back("output_convention", description(m.output_convention));
  s.emplace_back("setup_time_s", r.setup_time_s);
  s.emplace_back("solve_time_s", r.solve_time_s);
  s.emplace_back("ns_per_product", r.ns_per_product);
  s.emplace_back("gflops", r.gflops);
  s.emplace_back("fma_peak_gflops", r.peak_gflops);
  if (r.reference_error) s.emplace_back("reference_error", *r.reference_error);
}

void add_product_fields(const Multiplication& m, const ProductResult& result, Outcome& outcome) {
  const Irreps irreps = with_channels(m.out, m.channels);
  const Convention to = converted_part(m.output_convention, m.options.coupling);
  Field field{"product", "product, " + printable(to_string(irreps), 80), "", {}, {}};
  if (to.basis == HarmonicBasis::complex) field.grid.axes.push_back(index_axis("part", 2));
  field.grid.axes.push_back(index_axis("coefficient", dimension(irreps)));
  field.grid.axes.push_back(index_axis("sample", m.samples));
  field.values = in_convention(irreps, m.samples, to,
                               e3nn_order(irreps, m.samples, m.channels, result.coefficients));
  outcome.fields.push_back(std::move(field));
  add_labels(irreps, outcome);
}

}  // namespace tessera::product
