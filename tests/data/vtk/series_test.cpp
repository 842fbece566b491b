#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "data/vtk/vtk_files.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::Scratch;

BOOST_AUTO_TEST_CASE(a_series_is_well_formed_and_complete) {
  const Scratch scratch;
  const auto file = scratch / "u.pvd";
  vtk::write_series({{0, "u_0.vti"}, {0.1, "u & \"co\" <1>.vti"}, {1e300, "u_2.vti"}}, file);
  boost::property_tree::ptree root;
  boost::property_tree::read_xml(file.string(), root);
  BOOST_TEST(root.get<std::string>("VTKFile.<xmlattr>.type") == "Collection");
  std::vector<double> times;
  std::vector<std::string> names;
  for (const auto& [tag, member] : root.get_child("VTKFile.Collection")) {
    BOOST_TEST(tag == "DataSet");
    times.push_back(std::stod(member.get<std::string>("<xmlattr>.timestep")));
    names.push_back(member.get<std::string>("<xmlattr>.file"));
  }
  BOOST_TEST((times == std::vector<double>{0, 0.1, 1e300}));
  BOOST_TEST((names == std::vector<std::string>{"u_0.vti", "u & \"co\" <1>.vti", "u_2.vti"}));
}

BOOST_AUTO_TEST_CASE(a_series_that_cannot_be_written_is_named) {
  BOOST_CHECK_THROW(vtk::write_series({}, "/no/such/folder/u.pvd"), ResourceError);
}
