#include <set>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

BOOST_AUTO_TEST_SUITE(component_tables)

BOOST_AUTO_TEST_CASE(a_cp_component_uses_the_function_of_its_own_number_in_every_mode) {
  const ComponentTable table = make_component_table(3, {product(3, 4)});
  BOOST_TEST(table.components() == 4);
  BOOST_TEST(table.group_count == 4);
  for (Index c = 0; c < 4; ++c)
    for (Index k = 0; k < 3; ++k) BOOST_TEST(table.factor(c, k) == c);
}

BOOST_AUTO_TEST_CASE(a_tucker_core_runs_over_all_multi_indices_first_mode_fastest) {
  const std::vector<std::vector<Index>> all{
      {2, 3}, {3, 1, 2}, {2, 3, 1, 2}, {1, 2, 2, 3, 1}, {2, 1, 2, 1, 3, 2}};
  for (const auto& ranks : all) {
    const auto modes = static_cast<Index>(ranks.size());
    const ComponentTable table = make_component_table(modes, {tucker(ranks)});
    Index volume = 1, slices = 0;
    for (const Index r : ranks) volume *= r, slices += r;
    BOOST_TEST_REQUIRE(table.components() == volume);
    BOOST_TEST(table.group_count == slices);
    for (Index c = 0; c < volume; ++c) {
      Index position = 0, stride = 1;
      for (Index k = 0; k < modes; ++k) {
        position += stride * table.factor(c, k);
        stride *= ranks[k];
      }
      BOOST_TEST(position == c);
    }
    for (Index k = 0; k < modes; ++k) BOOST_TEST(table.functions[k] == ranks[k]);
  }
}

BOOST_AUTO_TEST_CASE(two_elements_of_a_core_share_a_relevance_where_they_share_a_slice) {
  const ComponentTable table = make_component_table(3, {tucker({2, 3, 2})});
  for (Index c = 0; c < table.components(); ++c)
    for (Index e = 0; e < table.components(); ++e)
      for (Index k = 0; k < 3; ++k)
        BOOST_TEST((table.groups[c][k] == table.groups[e][k]) ==
                   (table.factor(c, k) == table.factor(e, k)));
}

BOOST_AUTO_TEST_CASE(sections_have_functions_of_their_own_and_constants_elsewhere) {
  const ComponentTable table = make_component_table(3, {{"intercept", {}, false, {}},
                                                        {"year", {2}, false, {2}},
                                                        tucker({2, 1, 3}),
                                                        {"pair", {0, 2}, false, {2}}});
  BOOST_TEST(table.components() == 1 + 2 + 6 + 2);
  BOOST_TEST(table.functions == (std::vector<Index>{4, 1, 7}), boost::test_tools::per_element());
  BOOST_TEST(table.factor.row(0).maxCoeff() == -1);
  for (Index k = 0; k < 3; ++k) {
    std::set<int> used;
    for (Index c = 0; c < table.components(); ++c) {
      const int f = table.factor(c, k);
      if (f < 0) continue;
      used.insert(f);
      BOOST_TEST(table.owner[k][f] == table.section[c]);
    }
    BOOST_TEST(static_cast<Index>(used.size()) == table.functions[k]);
  }
  for (Index c = 1; c < 3; ++c) BOOST_TEST(table.factor(c, 0) == -1);
  for (Index c = 9; c < 11; ++c) BOOST_TEST(table.factor(c, 1) == -1);
}

BOOST_AUTO_TEST_CASE(components_that_differ_in_one_mode_only_share_a_rest_term) {
  const ComponentTable table =
      make_component_table(3, {tucker({2, 3, 2}), {"main", {1}, false, {2}}});
  for (Index mode = 0; mode < 3; ++mode) {
    const RestTerms terms = rest_terms(table, mode);
    for (Index c = 0; c < table.components(); ++c)
      for (Index e = 0; e < table.components(); ++e) {
        bool same = true;
        for (Index k = 0; k < 3; ++k)
          same = same && (k == mode || table.factor(c, k) == table.factor(e, k));
        BOOST_TEST((terms.term_of_component[c] == terms.term_of_component[e]) == same);
      }
    for (Index c = 0; c < table.components(); ++c)
      for (Index k = 0; k < 3; ++k)
        BOOST_TEST(terms.factor(terms.term_of_component[c], k) ==
                   (k == mode ? -1 : table.factor(c, k)));
  }
  BOOST_TEST(rest_terms(table, 1).count() == 4 + 1);
}

BOOST_AUTO_TEST_CASE(wrong_sections_are_refused) {
  const std::vector<Section> wrong{{"a", {0, 3}, false, {1}}, {"b", {-1}, false, {1}},
                                   {"c", {1, 0}, false, {1}}, {"d", {0, 0}, false, {1}},
                                   {"e", {0, 1}, false, {0}}, {"f", {0, 1}, false, {1, 1}},
                                   {"g", {0, 1}, true, {2}},  {"h", {0, 1}, true, {2, 0}},
                                   {"i", {}, false, {1}},     {"j", {0, 1, 2}, false, {}}};
  for (const Section& section : wrong)
    BOOST_CHECK_EXCEPTION(make_component_table(3, {section}), std::invalid_argument,
                          [&](const std::invalid_argument& e) {
                            return std::string(e.what()).find("'" + section.name + "'") !=
                                   std::string::npos;
                          });
}

BOOST_AUTO_TEST_SUITE_END()
