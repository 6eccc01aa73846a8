# SPDX-License-Identifier: Apache-2.0
"""The operator tests of the package onnx, models that nobody here wrote, through the real commands: inspect reads all, profile
measures one of each operator. operators_exceptions.tsv has what fails and why; it can only shrink: what passes unexpectedly fails."""

import collections
import concurrent.futures
import hashlib
import os
import re
import shutil
import subprocess
import sys
import unittest

from dnntune_run import BIN, SOURCE, VERSIONS, package, run

PYTHON_PACKAGES = ["onnx-python", "numpy", "protobuf-python", "ml-dtypes", "typing-extensions"]
GENERATOR = SOURCE / "tests/models/generate_operators.py"
COUNT = 1884  # of onnx 1.23.2: a generator that silently makes fewer is a defect
EXCEPTIONS = SOURCE / "tests/models/operators_exceptions.tsv"


def models():
    """The files, generated once for what they are generated with."""
    content = GENERATOR.read_bytes() + "".join(VERSIONS[name] for name in PYTHON_PACKAGES).encode()
    folder = BIN.parent / f"operator-models-{hashlib.sha256(content).hexdigest()[:16]}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        path = os.pathsep.join(str(package(name)) for name in PYTHON_PACKAGES)
        subprocess.run([sys.executable, GENERATOR, part], check=True, env={**os.environ, "PYTHONPATH": path})
        part.rename(folder)
    return sorted(folder.glob("*.onnx"))


def exceptions(command):
    rows = [line.split("\t") for line in EXCEPTIONS.read_text().splitlines()[1:] if not line.startswith("#")]
    return [re.compile(f"^(?:{pattern})$") for of, pattern, _ in rows if of == command]


def in_pairs(action, items):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(action, items))


def one_of_each(files):
    """A model of each operator, small ones first."""
    rows = [line.split("\t") for line in (files[0].parent / "operators.tsv").read_text().splitlines()]
    seen, chosen = set(), []
    for name, *operators in sorted(rows, key=len):
        if not seen.issuperset(operators):
            seen.update(operators)
            chosen.append(files[0].with_name(f"{name}.onnx"))
    return chosen


class Operators(unittest.TestCase):
    maxDiff = None

    def hold(self, command, files, flags=(), allowed=(0,)):
        """That the command ends well on each file but the exceptions, of which each must fail."""
        outcomes = in_pairs(lambda file: run(command, file, *flags), files)
        excepted = exceptions(command)
        wrong = []
        for file, outcome in zip(files, outcomes):
            is_excepted = any(pattern.match(file.stem) for pattern in excepted)
            has_passed = outcome.code in allowed
            if has_passed == is_excepted:
                reason = "passes, though it is an exception" if has_passed else (outcome.err.splitlines() or [""])[-1]
                wrong.append(f"{file.stem}: {outcome.code} {reason}")
            self.assertNotIn(outcome.code, (134, 139, -6, -11), f"{command} {file.stem} crashed")
        counts = collections.Counter(outcome.code for outcome in outcomes)
        print(f"{command}: {len(files)} models, exit codes {dict(sorted(counts.items()))}", file=sys.stderr)
        self.assertEqual(wrong, [], f"{len(wrong)} of {len(files)}")

    def test_inspect_reads_all(self):
        files = models()
        self.assertEqual(len(files), COUNT)
        self.hold("inspect", files)

    def test_profile_measures_whole_and_layers(self):
        files = models()
        self.hold("profile", one_of_each(files), ["--budget", "0.1 s"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
