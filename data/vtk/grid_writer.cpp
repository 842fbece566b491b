#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <set>
#include <stdexcept>

#include <vtkDoubleArray.h>
#include <vtkErrorCode.h>
#include <vtkFieldData.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkRectilinearGrid.h>
#include <vtkStringArray.h>
#include <vtkStructuredGrid.h>
#include <vtkXMLImageDataWriter.h>
#include <vtkXMLRectilinearGridWriter.h>
#include <vtkXMLStructuredGridWriter.h>

#include "data/fields/errors.hpp"
#include "data/files/files.hpp"
#include "data/vtk/messages.hpp"
#include "data/vtk/sphere_mesh.hpp"
#include "data/vtk/vocabulary.hpp"
#include "data/vtk/vtk_files.hpp"

namespace tessera::vtk {
namespace {

// What .vti stores: an axis that origin and spacing give back to a few units in the last place.
struct Spacing {
  double origin = 0;
  double step = 1;
  bool uniform = true;
};

Spacing spacing_of(const Axis& axis) {
  const auto& x = axis.coordinates;
  Spacing result{x.front(), 1, true};
  if (x.size() == 1) return result;
  result.step = (x.back() - x.front()) / static_cast<double>(x.size() - 1);
  const double tolerance = 4 * std::numeric_limits<double>::epsilon() *
                           std::max(std::abs(x.front()), std::abs(x.back()));
  for (std::size_t i = 0; i < x.size(); ++i)
    result.uniform &=
        std::abs(x.front() + static_cast<double>(i) * result.step - x[i]) <= tolerance;
  return result;
}

void require_one_grid(const std::vector<Field>& fields) {
  if (fields.empty()) throw std::invalid_argument("a VTK file needs a field");
  const auto& axes = fields.front().grid.axes;
  if (axes.empty() || axes.size() > 3)
    throw std::invalid_argument("field " + fields.front().name +
                                ": a VTK file takes 1 to 3 axes, not " +
                                std::to_string(axes.size()));
  std::set<std::string> names;
  for (const Field& field : fields) {
    require_valid(field);
    if (!names.insert(field.name).second)
      throw std::invalid_argument("field " + field.name + ": appears twice in one VTK file");
    if (!std::equal(axes.begin(), axes.end(), field.grid.axes.begin(), field.grid.axes.end(),
                    [](const Axis& a, const Axis& b) {
                      return a.name == b.name && a.coordinates == b.coordinates;
                    }))
      throw std::invalid_argument("field " + field.name + ": is not on the grid of field " +
                                  fields.front().name);
  }
}

vtkNew<vtkDoubleArray> copy_of(const std::vector<double>& values, const std::string& name) {
  vtkNew<vtkDoubleArray> array;
  array->SetName(name.c_str());
  array->SetNumberOfTuples(static_cast<vtkIdType>(values.size()));
  std::copy(values.begin(), values.end(), array->GetPointer(0));
  return array;
}

template <class Range, class Text>
void add_texts(vtkDataSet& data, const char* name, const Range& range, Text text) {
  vtkNew<vtkStringArray> array;
  array->SetName(name);
  for (const auto& item : range) array->InsertNextValue(text(item));
  data.GetFieldData()->AddArray(array);
}

void add_values(vtkDataSet& data, const std::vector<double>& values, const Field& field) {
  data.GetPointData()->AddArray(copy_of(values, field.name));
}

void add_descriptions(vtkDataSet& data, const std::vector<Field>& fields) {
  data.GetPointData()->SetActiveScalars(fields.front().name.c_str());
  const auto& axes = fields.front().grid.axes;
  add_texts(data, axis_names, axes, [](const Axis& axis) { return axis.name; });
  add_texts(data, axis_units, axes, [](const Axis& axis) { return axis.units; });
  add_texts(data, axis_long_names, axes, [](const Axis& axis) { return axis.long_name; });
  add_texts(data, axis_kinds, axes, [](const Axis& axis) {
    return std::string(kind_names[static_cast<std::size_t>(axis.kind)]);
  });
  add_texts(data, field_names, fields, [](const Field& field) { return field.name; });
  add_texts(data, field_units, fields, [](const Field& field) { return field.units; });
  add_texts(data, field_long_names, fields, [](const Field& field) { return field.long_name; });
}

void add_fields(vtkDataSet& data, const std::vector<Field>& fields) {
  for (const Field& field : fields) add_values(data, field.values, field);
  add_descriptions(data, fields);
}

// VTK encodes in memory and data/files writes: VTK does not notice every short write.
void write(vtkXMLWriter& writer, vtkDataSet& data, const std::filesystem::path& file) {
  const Messages messages;
  writer.SetInputDataObject(&data);
  writer.SetDataModeToAppended();
  writer.EncodeAppendedDataOff();
  writer.SetCompressorTypeToZLib();
  writer.SetHeaderTypeToUInt64();
  writer.WriteToOutputStringOn();
  if (writer.Write() == 0 || writer.GetErrorCode() != vtkErrorCode::NoError)
    throw ResourceError(file.string() + ": cannot encode the file: " + messages.first());
  write_file(file, writer.GetOutputString());
}

std::filesystem::path with_extension(std::filesystem::path stem, const char* extension) {
  return stem += extension;
}

void write_sphere(const std::vector<Field>& fields, const SphereMesh& mesh,
                  const std::filesystem::path& file) {
  const std::vector<double> places = mesh.points();
  vtkNew<vtkPoints> points;
  points->SetDataTypeToDouble();
  points->SetNumberOfPoints(static_cast<vtkIdType>(places.size() / 3));
  for (std::size_t i = 0; i < places.size(); i += 3)
    points->SetPoint(static_cast<vtkIdType>(i / 3), &places[i]);
  vtkNew<vtkStructuredGrid> grid;
  grid->SetDimensions(static_cast<int>(mesh.columns()), static_cast<int>(mesh.rows()), 1);
  grid->SetPoints(points);
  for (const Field& field : fields) add_values(*grid, mesh.from_grid(field.values), field);
  add_descriptions(*grid, fields);
  for (std::size_t k = 0; k < 2; ++k)
    grid->GetFieldData()->AddArray(
        copy_of(fields.front().grid.axes[k].coordinates, axis_coordinates[k]));
  write(*vtkNew<vtkXMLStructuredGridWriter>(), *grid, file);
}

}  // namespace

std::filesystem::path write_grid(const std::vector<Field>& fields,
                                 const std::filesystem::path& stem) {
  require_one_grid(fields);
  if (const auto mesh = SphereMesh::of(fields.front().grid)) {
    const auto file = with_extension(stem, ".vts");
    write_sphere(fields, *mesh, file);
    return file;
  }
  const auto& axes = fields.front().grid.axes;
  int extents[3] = {1, 1, 1};
  Spacing spacings[3];
  for (std::size_t k = 0; k < axes.size(); ++k) {
    extents[k] = static_cast<int>(axes[k].coordinates.size());
    spacings[k] = spacing_of(axes[k]);
  }
  if (std::all_of(std::begin(spacings), std::end(spacings), [](auto& s) { return s.uniform; })) {
    const auto file = with_extension(stem, ".vti");
    vtkNew<vtkImageData> image;
    image->SetDimensions(extents);
    image->SetOrigin(spacings[0].origin, spacings[1].origin, spacings[2].origin);
    image->SetSpacing(spacings[0].step, spacings[1].step, spacings[2].step);
    add_fields(*image, fields);
    write(*vtkNew<vtkXMLImageDataWriter>(), *image, file);
    return file;
  }
  const auto file = with_extension(stem, ".vtr");
  vtkNew<vtkRectilinearGrid> grid;
  grid->SetDimensions(extents);
  const auto coordinates = [&](std::size_t k) {
    return k < axes.size() ? copy_of(axes[k].coordinates, axes[k].name) : copy_of({0.0}, "none");
  };
  grid->SetXCoordinates(coordinates(0));
  grid->SetYCoordinates(coordinates(1));
  grid->SetZCoordinates(coordinates(2));
  add_fields(*grid, fields);
  write(*vtkNew<vtkXMLRectilinearGridWriter>(), *grid, file);
  return file;
}

}  // namespace tessera::vtk
