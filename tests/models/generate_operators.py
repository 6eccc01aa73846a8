# SPDX-License-Identifier: Apache-2.0
"""Writes the operator tests of the package onnx as model files into a folder, and their operators into operators.tsv there: the package
holds the generators, not the files."""

import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")  # of NumPy, on values that overflow as the tests want it

from onnx.backend.test.case.node import collect_testcases  # noqa: E402

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
operators = []
for case in collect_testcases(None):
    if case.model is None:
        continue
    (folder / f"{case.name}.onnx").write_bytes(case.model.SerializeToString())
    operators.append("\t".join([case.name, *sorted({node.op_type for node in case.model.graph.node})]) + "\n")
(folder / "operators.tsv").write_text("".join(sorted(operators)))
