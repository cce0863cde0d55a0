"""What the page costs: a live update under a steady load, the first page over the wire, memory at rest, and the way to the first page.

The server runs as a process of its own on one core, the load comes from this process on the other: 50 requests a second for 20 seconds,
each the form of one of the cases of the tour, sent at its time whether or not the last was answered.
With the name of a file as its argument it also draws there how many of the answers took how long.
"""

import asyncio
import math
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import httpx2

import clonus
from clonus.adapters.formats.drawing import box, drawing, line, text
from clonus.adapters.web.case_form import fields_of

RATE, SECONDS = 50, 20
PROMISED = 15
CATALOGUE = clonus.open_catalogue()
FORMS = [urlencode(fields_of(stop.case)) for stop in CATALOGUE.tour]


def start() -> tuple[subprocess.Popen[str], str, float]:
    """The server, its address, and how long it took to its first page."""
    begun = time.perf_counter()
    pinned = ["taskset", "-c", "0"] if Path("/usr/bin/taskset").exists() else []
    command = [*pinned, sys.executable, "-m", "clonus", "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    found = re.search(r"http://\S+/", server.stdout.readline())
    assert found
    while True:
        try:
            httpx2.get(found.group(), timeout=5)
            return server, found.group(), time.perf_counter() - begun
        except httpx2.TransportError:
            time.sleep(0.005)


async def load(address: str, path: str) -> tuple[list[float], list[float]]:
    """The milliseconds of each answer: as the server says in its header, and as it is seen here."""
    taken: list[float] = []
    served: list[float] = []
    async with httpx2.AsyncClient(base_url=address, headers={"content-type": "application/x-www-form-urlencoded"}) as client:

        async def ask(number: int, at: float) -> None:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            begun = time.perf_counter()
            answer = await client.post(path, content=FORMS[number % len(FORMS)])
            taken.append((time.perf_counter() - begun) * 1000)
            served.append(float(answer.headers["server-timing"].rpartition("=")[2]))
            assert answer.status_code == 200

        for form in FORMS * 10:
            await client.post(path, content=form)
        first = time.perf_counter() + 0.1
        await asyncio.gather(*(ask(number, first + number / RATE) for number in range(RATE * SECONDS)))
    return sorted(served), sorted(taken)


def resident(server: subprocess.Popen[str]) -> float:
    """The memory of the server in MB."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    [found] = re.findall(r"VmRSS:\s+(\d+) kB", status)
    return int(found) / 1024


def weight(address: str) -> float:
    """The first page with all that it asks for, compressed as it is sent, in kB."""
    page = httpx2.get(address).text
    parts = [address, *(f"{address.rstrip('/')}{path}" for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page))]
    return sum(httpx2.get(part).num_bytes_downloaded for part in parts) / 1000


def main() -> None:
    """Measure, and print a table."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    server, address, first = start()
    try:
        rest = resident(server)
        served, live = asyncio.run(load(address, "/live"))
        print("| what | measured | promised |")
        print("|---|---|---|")
        print(f"| server time of a live update at {RATE} a second: median; 99th percentile; most | {figures(served)} | 15 ms at the 99th |")
        print(f"| the same as the asker sees it, on the other core | {figures(live)} | beside it |")
        print(f"| the first page with style, script and icon, over the wire | {weight(address):.0f} kB | 120 kB |")
        print(f"| memory at rest | {rest:.0f} MB; after the load {resident(server):.0f} MB | 150 MB |")
        if len(sys.argv) > 1:
            Path(sys.argv[1]).write_text(chart(served), encoding="utf-8")
        print(f"| from the command to the first page | {first:.2f} s | 2 s |")
    finally:
        server.terminate()
        server.wait(10)


def chart(taken: list[float]) -> str:
    """How many of the answers took how many milliseconds, with what is promised of the 99th percentile."""
    last = max(PROMISED + 5, min(math.ceil(taken[-1]), 60))
    counts = [sum(1 for one in taken if begin <= one < begin + 1) for begin in range(last)]
    over = sum(1 for one in taken if one >= last)
    wide, high, left, foot = 720 / last, 180 / max(counts), 40, 230
    parts = [text(left, 28, f"Server time of {len(taken):,} live updates at {RATE} a second, on one core", "bold")]
    parts += [
        box(left + begin * wide, foot - count * high, wide - 1, count * high, "yes", says=f"{begin} to {begin + 1} ms: {count}")
        for begin, count in enumerate(counts)
        if count
    ]
    parts += [text(left + at * wide, foot + 18, f"{at} ms", "small", "middle") for at in range(0, last + 1, 5)]
    for at, words in ((PROMISED, "promised"), (taken[int(len(taken) * 0.99)], "99th percentile")):
        row = 50 if words == "promised" else 66
        parts += [line(left + at * wide, row + 4, left + at * wide, foot, "now"), text(left + at * wide + 5, row + 12, words, "small")]
    parts.append(line(left, foot, left + 720, foot, "axis"))
    says = f"Median {statistics.median(taken):.1f} ms, 99th percentile {taken[int(len(taken) * 0.99)]:.1f} ms; {over} beyond the chart."
    return drawing(800, 270, "How long a live update takes", says, parts)


def figures(taken: list[float]) -> str:
    """Median, 99th percentile and most."""
    return f"{statistics.median(taken):.1f} ms; {taken[int(len(taken) * 0.99)]:.1f} ms; {taken[-1]:.1f} ms"


if __name__ == "__main__":
    main()
