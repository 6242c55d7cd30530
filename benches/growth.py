"""Time and memory as the input grows, in orders and in customers. Usage: growth.py PATH_TO_KEYACCOUNT [MAX_ORDERS]

Files of 500,000 orders at most, as exports are (a sheet ends at 1,048,576 rows). Needs the packages of requirements.txt.
"""
import os
import pathlib
import shutil
import subprocess
import sys

tool = pathlib.Path(sys.argv[1]).resolve()
most = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000
here = pathlib.Path(__file__).parent
work = pathlib.Path("target/growth").resolve()
work.mkdir(parents=True, exist_ok=True)

FILE_ORDERS = 500_000
CASES = [(50_000, 2_000), (500_000, 100), (500_000, 2_000), (500_000, 100_000), (5_000_000, 2_000)]


def folder(orders, customers):
    """The input folder of a case, made once."""
    place = work / f"{orders}-{customers}"
    done = place / ".done"
    if not done.exists():
        place.mkdir(exist_ok=True)
        for number, first in enumerate(range(0, orders, FILE_ORDERS)):
            count = min(FILE_ORDERS, orders - first)
            subprocess.run([sys.executable, here / "make_orders.py", str(count), place / f"orders-{number:02}.xlsx",
                            str(customers), str(first)], check=True)
        done.touch()
    return place


def run(place):
    output = work / "output"
    shutil.rmtree(output, ignore_errors=True)
    command = [tool, "run", "--input", place, "--output", output, "--no-progress", "-q"]
    begin = os.times().elapsed
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {place}")
    return os.times().elapsed - begin, usage.ru_maxrss / 1024


print("| orders | customers | files | s | s per million | peak MiB |\n|---|---|---|---|---|---|")
for orders, customers in [case for case in CASES if case[0] <= most]:
    place = folder(orders, customers)
    run(place)  # warms the file cache
    seconds, memory = min(run(place) for _ in range(3))
    files = len(list(place.glob("*.xlsx")))
    print(f"| {orders:,} | {customers:,} | {files} | {seconds:.2f} | {seconds * 1e6 / orders:.2f} | {memory:.0f} |")
