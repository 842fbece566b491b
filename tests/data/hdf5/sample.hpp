#pragma once

#include <cmath>
#include <filesystem>

#include "data/hdf5/result_file.hpp"

// The sample result that the tests and check_with_xarray.py know.
namespace tessera::test {

using Texts = std::map<std::string, std::string>;

inline Axis sample_x() {
  return {"x", "m", {0.0, 0.1, 0.3, 0.7}, AxisKind::interval, "distance along the channel"};
}

inline Axis sample_latitude() {
  return {"latitude", "degrees_north", {-30, 0, 45}, AxisKind::interval, {}};
}

inline Axis sample_time() {
  return {"t", "s", {0, 2}, AxisKind::time, "time"};
}

/// u(x, latitude, t) = x + 100 latitude + 10000 t.
inline Field sample_field() {
  Field field{"u", "wind speed", "m s-1", {{sample_x(), sample_latitude(), sample_time()}}, {}};
  for (const double t : sample_time().coordinates)
    for (const double latitude : sample_latitude().coordinates)
      for (const double x : sample_x().coordinates)
        field.values.push_back(x + 100 * latitude + 10000 * t);
  return field;
}

/// On one of the same axes, dimensionless, with a missing value.
inline Field sample_profile() {
  return {"ratio", {}, {}, {{sample_x()}}, {1, std::nan(""), 0.1 + 0.2, -1e-300}};
}

inline Table sample_table() {
  return {"history/ladder",
          "the steps of the solver",
          {{"step", {}, {1, 2, 3}}, {"residual", "m s-2", {1, 1e-5, 1e-11}}}};
}

inline ModelRecord sample_record() {
  ModelRecord record;
  record.type = "spectral factors";
  set_number(record, "variance", 2.5);
  set_array(record, "basis/x/nodes", {3}, {0.25, 0.5, 0.75});
  set_array(record, "coefficients", {2, 3}, {11, 21, 12, 22, 13, 23});
  set_array(record, "empty", {0, 4}, {});
  record.texts["kernel"] = "spectral mixture, angle in °";
  record.texts["note"] = "";
  record.texts["long"] = std::string(70000, 'x') + "end";
  return record;
}

inline void write_sample(hdf5::ResultWriter& writer) {
  writer.write_attributes({{"title", "Sample of Ångström"}, {"source", "tests"}});
  writer.write(sample_field());
  writer.write(sample_profile());
  writer.write(sample_table());
  writer.write(sample_record(), "/model");
  writer.write(Texts{{"version", "1.2"}, {"host", "nowhere"}}, "/provenance");
  writer.write(Texts{{"effective", std::string(100000, '#') + "\nApplication: pde\n"}}, "/deck");
}

}  // namespace tessera::test
