#!/usr/bin/env python3
"""Packets lost when the satellite in use is killed, in a network that is up.

    python3 bench/peers/losses_in_up.py [--runs N] [--program ./orbweaver]

Brings scenarios/live.yaml up with three contracts from London to Tokyo, sends a flow of 1 kHz under each over UDP,
and takes a satellite of their way: every other run it dies (its lasers go dark), and every other it hangs with its
light on. Prints what each flow lost, by message. Needs nothing but Python 3; no root.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import tempfile
import threading
import time

CONTRACTS = {
    "repair": "{from: london, to: tokyo, qos: 5-i-c, rate: 4Mb/s, burst: 100kB, budget: 1s}",
    "replicate": "{from: london, to: tokyo, qos: 6-i-c, protection: replicate, rate: 4Mb/s, burst: 100kB, budget: 1s}",
    "guaranteed": "{from: london, to: tokyo, qos: 7-i-g, rate: 4Mb/s, burst: 100kB, budget: 5s}",
}
PAYLOAD = 100
RATE_HZ = 1_000


class Network:
    """The program, its control socket and its ports."""

    def __init__(self, program, folder):
        here = os.path.dirname(os.path.abspath(__file__))
        with open(os.path.join(here, "..", "..", "scenarios", "live.yaml"), encoding="utf-8") as file:
            text = file.read()
        lines = "\n".join(f"  {name}: {terms}" for name, terms in CONTRACTS.items())
        scenario = os.path.join(folder, "losses.yaml")
        with open(scenario, "w", encoding="utf-8") as file:
            file.write(text.replace("\ntraffic:\n", f"\ncontracts:\n{lines}\n\ntraffic:\n"))
        self.control = os.path.join(folder, "up.sock")
        self.receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.receiver.bind(("127.0.0.1", 0))
        self.receiver.settimeout(0.2)
        self.ports = [free_port() for _ in CONTRACTS]
        arguments = [program, "up", scenario, "--control", self.control]
        for port, name in zip(self.ports, CONTRACTS):
            arguments += ["--udp", f"london=127.0.0.1:{port},to=tokyo,contract={name}"]
        arguments += ["--udp", f"tokyo=127.0.0.1:{self.receiver.getsockname()[1]},from=london"]
        self.process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
        while not os.path.exists(self.control) and self.process.poll() is None:
            time.sleep(0.1)
        if self.process.poll() is not None:
            raise SystemExit("the network does not come up")

    def ask(self, command, **fields):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(self.control)
            client.sendall(json.dumps({"Command": command, "Fields": "", "Number": -1, "Ends": [], **fields})
                           .encode() + b"\n")
            answer = b""
            while not answer.endswith(b"\n"):
                answer += client.recv(1 << 16)
        answer = json.loads(answer)
        if answer["ExitCode"] != 0:
            raise SystemExit("\n".join(answer["Lines"]))
        return "\n".join(answer["Lines"])

    def close(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Flows:
    """One flow a contract, numbered, and what of them has come."""

    def __init__(self, network):
        self.network = network
        self.next = 0
        self.got = [set() for _ in CONTRACTS]
        self.senders = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in CONTRACTS]
        for sender, port in zip(self.senders, network.ports):
            sender.connect(("127.0.0.1", port))
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self):
        while True:
            try:
                message = self.network.receiver.recv(2 * PAYLOAD)
            except socket.timeout:
                continue
            self.got[message[0]].add(int.from_bytes(message[1:9], "big"))

    def send(self, seconds):
        begun, sent = time.perf_counter(), 0
        while (passed := time.perf_counter() - begun) < seconds:
            while sent < passed * RATE_HZ:
                for flow, sender in enumerate(self.senders):
                    sender.send(bytes([flow]) + self.next.to_bytes(8, "big") + bytes(PAYLOAD - 9))
                self.next += 1
                sent += 1
            time.sleep(0.0005)

    def lost(self, first):
        return [sum(number not in got for number in range(first, self.next)) for got in self.got]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--program", default=os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "..", "..", "orbweaver"))
    options = parser.parse_args()
    results = {"node": [], "hang": []}
    with tempfile.TemporaryDirectory() as folder:
        network = Network(options.program, folder)
        try:
            flows = Flows(network)
            flows.send(3)
            for run in range(options.runs):
                kind = "node" if run % 2 == 0 else "hang"
                way = re.findall(r"-> (P\d+-S\d+)", network.ask("path", Ends=["london", "tokyo"]))
                victim = way[1 + (run // 2) % max(1, len(way) - 2)]
                first = flows.next
                sending = threading.Thread(target=flows.send, args=(6,))
                sending.start()
                time.sleep(1.5)
                network.ask("fault-add", Fields=f"kind: {kind}, node: {victim}")
                sending.join()
                time.sleep(6)
                lost = flows.lost(first)
                results[kind].append(lost)
                print(f"{kind} {victim}: sent {flows.next - first} each, lost {dict(zip(CONTRACTS, lost))}", flush=True)
                network.ask("fault-end", Number=run)
                time.sleep(4)
        finally:
            network.close()
    for kind, lost in results.items():
        for flow, name in enumerate(CONTRACTS):
            row = [run[flow] for run in lost]
            if row:
                print(f"{kind:5} {name:10} lost: median {statistics.median(row):g}, range {min(row)} to {max(row)}")


if __name__ == "__main__":
    main()
