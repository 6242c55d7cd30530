"""Times whole processes side by side, in turn, and prints medians, peak memory and ratios.

Usage: compare.py ORDERS.xlsx PATH_TO_KEYACCOUNT [RUNS]      (with the packages of requirements.txt)
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

source, tool = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
here = pathlib.Path(__file__).parent
work = pathlib.Path(tempfile.mkdtemp())
(work / "input").mkdir()
shutil.copy(source, work / "input" / source.name)

commands = {
    "keyaccount, the whole review": [tool, "run", "--input", work / "input", "--output", work / "output", "--no-progress", "-q"],
    "polars + fastexcel, sums and a chart": [sys.executable, here / "peer_polars.py", source, work / "polars.xlsx"],
    "pandas + calamine, sums and a chart": [sys.executable, here / "peer_pandas.py", source, work / "pandas.xlsx"],
}


def timed(command):
    """Wall seconds and peak MiB of one process, by the operating system's own account."""
    shutil.rmtree(work / "output", ignore_errors=True)
    begin = time.perf_counter()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {command}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


figures = {name: [] for name in commands}
for turn in range(runs + 1):
    for name, command in commands.items():
        figure = timed(command)
        if turn > 0:  # the first turn warms the file cache
            figures[name].append(figure)

own = statistics.median(seconds for seconds, _ in figures["keyaccount, the whole review"])
print("| | s | peak MiB | × keyaccount |\n|---|---|---|---|")
for name, values in figures.items():
    seconds = statistics.median(s for s, _ in values)
    memory = statistics.median(m for _, m in values)
    print(f"| {name} | {seconds:.2f} | {memory:.0f} | {seconds / own:.1f} |")
shutil.rmtree(work)
