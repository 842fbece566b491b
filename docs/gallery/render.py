"""Renders one array of a result file as a picture with a colour bar.

usage: pvbatch render.py FILE ARRAY PICTURE.png [LATITUDE LONGITUDE]

FILE is a .vti, .vtr, .vts or .pvd file (of a series, the last time is shown). Grids with one axis
become a curve, with two axes a map, with three the surface of the box seen from a corner, spheres
(.vts) a globe seen from above LATITUDE and LONGITUDE (degrees, 30 20 unless told).
Run it through render.sh, which finds ParaView and a display.
"""

import math
import os
import sys

try:
    from paraview.simple import (
        Calculator,
        CreateView,
        GetColorTransferFunction,
        GetScalarBar,
        GetTimeKeeper,
        OpenDataFile,
        Outline,
        Render,
        ResetCamera,
        SaveScreenshot,
        Show,
        UpdatePipeline,
    )
except ImportError as missing:
    print(f"render.py: {missing}; see PARAVIEW_PYTHON in render.sh", file=sys.stderr)
    sys.exit(1)

SIZE = [1200, 1000]
BLACK = [0.0, 0.0, 0.0]
WHITE = [1.0, 1.0, 1.0]


def fail(message):
    print(f"render.py: {message}", file=sys.stderr)
    sys.exit(1)


def texts(data, name):
    """A string array of the file's field data, empty where there is none."""
    array = data.GetFieldData().GetAbstractArray(name)
    return [array.GetValue(i) for i in range(array.GetNumberOfValues())] if array else []


def label_of(words, units):
    return f"{words} [{units}]" if units else words


def axis_labels(data):
    names = texts(data, "axis_names")
    long_names = texts(data, "axis_long_names")
    units = texts(data, "axis_units")
    return [label_of(long_names[k] or names[k], units[k]) for k in range(len(names))]


def array_label(data, array):
    names = texts(data, "field_names")
    if array not in names:
        return array
    k = names.index(array)
    words = texts(data, "field_long_names")[k]
    return label_of(words or array, texts(data, "field_units")[k])


def dimension_of(data):
    extent = data.GetExtent()
    return sum(extent[2 * k + 1] > extent[2 * k] for k in range(3))


def new_view(kind):
    view = CreateView(kind)
    view.ViewSize = SIZE
    view.ViewTime = GetTimeKeeper().Time
    return view


def draw_curve(reader, data, array):
    labels = axis_labels(data) or ["x"]
    view = new_view("XYChartView")
    view.LeftAxisTitle = array_label(data, array)
    view.BottomAxisTitle = labels[0]
    view.ShowLegend = 0
    for axis in ("LeftAxis", "BottomAxis"):
        setattr(view, axis + "TitleFontSize", 20)
        setattr(view, axis + "LabelFontSize", 16)
    # Structured grids have no array of points to plot against.
    curve = Calculator(Input=reader, ResultArrayName="coordinate", Function="coordsX")
    display = Show(curve, view, "XYChartRepresentation")
    display.AttributeType = "Point Data"
    display.XArrayName = "coordinate"
    display.UseIndexForXAxis = 0
    display.SeriesVisibility = [array]
    display.SeriesColor = [array, "0.12", "0.30", "0.55"]
    display.SeriesLineThickness = [array, "2"]
    return view


def colour(display, data, array):
    """Blue-white-red about zero where the values change sign, else viridis."""
    low, high = data.GetPointData().GetArray(array).GetFiniteRange()
    table = GetColorTransferFunction(array)
    rounding = 1e-3 * (high - low)
    if low < -rounding and high > rounding:
        bound = max(-low, high)
        low, high = -bound, bound
        table.ApplyPreset("Cool to Warm (Extended)", True)
    else:
        table.ApplyPreset("Viridis (matplotlib)", True)
    if high == low:
        high = low + max(abs(low), 1.0) * 1e-6
    table.RescaleTransferFunction(low, high)
    display.LookupTable = table
    display.ColorArrayName = ["POINTS", array]
    return table


def draw_colour_bar(view, display, table, label):
    bar = GetScalarBar(table, view)
    bar.Title = label
    bar.ComponentTitle = ""
    bar.TitleColor = BLACK
    bar.LabelColor = BLACK
    bar.TitleFontSize = 20
    bar.LabelFontSize = 18
    bar.AddRangeLabels = 0
    bar.ScalarBarLength = 0.6
    bar.WindowLocation = "Any Location"
    bar.Position = [0.86, 0.2]
    display.SetScalarBarVisibility(view, True)


def draw_axes(view, data, dimension):
    grid = view.AxesGrid
    grid.Visibility = 1
    labels = (axis_labels(data) + ["", "", ""])[:3]
    if dimension == 2:
        grid.AxesToLabel = 3  # below and left only
        labels[1] += 6 * " "  # keeps clear of the numbers
    grid.XTitle, grid.YTitle, grid.ZTitle = labels
    for axis in "XYZ":
        for part in ("Title", "Label"):
            setattr(grid, f"{axis}{part}Color", BLACK)
            setattr(grid, f"{axis}{part}FontSize", 20 if part == "Title" else 16)
    grid.GridColor = BLACK


