#include <vtkDataArray.h>
#include <vtkErrorCode.h>
#include <vtkFieldData.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkRectilinearGrid.h>
#include <vtkStringArray.h>
#include <vtkStructuredGrid.h>
#include <vtkXMLImageDataReader.h>
#include <vtkXMLRectilinearGridReader.h>
#include <vtkXMLStructuredGridReader.h>

#include "data/fields/errors.hpp"
#include "data/vtk/messages.hpp"
#include "data/vtk/sphere_mesh.hpp"
#include "data/vtk/vocabulary.hpp"
#include "data/vtk/vtk_files.hpp"

namespace tessera::vtk {
namespace {

// Empty where the file's field data has no such entry: files of other programs have none.
std::string text_at(vtkDataSet& data, const char* name, std::size_t i) {
  auto* array = vtkStringArray::SafeDownCast(data.GetFieldData()->GetAbstractArray(name));
  const auto position = static_cast<vtkIdType>(i);
  if (array == nullptr || position >= array->GetNumberOfValues()) return {};
  return array->GetValue(position);
}

AxisKind kind_at(vtkDataSet& data, std::size_t i) {
  const std::string text = text_at(data, axis_kinds, i);
  for (std::size_t kind = 0; kind < std::size(kind_names); ++kind)
    if (text == kind_names[kind]) return static_cast<AxisKind>(kind);
  return AxisKind::interval;
}

// Coordinates of the three axes of VTK.
std::vector<std::vector<double>> coordinates_of(vtkImageData& image) {
  std::vector<std::vector<double>> result(3);
  const int* extent = image.GetExtent();
  for (int k = 0; k < 3; ++k)
    for (int i = extent[2 * k]; i <= extent[2 * k + 1]; ++i)
      result[static_cast<std::size_t>(k)].push_back(image.GetOrigin()[k] +
                                                    i * image.GetSpacing()[k]);
  return result;
}

std::vector<double> values_of(vtkDataArray& array) {
  std::vector<double> values(static_cast<std::size_t>(array.GetNumberOfTuples()));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = array.GetComponent(static_cast<vtkIdType>(i), 0);
  return values;
}

std::vector<std::vector<double>> coordinates_of(vtkRectilinearGrid& grid) {
  return {values_of(*grid.GetXCoordinates()), values_of(*grid.GetYCoordinates()),
          values_of(*grid.GetZCoordinates())};
}

std::vector<std::vector<double>> coordinates_of(vtkStructuredGrid& grid) {
  std::vector<std::vector<double>> result;
  for (const char* name : axis_coordinates) {
    auto* array = grid.GetFieldData()->GetArray(name);
    if (array == nullptr) throw std::invalid_argument("it names no latitudes and longitudes");
    result.push_back(values_of(*array));
  }
  return result;
}

Grid grid_of(vtkDataSet& data, const std::vector<std::vector<double>>& coordinates) {
  std::size_t count = coordinates.size();
  if (auto* names = data.GetFieldData()->GetAbstractArray(axis_names))
    count = std::min<std::size_t>(count, static_cast<std::size_t>(names->GetNumberOfValues()));
  else
    while (count > 1 && coordinates[count - 1].size() == 1) --count;
  Grid grid;
  for (std::size_t k = 0; k < count; ++k) {
    std::string name = text_at(data, axis_names, k);
    if (name.empty()) name = std::string(1, "xyz"[k]);
    grid.axes.push_back({name, text_at(data, axis_units, k), coordinates[k], kind_at(data, k),
                         text_at(data, axis_long_names, k)});
  }
  return grid;
}

// From the order of the mesh's points to that of the field's grid.
void take_from_sphere(Field& field) {
  for (const Axis& axis : field.grid.axes) require_valid(axis);
  const auto mesh = SphereMesh::of(field.grid);
  if (!mesh) throw std::invalid_argument("its points are no grid of latitude and longitude");
  field.values = mesh->to_grid(field.values);
}

std::vector<Field> fields_of(vtkDataSet& data,
                             const std::vector<std::vector<double>>& coordinates) {
  std::vector<Field> fields;
  for (int a = 0; a < data.GetPointData()->GetNumberOfArrays(); ++a) {
    vtkDataArray* array = data.GetPointData()->GetArray(a);
    if (array == nullptr || array->GetNumberOfComponents() != 1) continue;
    Field field;
    const char* name = array->GetName();
    field.name = name != nullptr ? name : "";
    const std::size_t place = fields.size();
    if (text_at(data, field_names, place) == field.name) {
      field.units = text_at(data, field_units, place);
      field.long_name = text_at(data, field_long_names, place);
    }
    field.grid = grid_of(data, coordinates);
    field.values = values_of(*array);
    if (data.GetDataObjectType() == VTK_STRUCTURED_GRID) take_from_sphere(field);
    require_valid(field);
    fields.push_back(std::move(field));
  }
  return fields;
}

template <class Reader>
std::vector<Field> read(const std::filesystem::path& file) {
  const auto fail = [&](const std::string& what) {
    throw DataError(file.string() + ": cannot read the file: " + what);
  };
  const std::string incomplete = "it is broken or incomplete";
  const Messages messages;
  vtkNew<Reader> reader;
  reader->SetFileName(file.c_str());
  if (reader->CanReadFile(file.c_str()) == 0) fail("it has not the format that its name says");
  reader->Update();
  if (reader->GetErrorCode() != vtkErrorCode::NoError || !messages.first().empty())
    fail(messages.first().empty() ? incomplete : messages.first());
  // VTK says nothing of some broken files, but gives no points.
  if (reader->GetOutput()->GetNumberOfPoints() == 0) fail(incomplete);
  try {
    return fields_of(*reader->GetOutput(), coordinates_of(*reader->GetOutput()));
  } catch (const std::invalid_argument& error) {
    fail(error.what());
  }
  return {};
}

}  // namespace

bool has_grid_extension(const std::filesystem::path& file) {
  const auto extension = file.extension();
  return extension == ".vti" || extension == ".vtr" || extension == ".vts";
}

std::vector<Field> read_grid(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    throw DataError(file.string() + ": there is no such file");
  if (file.extension() == ".vti") return read<vtkXMLImageDataReader>(file);
  if (file.extension() == ".vtr") return read<vtkXMLRectilinearGridReader>(file);
  if (file.extension() == ".vts") return read<vtkXMLStructuredGridReader>(file);
  throw DataError(file.string() + ": the name of a grid file ends in .vti, .vtr or .vts");
}

}  // namespace tessera::vtk
