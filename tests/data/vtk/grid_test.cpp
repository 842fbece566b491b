#include <boost/test/unit_test.hpp>
#include <vtkDoubleArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkRectilinearGrid.h>
#include <vtkXMLImageDataReader.h>
#include <vtkXMLRectilinearGridReader.h>

#include "data/vtk/vtk_files.hpp"
#include "tests/data/scratch.hpp"
#include "tests/data/vtk/grids.hpp"

using namespace tessera;
namespace files = tessera::vtk;  // VTK has a namespace vtk, too
using test::box_field;
using test::same_bits;
using test::Scratch;

namespace {

void require_close(const std::vector<double>& a, const std::vector<double>& b) {
  BOOST_REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    BOOST_TEST(std::abs(a[i] - b[i]) <= 1e-15 * (1 + std::abs(b.back())));
}

// Every point of VTK's grid carries the value that the formula has there.
void require_formula(vtkDataSet& data, std::size_t dimensions) {
  auto* values = vtkDoubleArray::SafeDownCast(data.GetPointData()->GetArray("u"));
  BOOST_REQUIRE(values != nullptr);
  for (vtkIdType i = 0; i < data.GetNumberOfPoints(); ++i) {
    double p[3];
    data.GetPoint(i, p);
    const double y = dimensions > 1 ? p[1] : -90;  // formulas are taken at the first coordinates
    const double expected = 1 + p[0] + 100 * y * y - std::sin(dimensions > 2 ? p[2] : 0);
    BOOST_TEST(std::abs(values->GetValue(i) - expected) < 1e-9);
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(fields_come_back_equal_on_uniform_and_stretched_grids) {
  for (std::size_t dimensions = 1; dimensions <= 3; ++dimensions)
    for (const bool uniform : {false, true}) {
      const Scratch scratch;
      std::vector<Field> fields = {box_field(dimensions, uniform), box_field(dimensions, uniform)};
      fields[1].name = "standard_deviation";
      fields[1].units.clear();
      fields[1].long_name.clear();
      fields[1].values[2] = std::nan("");
      fields[1].values[3] = 5e-324;
      const auto file = files::write_grid(fields, scratch / "out.1");
      BOOST_TEST(file == scratch / (uniform ? "out.1.vti" : "out.1.vtr"));
      const auto read = files::read_grid(file);
      BOOST_REQUIRE(read.size() == 2u);
      for (std::size_t f = 0; f < 2; ++f) {
        BOOST_TEST(read[f].name == fields[f].name);
        BOOST_TEST(read[f].units == fields[f].units);
        BOOST_TEST(read[f].long_name == fields[f].long_name);
        BOOST_TEST(same_bits(read[f].values, fields[f].values));
        BOOST_REQUIRE(read[f].grid.axes.size() == dimensions);
        for (std::size_t k = 0; k < dimensions; ++k) {
          const Axis& axis = read[f].grid.axes[k];
          const Axis& expected = fields[f].grid.axes[k];
          BOOST_TEST(axis.name == expected.name);
          BOOST_TEST(axis.units == expected.units);
          BOOST_TEST(axis.long_name == expected.long_name);
          BOOST_TEST((axis.kind == expected.kind));
          require_close(axis.coordinates, expected.coordinates);
          if (!uniform) BOOST_TEST(same_bits(axis.coordinates, expected.coordinates));
        }
      }
    }
}

BOOST_AUTO_TEST_CASE(vtk_puts_the_values_at_their_points) {
  for (std::size_t dimensions = 1; dimensions <= 3; ++dimensions) {
    const Scratch scratch;
    vtkNew<vtkXMLImageDataReader> images;
    images->SetFileName(files::write_grid({box_field(dimensions, true)}, scratch / "a").c_str());
    images->Update();
    require_formula(*images->GetOutput(), dimensions);
    vtkNew<vtkXMLRectilinearGridReader> grids;
    grids->SetFileName(files::write_grid({box_field(dimensions, false)}, scratch / "b").c_str());
    grids->Update();
    require_formula(*grids->GetOutput(), dimensions);
  }
}

BOOST_AUTO_TEST_CASE(the_header_says_what_paraview_needs) {
  const Scratch scratch;
  const auto holds = [](const std::string& text, const std::string& part) {
    BOOST_TEST(text.find(part) != std::string::npos, "no " << part);
  };
  const std::string image =
      test::content_of(files::write_grid({box_field(2, true)}, scratch / "a"));
  holds(image, "type=\"ImageData\"");
  holds(image, "compressor=\"vtkZLibDataCompressor\"");
  holds(image, "WholeExtent=\"0 3 0 4 0 0\" Origin=\"0.1 -90 0\"");
  holds(image, "type=\"Float64\" Name=\"u\" format=\"appended\" RangeMin=\"1.1");
  holds(image, "<PointData Scalars=\"u\">");
  holds(image, "Name=\"axis_units\"");
  holds(image, "<AppendedData encoding=\"raw\">");
  const std::string grid =
      test::content_of(files::write_grid({box_field(3, false)}, scratch / "b"));
  holds(grid, "<RectilinearGrid WholeExtent=\"0 3 0 4 0 2\"");
  holds(grid, "type=\"Float64\" Name=\"latitude\"");
  BOOST_TEST(grid.find("Float32") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_axis_of_one_point_is_kept) {
  const Scratch scratch;
  Field field{
      "u",
      "",
      "",
      {{{"t", "s", {5}, AxisKind::time, ""}, {"x", "m", {1, 2, 4}, AxisKind::interval, ""}}},
      {1, 2, 3}};
  const auto read = files::read_grid(files::write_grid({field}, scratch / "a"));
  BOOST_REQUIRE(read.at(0).grid.axes.size() == 2u);
  BOOST_TEST(read[0].grid.axes[0].coordinates == std::vector<double>{5},
             boost::test_tools::per_element());
  BOOST_TEST(read[0].values == field.values, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_axis_far_from_its_origin_is_not_taken_for_uniform) {
  // Steps of 1 at 1e6 with one moved by 1e-7: more than rounding.
  Axis axis = uniform_axis("x", 1e6, 1e6 + 10, 11);
  const Scratch scratch;
  const Field uniform{"u", "", "", {{axis}}, std::vector<double>(11, 1)};
  BOOST_TEST(files::write_grid({uniform}, scratch / "a").extension() == ".vti");
  axis.coordinates[5] += 1e-7;
  const Field moved{"u", "", "", {{axis}}, std::vector<double>(11, 1)};
  BOOST_TEST(files::write_grid({moved}, scratch / "a").extension() == ".vtr");
}