def shape_map(display, data):
    """Axes of different units are drawn at equal length."""
    bounds = data.GetBounds()
    lengths = [bounds[2 * k + 1] - bounds[2 * k] for k in range(3)]
    longest = max(lengths)
    scale = [longest / length if 0 < length < longest / 4 else 1.0 for length in lengths]
    display.Scale = scale
    display.DataAxesGrid.GridAxesVisibility = 0
    return scale


def draw_edges(reader, view, scale):
    edges = Show(Outline(Input=reader), view)
    edges.ColorArrayName = [None, ""]
    edges.AmbientColor = edges.DiffuseColor = BLACK
    edges.LineWidth = 2
    edges.Scale = scale


def frame_map(view, bounds, scale):
    """Leaves room for the numbers on the left and the colour bar on the right."""
    width, height = (scale[k] * (bounds[2 * k + 1] - bounds[2 * k]) for k in range(2))
    aspect = SIZE[0] / SIZE[1]
    view.CameraParallelScale = 0.5 * max(height / 0.76, width / (0.62 * aspect))


def draw_surface(reader, data, array):
    view = new_view("RenderView")
    view.UseColorPaletteForBackground = 0
    view.Background = WHITE
    view.OrientationAxesVisibility = 0
    display = Show(reader, view)
    display.SetRepresentationType("Surface")
    display.Ambient, display.Diffuse = 1.0, 0.0  # colours as in the bar, no shading
    table = colour(display, data, array)
    draw_colour_bar(view, display, table, array_label(data, array))
    return view, display


def draw_globe(reader, data, array, north, east):
    view, _ = draw_surface(reader, data, array)
    north, east = math.radians(north), math.radians(east)
    view.CameraFocalPoint = [0.0, 0.0, 0.0]
    view.CameraPosition = [5 * math.cos(north) * math.cos(east),
                           5 * math.cos(north) * math.sin(east), 5 * math.sin(north)]
    # The direction to the north; from above a pole, it is that of the meridian below the viewer.
    view.CameraViewUp = [-math.sin(north) * math.cos(east), -math.sin(north) * math.sin(east),
                         math.cos(north)]
    view.CameraParallelProjection = 1
    view.CameraParallelScale = 1.4  # room for the colour bar
    return view


def draw_map(reader, data, array, dimension):
    view, display = draw_surface(reader, data, array)
    scale = shape_map(display, data)
    draw_axes(view, data, dimension)
    view.AxesGrid.DataScale = scale
    bounds = data.GetBounds()
    middle = [scale[k] * (bounds[2 * k] + bounds[2 * k + 1]) / 2 for k in range(3)]
    view.CameraFocalPoint = middle
    if dimension == 2:
        view.InteractionMode = "2D"
        view.CameraPosition = [middle[0], middle[1], middle[2] + 1]
        view.CameraViewUp = [0, 1, 0]
        view.CameraParallelProjection = 1
    else:
        view.CameraPosition = [middle[0] + 1.0, middle[1] - 1.6, middle[2] + 1.0]
        view.CameraViewUp = [0, 0, 1]
        draw_edges(reader, view, scale)
    ResetCamera(view)
    if dimension == 2:
        frame_map(view, bounds, scale)
    return view


def shrink(picture):
    """Cuts off the white margin and stores a palette of 256 colours, half of the bytes."""
    try:
        from PIL import Image, ImageChops
    except ImportError:
        return  # Debian: python3-pil; without it the picture is larger, nothing else
    image = Image.open(picture).convert("RGB")
    left, top, right, bottom = ImageChops.invert(image).getbbox()
    border = 15
    image = image.crop((max(left - border, 0), max(top - border, 0),
                        min(right + border, image.width), min(bottom + border, image.height)))
    longest = 680
    image.thumbnail((longest, longest), Image.LANCZOS)
    palette = image.quantize(256, method=Image.MAXCOVERAGE)  # keeps the rare colours of the bar
    image.quantize(palette=palette, dither=Image.FLOYDSTEINBERG).save(picture, optimize=True)


def main():
    if len(sys.argv) not in (4, 6):
        fail("usage: pvbatch render.py FILE ARRAY PICTURE.png [LATITUDE LONGITUDE]")
    file, array, picture = sys.argv[1:4]
    viewpoint = [float(word) for word in sys.argv[4:]] or [30.0, 20.0]
    if not os.path.isfile(file):
        fail(f"{file}: there is no such file")
    reader = OpenDataFile(os.path.abspath(file))
    if reader is None:
        fail(f"{file}: ParaView cannot read this file")
    times = list(getattr(reader, "TimestepValues", None) or [])
    if times:
        GetTimeKeeper().Time = times[-1]  # that of the views, too
    UpdatePipeline(time=times[-1] if times else None, proxy=reader)
    # The reader's own output: Fetch() of ParaView 5.11 copies rectilinear grids wrongly.
    data = reader.GetClientSideObject().GetOutputDataObject(0)
    names = [data.GetPointData().GetArrayName(k)
             for k in range(data.GetPointData().GetNumberOfArrays())]
    if array not in names:
        fail(f"{file}: there is no array '{array}'; there are: {', '.join(names)}")
    dimension = dimension_of(data)
    if data.IsA("vtkStructuredGrid"):
        view = draw_globe(reader, data, array, *viewpoint)
    elif dimension == 1:
        view = draw_curve(reader, data, array)
    else:
        view = draw_map(reader, data, array, dimension)
    Render(view)
    SaveScreenshot(picture, view, ImageResolution=SIZE)
    shrink(picture)


main()
