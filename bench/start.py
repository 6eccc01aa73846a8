# SPDX-License-Identifier: Apache-2.0
"""What comparing settings takes before the first of them is measured, and how many engine programs run at once."""

import os
import pathlib
import signal
import statistics
import subprocess
import time

from measuring import say

MODEL = "squeezenet-v1.1"
SETTINGS = (2, 10, 40)
TURNS = 5
POLL_S = 0.005


def engine_programs():
    """Process ids of engine-* programs."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if (entry / "comm").read_text().startswith("engine-"):
                found.append(entry.name)
        except OSError:
            pass  # it has ended
    return found


def until_first_profile(build, settings):
    """Seconds from the start of a comparison until a profile is saved, which the first samples are in, and the most engine programs."""
    folder = build.new_folder(f"start-{settings}")
    threads = ",".join(str(count) for count in range(1, settings + 1))
    command = [build.program("dnntune"), "compare", MODEL, "--threads", threads, "--budget", "1ms", "--output", folder / "run"]
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    while not list((folder / "run").glob("profiles/*.json")):
        most = max(most, len(engine_programs()))
        if process.poll() is not None:
            raise SystemExit(f"bench: the comparison of {settings} settings ended with {process.returncode}")
        time.sleep(POLL_S)
    seconds = time.monotonic() - start
    process.send_signal(signal.SIGINT)
    process.wait()
    return seconds, most


def start(build, beside=None):
    """By number of settings; with another build by turns, where one is given."""
    builds = {"this": build, **({"beside": beside} if beside else {})}
    os.makedirs(build.scratch, exist_ok=True)
    figures = {}
    for settings in SETTINGS:
        taken = {name: [] for name in builds}
        for _ in range(TURNS):
            for name, one in builds.items():
                say(f"start of a comparison of {settings} settings, {name}")
                taken[name].append(until_first_profile(one, settings))
        figures[settings] = {name: {"median_s": statistics.median(seconds for seconds, _ in rows),
                                    "least_s": min(seconds for seconds, _ in rows), "most_s": max(seconds for seconds, _ in rows),
                                    "most_engine_programs": max(most for _, most in rows), "turns": len(rows)}
                             for name, rows in taken.items()}
    return figures
