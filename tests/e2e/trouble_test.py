# SPDX-License-Identifier: Apache-2.0
"""Interrupted, killed, repeated and starved runs keep what they measured and say what happened."""

import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

from dnntune_run import BUSY, INTERRUPTED, IO, TestCase, command, run


def workers_of(process):
    """Process ids of the engine programs below `process`."""
    found, frontier = [], [process.pid]
    while frontier:
        parent = frontier.pop()
        children = []
        for task in pathlib.Path(f"/proc/{parent}/task").glob("*/children"):  # a thread starts children of its own
            try:
                children += task.read_text().split()
            except OSError:
                pass  # it has ended
        for child in map(int, children):
            frontier.append(child)
            try:
                if pathlib.Path(f"/proc/{child}/comm").read_text().startswith("engine-"):
                    found.append(child)
            except OSError:
                pass
    return found


class Trouble(TestCase):
    def start(self, *arguments):
        process = subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        return process

    def wait_for(self, condition, what, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.05)
        self.fail(f"waited {seconds} s for {what}")

    def profile(self, folder, budget="20 s"):
        return ["profile", "squeezenet-v1.1", "--output", folder, "--budget", budget]

    def has_layers(self, folder):
        for path in folder.rglob("*.json"):
            try:
                if json.loads(path.read_text()).get("layers"):
                    return True
            except ValueError:
                pass
        return False

    def test_interrupt_keeps_what_was_measured_and_resume_finishes(self):
        folder = self.folder / "run"
        process = self.start(*self.profile(folder))
        self.wait_for(lambda: self.has_layers(folder), "the first saved layer")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, INTERRUPTED, errors)
        self.assertTrue(self.has_layers(folder))
        self.succeed("profile", "squeezenet-v1.1", "--resume", folder, "--budget", "3 s")

    def test_two_runs_in_one_folder(self):
        folder = self.folder / "run"
        process = self.start(*self.profile(folder))
        self.wait_for(lambda: workers_of(process), "a worker")
        self.fail_with(BUSY, str(folder), arguments=self.profile(folder))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)

    def disturb(self, sent, *flags):
        """Sends a signal to the worker once layers are saved; what the run, which must succeed, printed."""
        folder = self.folder / "run"
        process = self.start(*self.profile(folder, "8 s"), *flags)
        self.wait_for(lambda: self.has_layers(folder), "the first saved layer")
        self.wait_for(lambda: workers_of(process), "a worker")
        os.kill(workers_of(process)[-1], sent)
        out, errors = process.communicate(timeout=180)
        self.assertEqual(process.returncode, 0, errors)
        return out + errors

    def test_a_killed_worker_costs_at_most_its_layer(self):
        self.assertIn("signal 9", self.disturb(signal.SIGKILL))

    def test_a_hung_worker_is_killed_and_the_run_goes_on(self):
        self.assertIn("did not answer", self.disturb(signal.SIGSTOP, "--timeout", "1 s"))

    def test_a_full_disk_is_said_and_loses_nothing(self):
        if os.geteuid() != 0:
            self.skipTest("needs root to mount a small file system")
        small = self.folder / "small"
        small.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("cannot mount here: " + mounted.stderr.decode())
        self.addCleanup(subprocess.run, ["umount", "-l", str(small)], check=False)
        (small / "filler").write_bytes(b"x" * 60 * 1024)
        outcome = run(*self.profile(small / "run", "2 s"))
        self.assertEqual(outcome.code, IO, str(outcome))
        self.assertIn("no space left", outcome.err.lower())


if __name__ == "__main__":
    unittest.main()
