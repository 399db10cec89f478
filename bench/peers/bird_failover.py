#!/usr/bin/env python3
"""Packets lost when a transit router dies silently: BIRD with OSPFv3 and BFD (10 ms x 3), for comparison with lab test.

A torus of 2 x 4 routers and two hosts with two uplinks each, a network namespace apiece, veth pairs between them; all
run BIRD at the same real-time priority as the hosts of ./orbweaver lab. A flow of 1,000 UDP packets a second crosses
it. The router in the middle of its way dies: BIRD is killed, and the kernel beside it stops to forward, as when the
whole machine hangs with its lights on. Needs root, bird, iproute2 and chrt (util-linux).

Usage: bird_failover.py [RUNS]
"""
import ctypes
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
PREFIX = f"ow{os.getpid()}b"
ROUTERS = [f"r{i}" for i in range(8)]
LINKS = sorted({tuple(sorted((f"r{r * 4 + c}", f"r{r * 4 + (c + 1) % 4}"))) for r in range(2) for c in range(4)}
               | {(f"r{c}", f"r{4 + c}") for c in range(4)}) + [("a", "r0"), ("a", "r4"), ("b", "r2"), ("b", "r6")]
NODES = ["a", "b"] + ROUTERS
CONFIG = """
router id 10.0.0.{number};
protocol device {{ scan time 1; }}
protocol direct {{ ipv6; interface "lo"; }}
protocol kernel {{ ipv6 {{ export all; }}; }}
protocol bfd {{ interface "*" {{ min rx interval 10 ms; min tx interval 10 ms; multiplier 3; }}; }}
protocol ospf v3 {{ tick 1; ecmp no; ipv6 {{ import all; export all; }};
  area 0 {{ interface "lo" {{ stub; }}; interface "a", "b", "r*" {{ type ptp; hello 1; dead count 4; bfd on; }}; }}; }}
"""


def run(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


def space(node):
    return f"{PREFIX}-{node}"


def address(node):
    return f"fd99::{NODES.index(node) + 1:x}"


def enter(node):
    # The thread that calls, and no other.
    fd = os.open(f"/run/netns/{space(node)}", os.O_RDONLY)
    if LIBC.setns(fd, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")
    os.close(fd)


def start(node, folder):
    conf = os.path.join(folder, f"{node}.conf")
    with open(conf, "w", encoding="utf-8") as file:
        file.write(CONFIG.format(number=NODES.index(node) + 1))
    run("ip", "netns", "exec", space(node), "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1")
    return subprocess.Popen(
        ["ip", "netns", "exec", space(node), "chrt", "-r", "1", "bird", "-f", "-c", conf, "-s",
         os.path.join(folder, f"{node}.ctl")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make(folder):
    for node in NODES:
        run("ip", "netns", "add", space(node))
        run("ip", "-n", space(node), "link", "set", "dev", "lo", "up")
        run("ip", "-n", space(node), "addr", "add", f"{address(node)}/128", "dev", "lo")
    for one, other in LINKS:
        run("ip", "-n", space(one), "link", "add", other, "type", "veth", "peer", "name", one, "netns", space(other))
        run("ip", "-n", space(one), "link", "set", "dev", other, "up")
        run("ip", "-n", space(other), "link", "set", "dev", one, "up")
    return {node: start(node, folder) for node in NODES}


def way():
    nodes = ["a"]
    while nodes[-1] != "b":
        words = run("ip", "-n", space(nodes[-1]), "-6", "route", "get", address("b")).split()
        nodes.append(words[words.index("dev") + 1])
        if nodes[-1] not in NODES or len(nodes) > len(NODES):
            return []
    return nodes


def wait_for_way():
    for _ in range(300):
        try:
            if len(way()) >= 4:
                return
        except (subprocess.CalledProcessError, ValueError):
            pass
        time.sleep(0.2)
    sys.exit("OSPF finds no way")


def socket_in(node, bound):
    made = []

    def make_it():
        enter(node)
        made.append(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
        made[0].bind((address(node), 7001 if bound else 0))

    thread = threading.Thread(target=make_it)
    thread.start()
    thread.join()
    return made[0]


def flow(seconds, at_2s):
    receiver, sender, came = socket_in("b", True), socket_in("a", False), []
    receiver.settimeout(2)

    def take():
        try:
            while True:
                came.append((int(receiver.recv(300)[:8]), time.monotonic()))
        except socket.timeout:
            pass

    def send():
        begun = time.monotonic()
        for number in range(seconds * 1000):
            while time.monotonic() < begun + number / 1000:
                time.sleep(0.0005)
            try:
                sender.sendto(b"%08d" % number + bytes(192), (address("b"), 7001))
            except OSError:
                pass

    threads = [threading.Thread(target=take), threading.Thread(target=send)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    broken = at_2s()
    for thread in threads:
        thread.join()
    receiver.close()
    sender.close()
    gap = max((b[1] - a[1] for a, b in zip(came, came[1:])), default=0)
    return broken, seconds * 1000 - len({number for number, _ in came}), gap * 1e3


def main():
    runs, lost = int(sys.argv[1]) if len(sys.argv) > 1 else 5, []
    processes = {}
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        try:
            processes = make(folder)
            for number in range(1, runs + 1):
                wait_for_way()
                time.sleep(8)

                def die():
                    nodes = way()
                    victim = nodes[len(nodes) // 2]
                    with open(f"/proc/{processes[victim].pid}/comm", encoding="utf-8") as file:
                        assert file.read().strip() == "bird"
                    processes[victim].send_signal(signal.SIGKILL)
                    run("ip", "netns", "exec", space(victim), "sysctl", "-qw", "net.ipv6.conf.all.forwarding=0")
                    return victim

                victim, missing, gap = flow(8, die)
                lost.append(missing)
                print(f"run {number}: {victim} died, {missing} of 8000 lost, longest gap {gap:.0f} ms", flush=True)
                processes[victim].wait()
                processes[victim] = start(victim, folder)
        finally:
            for process in processes.values():
                process.kill()
                process.wait()
            for node in NODES:
                subprocess.run(["ip", "netns", "del", space(node)], check=False, capture_output=True)
    with open("/proc/loadavg", encoding="utf-8") as file:
        load = file.read().split()[0]
    print(f"lost: median {statistics.median(lost):.0f}, from {min(lost)} to {max(lost)}; load {load}")


main()
