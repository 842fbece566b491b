#include "apps/product/transform_rows.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include <fmt/format.h>

#include "apps/product/benchmark_rows.hpp"
#include "apps/product/stopwatch.hpp"
#include "data/fields/errors.hpp"
#include "solvers/comparators/libsharp_transform.hpp"
#include "solvers/spectral/spherical_transform.hpp"

namespace tessera::product {
namespace {

using Kind = LibsharpTransform::Kind;

struct NamedKind {
  Kind kind;
  const char* name;
};
constexpr NamedKind kinds[] = {{Kind::synthesis, "synthesis"},
                               {Kind::analysis, "analysis"},
                               {Kind::vector_synthesis, "vector synthesis"},
                               {Kind::vector_analysis, "vector analysis"}};

/// Ours with its batch.
class OwnTransform {
 public:
  OwnTransform(int degree, Index fields)
      : transform_(degree, SphereGrid(degree + 1, 2 * degree + 2)) {
    std::mt19937_64 generator(1);
    std::normal_distribution<double> normal;
    const auto random = [&](Index size) {
      std::vector<double> values(static_cast<std::size_t>(fields * size));
      std::generate(values.begin(), values.end(), [&] { return normal(generator); });
      return values;
    };
    c_ = random(transform_.count());
    d_ = random(transform_.count());
    u_ = random(transform_.grid().points());
    v_ = random(transform_.grid().points());
  }
  void run(Kind kind) {
    switch (kind) {
      case Kind::synthesis:
        return transform_.synthesis(c_, u_);
      case Kind::analysis:
        return transform_.analysis(u_, c_);
      case Kind::vector_synthesis:
        return transform_.synthesis_vector(c_, d_, u_, v_);
      case Kind::vector_analysis:
        return transform_.analysis_vector(u_, v_, c_, d_);
    }
  }

 private:
  SphericalTransform transform_;
  std::vector<double> c_, d_, u_, v_;
};

struct Comparison {
  std::vector<double> own, rival;  ///< s of a batch

  double ratio() const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < own.size(); ++i) ratios.push_back(rival[i] / own[i]);
    return median(ratios);
  }
};

template <class Transform>
double batch_seconds(Transform& transform, Kind kind, long repeats) {
  const double start = thread_seconds();
  for (long i = 0; i < repeats; ++i) transform.run(kind);
  return (thread_seconds() - start) / static_cast<double>(repeats);
}

Comparison compare(OwnTransform& own, LibsharpTransform& rival, Kind kind,
                   const BenchmarkOptions& options, RunContext& context) {
  own.run(kind);
  const double once = batch_seconds(rival, kind, 1);
  const long repeats = 1 + std::lround(options.minimum_time / once);
  Comparison result;
  for (Index round = 0; round < options.repetitions; ++round) {
    result.own.push_back(batch_seconds(own, kind, repeats));
    result.rival.push_back(batch_seconds(rival, kind, repeats));
    if (context.monitor->should_stop()) throw Interrupted("stopped while transforms were measured");
  }
  return result;
}

}  // namespace

std::vector<Gate> measure_transforms(const BenchmarkOptions& options, RunContext& context,
                                     Outcome& outcome) {
  const TransformOptions& o = options.transforms;
  if (o.degrees.empty()) return {};
  context.monitor->stage("transforms");
  std::vector<Gate> gates;
  Table table{"benchmark_transforms",
              fmt::format("Time of {} fields, one thread; ratio: libsharp over ours", o.fields),
              {{"degree", "", {}}}};
  for (const NamedKind& k : kinds)
    for (const char* what : {"time", "libsharp_time", "ratio"}) {
      std::string name = std::string(k.name) + '_' + what;
      std::replace(name.begin(), name.end(), ' ', '_');
      table.columns.push_back({name, std::string(what) == "ratio" ? "" : "s", {}});
    }
  outcome.report.push_back(
      fmt::format("transforms of {} fields, us of one   ours   libsharp   ratio", o.fields));
  for (const double given : o.degrees) {
    const int degree = static_cast<int>(given);
    OwnTransform own(degree, o.fields);
    LibsharpTransform rival(degree, o.fields);
    std::size_t column = 0;
    table.columns[column++].values.push_back(degree);
    for (const NamedKind& k : kinds) {
      const Comparison result = compare(own, rival, k.kind, options, context);
      const double ratio = result.ratio();
      const double unit = 1e6 / static_cast<double>(o.fields);
      outcome.report.push_back(fmt::format("  L = {:<5} {:<18} {:>10.1f} {:>10.1f} {:>7.2f}",
                                           degree, k.name, unit * median(result.own),
                                           unit * median(result.rival), ratio));
      for (const double value : {median(result.own), median(result.rival), ratio})
        table.columns[column++].values.push_back(value);
      if (o.bar > 0)
        gates.push_back({fmt::format("transform {} L = {}, libsharp over ours", k.name, degree),
                         ratio, o.bar, true});
    }
  }
  outcome.tables.push_back(std::move(table));
  return gates;
}

}  // namespace tessera::product
