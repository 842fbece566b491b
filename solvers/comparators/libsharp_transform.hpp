#pragma once

#include <memory>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// libsharp's transforms on a Gauss-Legendre grid of (degree + 1) x (2 degree + 2) points: the
/// rival of ours. One thread, one field a call, which is what it is fastest at. Coefficients and
/// values are random: only time counts.
class LibsharpTransform {
 public:
  enum class Kind { synthesis, analysis, vector_synthesis, vector_analysis };

  LibsharpTransform(int degree, Index fields);
  ~LibsharpTransform();
  void run(Kind kind);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tessera
