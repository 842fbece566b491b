#include "solvers/sphere/sphere_linear_part.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>
#include <stdexcept>
#include <string>

#include "solvers/sphere/diagonal_operators.hpp"

namespace tessera::sphere {
namespace {

std::size_t at(Index i) {
  return static_cast<std::size_t>(i);
}

/// Unknowns that are coupled, directly or through others.
std::vector<std::vector<Index>> coupled_unknowns(const std::vector<SpectralField>& fields) {
  std::vector<Index> set(fields.size());
  std::iota(set.begin(), set.end(), Index{0});
  for (std::size_t k = 0; k < fields.size(); ++k)
    for (const SpectralTerm& term : fields[k]) {
      // Copies: the entries that they come from change on the way.
      const auto [low, high] = std::minmax({set[k], set[at(term.source)]});
      std::ranges::replace(set, high, low);
    }
  std::vector<std::vector<Index>> result(fields.size());
  for (std::size_t k = 0; k < set.size(); ++k) result[at(set[k])].push_back(static_cast<Index>(k));
  std::erase_if(result, [](const auto& unknowns) { return unknowns.empty(); });
  return result;
}

class Builder {
 public:
  Builder(const std::vector<SpectralField>& fields, int degree, double radius,
          const std::vector<Hyperdiffusion>& damping)
      : fields_(fields), operators_(degree, radius), damping_(damping) {
    result_.dimension = static_cast<Index>(fields.size()) * operators_.count();
  }

  LinearPart build() && {
    for (const std::vector<Index>& unknowns : coupled_unknowns(fields_))
      for (int l = 0; l <= operators_.degree(); ++l) add(unknowns, l);
    return std::move(result_);
  }

 private:
  bool is_zonal(const std::vector<Index>& unknowns) const {
    return std::ranges::any_of(unknowns, [&](Index k) {
      return std::ranges::any_of(fields_[at(k)], &SpectralTerm::zonal);
    });
  }

  Eigen::MatrixXcd matrix(const std::vector<Index>& unknowns, int l, int m) const {
    const auto n = static_cast<Index>(unknowns.size());
    Eigen::MatrixXcd result = Eigen::MatrixXcd::Zero(n, n);
    for (Index i = 0; i < n; ++i) {
      const Index unknown = unknowns[at(i)];
      for (const SpectralTerm& term : fields_[at(unknown)]) {
        const Index j = std::ranges::find(unknowns, term.source) - unknowns.begin();
        const std::complex<double> derivative =
            term.zonal ? std::complex<double>(0, -m) : std::complex<double>(1, 0);
        result(i, j) += term.factor(l, operators_.radius()) * derivative;
      }
      for (const Hyperdiffusion& d : damping_)
        if (d.unknown == unknown)
          result(i, i) -= d.coefficient * std::abs(operators_.laplacian(l, d.order));
    }
    return result;
  }

  void add(const std::vector<Index>& unknowns, int l) {
    const bool zonal = is_zonal(unknowns);
    Index last = -1;
    for (int m = 0; m <= l; ++m) {
      if (m == 0 || zonal) {
        Eigen::MatrixXcd now = matrix(unknowns, l, m);
        last = -1;
        if (!now.isZero(0)) {
          last = static_cast<Index>(result_.matrices.size());
          result_.matrices.push_back(std::move(now));
        }
      }
      if (last < 0) continue;
      LinearPart::Block block;
      block.matrix = last;
      for (const Index unknown : unknowns) {
        const Index centre = unknown * operators_.count() + Index{l} * l + l;
        block.real.push_back(centre + m);
        if (m > 0) block.imaginary.push_back(centre - m);
      }
      result_.blocks.push_back(std::move(block));
    }
  }

  const std::vector<SpectralField>& fields_;
  DiagonalOperators operators_;
  const std::vector<Hyperdiffusion>& damping_;
  LinearPart result_;
};

}  // namespace

Hyperdiffusion hyperdiffusion(Index unknown, int order, double time, int degree, double radius) {
  if (order < 1 || degree < 1 || !(radius > 0) || !(time > 0))
    throw std::invalid_argument("hyperdiffusion needs a positive order, time, degree and radius");
  const double largest = degree * (degree + 1.0) / (radius * radius);
  return {unknown, order, 1 / (time * std::pow(largest, order))};
}

LinearPart sphere_linear_part(const std::vector<SpectralField>& fields, int degree, double radius,
                              const std::vector<Hyperdiffusion>& damping) {
  const auto unknowns = static_cast<Index>(fields.size());
  const auto check = [&](Index source) {
    if (source < 0 || source >= unknowns)
      throw std::invalid_argument("the linear part of " + std::to_string(unknowns) +
                                  " equations has no unknown " + std::to_string(source));
  };
  for (const SpectralField& field : fields)
    for (const SpectralTerm& term : field) check(term.source);
  for (const Hyperdiffusion& d : damping) check(d.unknown);
  return Builder(fields, degree, radius, damping).build();
}

}  // namespace tessera::sphere
