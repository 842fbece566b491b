#!/usr/bin/env python3
"""apps/quickstart.sh and tests/run.sh on imitated machines: small stand-ins for dpkg, apt-get,
sudo, cmake and ctest on an otherwise empty PATH write down how they are called.

    test_scripts.py ROOT
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = ""  # the checkout; set from the command line
SCRIPTS = ("apps/quickstart.sh", "apps/setup.sh", "tests/run.sh", ".ci/run")
TOOLS = "awk bash cat cut dirname env fold grep head mkdir nproc rm sed sleep tail tr true wc"

PLAN = """Need to get 1.5 MB of archives.
After this operation, 3 MB of additional disk space will be used."""
APT = """case "$*" in
*update*) exit ${UPDATE_CODE:-0} ;;
*print-uris*) [ "$UPDATE_CODE" = "" ] || { echo "E: Unable to locate package"; exit 100; }
  echo "$PLAN" ;;
*install*) touch "$STATE/installed"; exit ${INSTALL_CODE:-0} ;;
esac"""
DPKG = """[ "$1" = -s ] && { [ "$2" != ninja-build ] || [ -e "$STATE/installed" ]; } || exit 1
echo "Status: install ok installed" """
CTEST = """for last; do :; done
mkdir -p build/release/Testing/Temporary
echo '<testsuite name="x" tests="7" failures="2" disabled="0" skipped="1">' > "$last"
printf 'Running 1 test case...\\nRunning 12 test cases...\\nSKIPPED: no xarray\\n' \\
  > build/release/Testing/Temporary/LastTest.log
