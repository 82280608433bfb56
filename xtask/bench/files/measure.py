"""Runs a command and prints its CPU seconds, its wall seconds and its peak memory in MB as JSON.

Usage: measure.py one|all PROGRAM [ARGUMENT ...]

With `one`, the command has one core.
"""

import json
import os
import sys
import time

cores, command = sys.argv[1], sys.argv[2:]
if cores == "one":
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-1:])
start = time.monotonic()
discard = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
process = os.posix_spawn(command[0], command, os.environ, file_actions=discard)
_, status, usage = os.wait4(process, 0)
wall = time.monotonic() - start
if os.waitstatus_to_exitcode(status) != 0:
    sys.exit(f"{command[0]} failed")
cpu = usage.ru_utime + usage.ru_stime
print(json.dumps({"cpu": cpu, "wall": wall, "peak": usage.ru_maxrss * 1024 / 1e6}))
