"""How long a build from nothing takes, and how much memory it holds at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from bench.table import Measure

# getrusage counts kilobytes on Linux and bytes on macOS.
_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


class BuildError(RuntimeError):
    """The build that was to be measured failed."""


def measure(*, times: int) -> list[Measure]:
    """Build ``times`` times into an empty folder; seconds and megabytes (10^6 bytes)."""
    seconds, megabytes = [], []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            taken, most = _once(folder=folder)
        seconds.append(taken)
        megabytes.append(most / 1e6)
    return [
        Measure(what="build from nothing", runs=tuple(seconds), unit="s", most=20),
        Measure(what="build, memory at most", runs=tuple(megabytes), unit="MB", most=1000),
    ]


def _once(*, folder: str) -> tuple[float, float]:
    """Return seconds, and the largest resident size of the process in bytes."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        command = [sys.executable, "-m", "pipelines", "build", "--warehouse", folder]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            tail = output.read().decode(errors="replace")[-2000:]
            raise BuildError(f"{' '.join(command)} ended with {process.returncode}:\n{tail}")
    return time.perf_counter() - start, usage.ru_maxrss * _MAXRSS_BYTES