exit ${CTEST_CODE:-0}"""


class Machine:
    """A copy of the scripts beside a folder of stand-ins."""

    def __init__(self, folder, user_id=0, without=()):
        self.tree = os.path.join(folder, "tree")
        self.bin = os.path.join(folder, "bin")
        self.state = os.path.join(folder, "state")
        for path in SCRIPTS + ("apps/packages.txt",):
            os.makedirs(os.path.dirname(os.path.join(self.tree, path)), exist_ok=True)
            shutil.copy(os.path.join(ROOT, path), os.path.join(self.tree, path))
        os.makedirs(self.state)
        os.makedirs(self.bin)
        for tool in TOOLS.split():
            os.symlink(shutil.which(tool), os.path.join(self.bin, tool))
        stand_ins = {"dpkg": DPKG, "apt-get": APT, "ctest": CTEST, "cmake": "",
                     "id": f"echo {user_id}", "sudo": 'exec "$@"', "touch": '> "$1"'}
        for name, body in stand_ins.items():
            if name not in without:
                self.write(os.path.join(self.bin, name), body, name)
        self.write(os.path.join(self.tree, "build/release/bin/tessera-pde"), "", "tessera-pde")

    def write(self, path, body, name):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            note = "" if name in ("dpkg", "id") else f'echo "$PWD: {name} $*" >> "$STATE/calls"'
            stream.write(f"#!/bin/bash\n{note}\n{body}\n")
        os.chmod(path, 0o755)

    def run(self, script, arguments=(), **environment):
        """Exit code, all output, and the calls of the stand-ins; started from another directory."""
        outcome = subprocess.run(
            ["/bin/bash", os.path.join(self.tree, script), *arguments], cwd="/", text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
            env={"PATH": self.bin, "STATE": self.state, "PLAN": PLAN, **environment})
        calls = os.path.join(self.state, "calls")
        text = ""
        if os.path.exists(calls):
            with open(calls, encoding="utf-8") as stream:
                text = stream.read()
        return outcome.returncode, outcome.stdout, text


class Scripts(unittest.TestCase):
    def machine(self, **options):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return Machine(os.path.realpath(folder.name), **options)

    def test_all_scripts_parse_and_those_to_run_are_executable(self):
        for script in SCRIPTS:
            path = os.path.join(ROOT, script)
            self.assertEqual(subprocess.run(["bash", "-n", path]).returncode, 0, script)
            self.assertEqual(os.access(path, os.X_OK), script != "apps/setup.sh", script)

    def test_every_package_is_listed_once_by_a_valid_name(self):
        with open(os.path.join(ROOT, "apps/packages.txt"), encoding="utf-8") as stream:
            lines = [line.split("#")[0].strip() for line in stream]
        packages = [line for line in lines if line]
        self.assertEqual(len(packages), len(set(packages)))
        for package in packages:
            self.assertTrue(re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", package), package)

    def test_only_the_missing_package_is_installed_and_its_size_said_before(self):
        code, output, calls = self.machine().run("apps/quickstart.sh")
        self.assertEqual(code, 0, output)
        self.assertRegex(output, r"Missing: 1 of the \d+ packages")
        self.assertIn("Need to get 1.5 MB", output)
        self.assertIn("After this operation, 3 MB", output)
        installs = [c for c in calls.splitlines() if re.search(r" install ", c)]
        self.assertTrue(installs[-1].endswith("install ninja-build"), calls)

    def test_a_second_run_asks_nothing_of_apt_and_still_runs_the_deck_in_the_root(self):
        machine = self.machine(without=("apt-get", "sudo"), user_id=1000)
        machine.write(os.path.join(machine.bin, "apt-get"), APT, "apt-get")
        open(os.path.join(machine.state, "installed"), "w", encoding="utf-8").close()
        code, output, calls = machine.run("apps/quickstart.sh")
        self.assertEqual(code, 0, output)
        self.assertNotIn("apt-get", calls)
        self.assertIn(f"{machine.tree}: cmake --preset release\n", calls)
        self.assertIn(f"{machine.tree}: tessera-pde apps/pde/decks/allen_cahn_2d_mix.yaml\n", calls)

    def test_a_user_installs_through_sudo_without_questions(self):
        code, output, calls = self.machine(user_id=1000).run("apps/quickstart.sh")
        self.assertEqual(code, 0, output)
        self.assertRegex(calls, r"sudo env DEBIAN_FRONTEND=noninteractive apt-get -y .*ninja-build")

    def test_a_user_without_sudo_is_told_what_root_must_run(self):
        machine = self.machine(user_id=1000, without=("sudo",))
        code, output, calls = machine.run("apps/quickstart.sh")
        self.assertEqual(code, 1)
        self.assertIn("apt-get install --no-install-recommends ninja-build", output)
        self.assertNotIn("apt-get", calls)

    def test_no_network_is_named(self):
        code, output, _ = self.machine().run("apps/quickstart.sh", UPDATE_CODE="100")
        self.assertEqual(code, 1)
        self.assertIn("Check the network", output)

    def test_a_failed_installation_is_named(self):
        code, output, _ = self.machine().run("tests/run.sh", INSTALL_CODE="100")
        self.assertEqual(code, 1)
        self.assertIn("could not be installed", output)

    def test_another_system_than_debian_is_named(self):
        code, output, _ = self.machine(without=("dpkg",)).run("apps/quickstart.sh")
        self.assertEqual(code, 1)
        self.assertIn("not a Debian system", output)

    def test_arguments_are_refused_and_help_is_given(self):
        self.assertEqual(self.machine().run("tests/run.sh", ["--fast"])[0], 2)
        code, output, _ = self.machine().run("apps/quickstart.sh", ["--help"])
        self.assertEqual(code, 0)
        self.assertIn("Usage:", output)

    def test_the_test_run_counts_and_passes_on_the_exit_code(self):
        for script in ("tests/run.sh", ".ci/run"):
            code, output, calls = self.machine().run(script, CTEST_CODE="8")
            self.assertEqual(code, 8, output)
            self.assertRegex(output, "7 tests with 13 cases: 2 failed, 1 skipped")
            self.assertIn("SKIPPED: no xarray", output)
            self.assertIn("ctest --preset release -j2", calls)


if __name__ == "__main__":
    ROOT = os.path.abspath(sys.argv.pop(1))
    unittest.main()
