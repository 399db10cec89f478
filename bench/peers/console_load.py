#!/usr/bin/env python3
"""What ten consoles cost a network that is up.

    python3 bench/peers/console_load.py [--runs N] [--seconds N] [--clients N] [--scenario NAME] [--program ./orbweaver]

Brings a scenario up with a flow of 1 kHz from London to Tokyo, by turns without anybody looking and with so many
clients on the live socket at 5 Hz, one of which stops reading half way. Prints the processor time of the network's
process, the bytes a client got a second, and how late messages were. Needs nothing but Python 3; no root.
"""

import argparse
import base64
import http.client
import json
import os
import re
import select
import socket
import statistics
import struct
import subprocess
import tempfile
import threading
import time
import urllib.request

RATE_HZ = 1_000
PAYLOAD = bytes(100)


class Network:
    """The program, its ports and its console."""

    def __init__(self, program, scenario, folder):
        self.control = os.path.join(folder, "up.sock")
        self.receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.receiver.bind(("127.0.0.1", 0))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [program, "up", scenario, "--control", self.control, "--http", "0",
             "--history", os.path.join(folder, "history"),
             "--udp", f"london=127.0.0.1:{self.port},to=tokyo",
             "--udp", f"tokyo=127.0.0.1:{self.receiver.getsockname()[1]},from=london"],
            stdout=subprocess.PIPE, text=True)
        self.address = None
        for line in self.process.stdout:
            found = re.search(r"http://([0-9.]+):(\d+)/#token=(\S+)", line)
            if found:
                self.address, self.token = (found[1], int(found[2])), found[3]
            if "Ctrl-C" in line:
                break
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        if self.address is None:
            raise SystemExit("the network does not come up, or has no console")
        link = http.client.HTTPConnection(*self.address)
        link.request(
            "POST", "/api/v1/session", json.dumps({"token": self.token}),
            {"Content-Type": "application/json", "Idempotency-Key": "console-load"})
        answer = link.getresponse()
        if answer.status >= 300:
            raise SystemExit(f"the console does not let us in: {answer.status} {answer.read()[:300]}")
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]

    def lateness(self):
        """How many messages came out no later than so many seconds, so far, by the buckets of the metrics."""
        with urllib.request.urlopen(f"http://{self.address[0]}:{self.address[1]}/metrics") as answer:
            text = answer.read().decode()
        rows = re.findall(r'^orbweaver_lateness_seconds_bucket\{le="([^"]+)"\} (\d+)', text, re.M)
        return [(float(le), int(count)) for le, count in rows]

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def open_socket(self):
        host = f"{self.address[0]}:{self.address[1]}"
        link = socket.create_connection(self.address)
        link.sendall((
            f"GET /api/v1/live HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: orbweaver.v1\r\n"
            f"Cookie: {self.cookie}\r\n\r\n").encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += link.recv(1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise SystemExit(f"no live socket: {head[:300]}")
        topics = ["state", "load", "routes", "stats", "events", "kpi"]
        say(link, {"op": "sub", "topics": topics, "streams": list(range(8)), "rateHz": 5})
        return link


def say(link, word):
    text = json.dumps(word).encode()
    mask = os.urandom(4)
    masked = bytes(b ^ mask[i % 4] for i, b in enumerate(text))
    link.sendall(bytes([0x81, 0x80 | 126]) + struct.pack("!H", len(text)) + mask + masked)


def percentile_ms(before, after, share):
    """Of the messages between two looks; within a bucket they are taken to lie evenly."""
    counts = [(bound, late - early) for (bound, early), (_, late) in zip(before, after)]
    rank = share * counts[-1][1]
    low, below = 0.0, 0
    for bound, count in counts:
        if count >= rank:
            return 1e3 * (low + (bound - low) * (rank - below) / max(1, count - below))
        low, below = bound, count
    return float("nan")


def flow(network, stop):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        due = time.monotonic()
        while not stop.is_set():
            sender.sendto(PAYLOAD, ("127.0.0.1", network.port))
            due += 1 / RATE_HZ
            time.sleep(max(0, due - time.monotonic()))


def look(clients, stop, received):
    """Reads what comes; the first client stops half way."""
    began = said = time.monotonic()
    while not stop.is_set():
        if time.monotonic() - said > 10:
            # Who says nothing for long, and answers no ping, is taken for gone.
            said = time.monotonic()
            for link in clients[1:]:
                say(link, {"op": "pong"})
        reading = clients[1:] if time.monotonic() - began > look.half else clients
        for link in select.select(reading, [], [], 0.2)[0]:
            received[clients.index(link)] += len(link.recv(1 << 20))


def run(arguments, clients):
    with tempfile.TemporaryDirectory() as folder:
        network = Network(arguments.program, arguments.scenario, folder)
        stop = threading.Event()
        threads = [threading.Thread(target=flow, args=(network, stop))]
        links = [network.open_socket() for _ in range(clients)]
        received = [0] * clients
        look.half = arguments.seconds / 2
        if links:
            threads.append(threading.Thread(target=look, args=(links, stop, received)))
        for thread in threads:
            thread.start()
        # What runs for the first time is late for that reason only.
        time.sleep(15)
        early = network.lateness()
        began, cpu, bytes_before = time.monotonic(), network.cpu_seconds(), sum(received[1:])
        time.sleep(arguments.seconds)
        took = time.monotonic() - began
        core = (network.cpu_seconds() - cpu) / took
        rate = (sum(received[1:]) - bytes_before) / took / max(1, clients - 1)
        later = network.lateness()
        late = [percentile_ms(early, later, share) for share in (0.5, 0.99, 0.999)]
        stop.set()
        for thread in threads:
            thread.join()
        for link in links:
            link.close()
        network.process.terminate()
        network.process.wait()
        return core, rate, late


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--clients", type=int, default=10)
    parser.add_argument("--scenario", default="live")
    parser.add_argument("--program", default="./orbweaver")
    arguments = parser.parse_args()
    results = {0: [], arguments.clients: []}
    for turn in range(arguments.runs):
        for clients, rows in results.items():
            core, rate, late = run(arguments, clients)
            rows.append((core, rate, *late))
            print(
                f"run {turn + 1}, {clients:2} clients: {core * 100:5.1f} % of a core, {rate / 1000:5.1f} kB/s a client,"
                f" late p50 {late[0]:.3f} p99 {late[1]:.3f} p99.9 {late[2]:.3f} ms", flush=True)
    for clients, rows in results.items():
        middle = [statistics.median(column) for column in zip(*rows)]
        print(
            f"median, {clients:2} clients: {middle[0] * 100:5.1f} % of a core, {middle[1] / 1000:5.1f} kB/s,"
            f" late p50 {middle[2]:.3f} p99 {middle[3]:.3f} p99.9 {middle[4]:.3f} ms")


if __name__ == "__main__":
    main()
