# SPDX-License-Identifier: Apache-2.0
"""What the parts of bench/run share: where the build is, processes with their time and peak memory, and ratios with their spread."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time


class Build:
    """A folder of a build: its programs, and room for files of the benchmarks on the same disk."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.bin = self.folder / "bin"
        self.scratch = self.folder / "bench"

    def program(self, name):
        return self.bin / name

    def kind(self):
        """As CMake calls it: "Release"."""
        cache = (self.folder / "CMakeCache.txt").read_text()
        return next(line.split("=", 1)[1] for line in cache.splitlines() if line.startswith("CMAKE_BUILD_TYPE:"))

    def zoo(self):
        return [model["name"] for model in self.dnntune("zoo", "list")["sections"][0]["tables"]["models"]]

    def dnntune(self, *arguments):
        """The document that a command of dnntune's prints."""
        return json.loads(output(self.program("dnntune"), *arguments, "--json"))

    def new_folder(self, name):
        """An empty folder."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def output(*command):
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, check=True).stdout


def cost(*command):
    """Wall time of a process of its own, in seconds, with its output, and the peak of its resident memory, in bytes.

    Linux counts what this process held, 15 MB, as held by the one that it starts: a peak under that is not told."""
    words = [str(part) for part in command]
    reading, writing = os.pipe()
    start = time.monotonic()
    process = os.posix_spawnp(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)])
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    status, usage = os.wait4(process, 0)[1:]
    seconds = time.monotonic() - start
    if status != 0:
        sys.exit(f"bench: {' '.join(words)} failed with {os.waitstatus_to_exitcode(status)}")
    return seconds, text, usage.ru_maxrss * 1024


def turns(once, seconds, fewest=3, most=9):
    """Results of `once`: `fewest` at least and `most` at most, and none is begun once the time is spent. The first is thrown away."""
    once()
    begun = time.monotonic()
    results = []
    while len(results) < fewest or (len(results) < most and time.monotonic() - begun < seconds):
        results.append(once())
    return results


def ratio(ours, theirs):
    """Of each turn's two times; the median, and between what they lay."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {"median": statistics.median(ratios), "least": min(ratios), "most": max(ratios), "turns": len(ratios)}
