#include <array>
#include <cmath>
#include <numbers>

#include <boost/test/unit_test.hpp>
#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkStructuredGrid.h>
#include <vtkXMLStructuredGridReader.h>

#include "data/fields/errors.hpp"
#include "data/vtk/vtk_files.hpp"
#include "tests/data/scratch.hpp"
#include "tests/data/vtk/grids.hpp"

using namespace tessera;
namespace files = tessera::vtk;  // VTK has a namespace vtk, too
using test::message_of;
using test::Scratch;

namespace {

Axis latitudes() {
  return uniform_axis("latitude", -90, 90, 5, "degrees_north");
}

/// 0, 30, ..., 330: the first is not repeated.
Axis longitudes() {
  Axis axis = uniform_axis("longitude", 0, 330, 12, "degrees_east");
  axis.kind = AxisKind::periodic;
  return axis;
}

double as_radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

/// x + 10 y + 100 z of the point on the unit sphere; differs at all points that differ.
Field sphere_field(const Axis& first, const Axis& second) {
  Field field{"h", "height", "m", {{first, second}}, {}};
  for (const double b : second.coordinates)
    for (const double a : first.coordinates) {
      const bool longitude_first = first.units == "degrees_east";
      const double east = as_radians(longitude_first ? a : b);
      const double north = as_radians(longitude_first ? b : a);
      field.values.push_back(std::cos(north) * std::cos(east) +
                             10 * std::cos(north) * std::sin(east) + 100 * std::sin(north));
    }
  return field;
}

struct Mesh {
  explicit Mesh(const std::filesystem::path& file) {
    reader->SetFileName(file.c_str());
    reader->Update();
    values = vtkDoubleArray::SafeDownCast(grid().GetPointData()->GetArray("h"));
    BOOST_REQUIRE(values != nullptr);
  }
  vtkStructuredGrid& grid() { return *reader->GetOutput(); }
  std::array<double, 3> point(int column, int row) {
    std::array<double, 3> p{};
    grid().GetPoint(index(column, row), p.data());
    return p;
  }
  double value(int column, int row) { return values->GetValue(index(column, row)); }
  vtkIdType index(int column, int row) {
    int ijk[3] = {column, row, 0};
    int size[3];
    grid().GetDimensions(size);
    return ijk[0] + static_cast<vtkIdType>(size[0]) * ijk[1];
  }
  vtkNew<vtkXMLStructuredGridReader> reader;
  vtkDoubleArray* values = nullptr;
};

void require_point(const std::array<double, 3>& p, double x, double y, double z) {
  BOOST_TEST(std::hypot(p[0] - x, p[1] - y, p[2] - z) < 1e-15);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_map_of_the_globe_becomes_a_closed_unit_sphere) {
  for (const bool longitude_first : {true, false}) {
    const Scratch scratch;
    const Field field = longitude_first ? sphere_field(longitudes(), latitudes())
                                        : sphere_field(latitudes(), longitudes());
    const auto file = files::write_grid({field}, scratch / "globe");
    BOOST_TEST(file == scratch / "globe.vts");
    Mesh mesh(file);
    int size[3];
    mesh.grid().GetDimensions(size);
    BOOST_TEST((size[0] == 13 && size[1] == 5 && size[2] == 1));
    require_point(mesh.point(0, 2), 1, 0, 0);
    require_point(mesh.point(3, 2), 0, 1, 0);
    require_point(mesh.point(6, 2), -1, 0, 0);
    require_point(mesh.point(5, 4), 0, 0, 1);
    require_point(mesh.point(5, 0), 0, 0, -1);
    for (int row = 0; row < 5; ++row) {
      BOOST_TEST((mesh.point(0, row) == mesh.point(12, row)));
      BOOST_TEST(mesh.value(0, row) == mesh.value(12, row));
      for (int column = 0; column < 13; ++column) {
        const auto [x, y, z] = mesh.point(column, row);
        BOOST_TEST(std::abs(std::hypot(x, y, z) - 1) < 1e-15);
        BOOST_TEST(std::abs(mesh.value(column, row) - (x + 10 * y + 100 * z)) < 1e-12);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(its_cells_are_seen_from_outside) {
  const Scratch scratch;
  Mesh mesh(files::write_grid({sphere_field(latitudes(), longitudes())}, scratch / "globe"));
  const auto p = mesh.point(4, 1);
  const auto east = mesh.point(5, 1);
  const auto north = mesh.point(4, 2);
  double a[3];
  double b[3];
  for (std::size_t k = 0; k < 3; ++k) {
    a[k] = east[k] - p[k];
    b[k] = north[k] - p[k];
  }
  // (to the east) x (to the north) is the normal that VTK gives to a cell.
  const double outwards = p[0] * (a[1] * b[2] - a[2] * b[1]) + p[1] * (a[2] * b[0] - a[0] * b[2]) +
                          p[2] * (a[0] * b[1] - a[1] * b[0]);
  BOOST_TEST(outwards > 0.1);
}

BOOST_AUTO_TEST_CASE(a_sphere_comes_back_as_it_was_written) {
  Axis closed = uniform_axis("lon", -180, 180, 13, "degrees_east");
  Axis gauss = latitudes();
  gauss.coordinates = {-75.3, -20.1, 0.1, 33.3, 80.7};
  for (const bool longitude_first : {true, false})
    for (const Axis& longitude : {longitudes(), closed}) {
      const Scratch scratch;
      std::vector<Field> fields(
          2, longitude_first ? sphere_field(longitude, gauss) : sphere_field(gauss, longitude));
      fields[1].name = "standard_deviation";
      for (double& value : fields[1].values) value = value / 3;
      fields[1].values[5] = std::nan("");
      const auto read = files::read_grid(files::write_grid(fields, scratch / "globe"));
      BOOST_REQUIRE(read.size() == 2u);
      for (std::size_t f = 0; f < 2; ++f) {
        BOOST_TEST(read[f].name == fields[f].name);
        BOOST_TEST(read[f].units == "m");
        BOOST_TEST(read[f].long_name == "height");
        BOOST_TEST(test::same_bits(read[f].values, fields[f].values));
        BOOST_REQUIRE(read[f].grid.axes.size() == 2u);
        for (std::size_t k = 0; k < 2; ++k) {
          const Axis& axis = read[f].grid.axes[k];
          const Axis& expected = fields[f].grid.axes[k];
          BOOST_TEST(axis.name == expected.name);
          BOOST_TEST(axis.units == expected.units);
          BOOST_TEST((axis.kind == expected.kind));
          BOOST_TEST(test::same_bits(axis.coordinates, expected.coordinates));
        }
      }
    }
}

BOOST_AUTO_TEST_CASE(a_circle_that_has_both_ends_is_not_closed_again) {
  const Scratch scratch;
  const Axis both = uniform_axis("longitude", 0, 360, 13, "degrees_east");
  Mesh mesh(files::write_grid({sphere_field(both, latitudes())}, scratch / "globe"));
  int size[3];
  mesh.grid().GetDimensions(size);
  BOOST_TEST(size[0] == 13);
}

BOOST_AUTO_TEST_CASE(regional_maps_and_other_grids_stay_flat) {
  const Scratch scratch;
  const auto extension = [&](const Axis& a, const Axis& b) {
    return files::write_grid({sphere_field(a, b)}, scratch / "map").extension().string();
  };
  BOOST_TEST(extension(longitudes(), latitudes()) == ".vts");
  // Without a kind, the gap at the seam decides: 30 degrees as everywhere, against 60.
  BOOST_TEST(extension(uniform_axis("lon", 0, 330, 12, "degrees_east"), latitudes()) == ".vts");
  BOOST_TEST(extension(uniform_axis("lon", 0, 300, 11, "degrees_east"), latitudes()) == ".vti");
  BOOST_TEST(extension(uniform_axis("lon", 7, 13, 20, "degrees_east"), latitudes()) == ".vti");
  BOOST_TEST(extension(uniform_axis("lon", 0, 330, 12, "degrees_west"), latitudes()) == ".vti");
  BOOST_TEST(extension(longitudes(), uniform_axis("y", -1, 1, 5)) == ".vti");
  Field box{"h", "", "", {{longitudes(), latitudes(), uniform_axis("z", 0, 1, 2)}}, {}};
  box.values.resize(size(box.grid));
  BOOST_TEST(files::write_grid({box}, scratch / "box").extension() == ".vti");
}

BOOST_AUTO_TEST_CASE(a_mesh_of_another_program_is_refused) {
  const Scratch scratch;
  const auto file = files::write_grid({sphere_field(latitudes(), longitudes())}, scratch / "globe");
  std::string text = test::content_of(file);
  const auto place = text.find("axis_coordinates_2");
  BOOST_REQUIRE(place != std::string::npos);
  text[place] = 'b';
  const auto other = scratch.put("other.vts", text).string();
  BOOST_TEST(message_of<DataError>([&] { files::read_grid(other); }) ==
             other + ": cannot read the file: it names no latitudes and longitudes");
}
