#!/usr/bin/env python3
"""The structure check bites: each rule is broken once in a small tree and must be reported."""

import os
import tempfile
import unittest

import check_structure

TIDY_TREE = {
    "data/fields/axis.hpp": "#pragma once\n#include <vector>\n#include <Eigen/Core>\n",
    "data/deck/deck.cpp": '#include <yaml-cpp/yaml.h>\n#include "data/fields/axis.hpp"\n',
    "data/hdf5/file.cpp": "#include <hdf5.h>\n",
    "models/formula/formula.cpp": '#include <ginac/ginac.h>\n#include "data/fields/axis.hpp"\n',
    "solvers/linear/krylov.hpp": '#pragma once\n#include "models/formula/formula.hpp"\n',
    "models/formula/formula.hpp": "#pragma once\n#include <string>\n",
    "solvers/linear/krylov.cpp": "#include <BelosSolverFactory.hpp>\n#include <Tpetra_Core.hpp>\n",
    "apps/common/skeleton.hpp": '#pragma once\n#include "data/fields/axis.hpp"\n',
    "apps/pde/run.hpp": '#pragma once\n#include "apps/common/skeleton.hpp"\n',
    "apps/pde/run.cpp": '#include "apps/pde/run.hpp"\n#include "solvers/linear/krylov.hpp"\n',
    "apps/tessera/main.cpp": '#include "apps/pde/run.hpp"\n',
    "tests/data/test.cpp": '#include <hdf5.h>\n#include "apps/pde/run.hpp"\n',
}

# One broken rule each: file, line to add, words of the message.
VIOLATIONS = [
    ("data/deck/deck.cpp", '#include "models/formula/formula.hpp"', "data/deck may not include"),
    ("data/fields/axis.hpp", '#include "data/deck/deck.cpp"', "data/fields may not include"),
    ("data/fields/axis.hpp", "#include <boost/version.hpp>", "standard library and Eigen only"),
    ("models/formula/formula.hpp", '#include "data/deck/deck.cpp"', "models/formula may not"),
    ("models/formula/formula.hpp", '#include "solvers/linear/krylov.hpp"', "may not include"),
    ("models/formula/formula.cpp", "#include <fstream>", "models do no input and output"),
    ("models/formula/formula.cpp", "#include <chrono>", "models do no timing"),
    ("models/formula/formula.cpp", "#pragma omp parallel for", "models start no threads"),
    ("models/formula/second.cpp", "#include <ginac/ginac.h>", "GiNaC belongs to one file"),
    ("models/pde/pde.cpp", "#include <ginac/ginac.h>", "one .cpp of models/formula"),
    ("solvers/linear/krylov.hpp", '#include "data/deck/deck.cpp"', "solvers/linear may not"),
    ("solvers/linear/krylov.hpp", '#include "apps/pde/run.hpp"', "solvers/linear may not"),
    ("solvers/linear/krylov.hpp", "#include <Tpetra_Core.hpp>", "solvers/linear/krylov.cpp"),
    ("solvers/linear/krylov.hpp", "#include <Teuchos_RCP.hpp>", ".cpp files of solvers"),
    ("solvers/linear/krylov.cpp", "#include <ROL_Solver.hpp>", "solvers/optimize/optimize.cpp"),
    ("solvers/linear/krylov.cpp", "#include <mpi.h>", "MPI belongs to data/parallel"),
    ("solvers/linear/krylov.cpp", "#include <fftw3.h>", "solvers/fft/*.cpp"),
    ("apps/common/skeleton.hpp", "#include <nlohmann/json.hpp>", "belongs to .cpp files"),
    ("apps/common/skeleton.hpp", "#include <spdlog/spdlog.h>", "belongs to .cpp files"),
    ("apps/common/skeleton.hpp", '#include "apps/pde/run.hpp"', "apps/common may not include"),
    ("apps/pde/run.cpp", '#include "apps/tessera/main.cpp"', "apps/pde may not include"),
    ("apps/pde/run.cpp", "#include <vtkNew.h>", "VTK belongs to data/vtk"),
    ("apps/pde/run.cpp", "#include <hdf5.h>", "HDF5 belongs to data/hdf5"),
    ("apps/pde/run.cpp", "#include <lapacke.h>", "LAPACK belongs to"),
    ("apps/pde/run.cpp", '#include "run.hpp"', "start at the root"),
    ("apps/pde/run.cpp", '#include "apps/pde/missing.hpp"', "does not exist"),
    ("apps/pde/run.cpp", "#include <data/fields/axis.hpp>", "with quotes"),
]


def write_tree(root, tree):
    for path, text in tree.items():
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as stream:
            stream.write(text)


class StructureCheck(unittest.TestCase):
    def reported(self, changes):
        with tempfile.TemporaryDirectory() as root:
            write_tree(root, TIDY_TREE | changes)
            return check_structure.violations(root) + check_structure.check_lengths(root)[0]

    def test_a_tidy_tree_has_no_violation(self):
        self.assertEqual(self.reported({}), [])

    def test_each_broken_rule_is_reported_at_its_line_and_nothing_else(self):
        for path, line, words in VIOLATIONS:
            with self.subTest(file=path, line=line):
                before = TIDY_TREE.get(path, "")
                found = self.reported({path: before + line + "\n"})
                self.assertEqual(len(found), 1, found)
                self.assertIn(words, found[0])
                self.assertTrue(found[0].startswith(path + ":"), found[0])
                if not words.startswith("GiNaC belongs to one"):
                    self.assertIn(f":{before.count(chr(10)) + 1}: ", found[0])

    def test_a_file_of_500_lines_passes_and_one_of_501_does_not(self):
        self.assertEqual(self.reported({"apps/pde/long.cpp": "\n" * 500}), [])
        found = self.reported({"apps/pde/long.cpp": "\n" * 501})
        self.assertEqual(len(found), 1, found)
        self.assertIn("501 lines", found[0])

    def test_a_median_above_200_lines_is_reported(self):
        found = self.reported({f"apps/pde/part_{i}.cpp": "\n" * 201 for i in range(30)})
        self.assertEqual(len(found), 1, found)
        self.assertIn("median", found[0])


if __name__ == "__main__":
    unittest.main()
