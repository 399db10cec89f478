#!/usr/bin/env python3
"""Real applications through `orbweaver up`, beside the same over a plain veth.

    ./orbweaver --version && sudo python3 bench/peers/through_tun.py [--megabytes 1000] [--seconds 10] [--json FILE]

Needs root, Linux with TUN and network namespaces, and of ip, ping, iperf3, curl, ssh, sshd what is there: what is
missing is left out and named. It makes two namespaces a way, and removes them and all it started however it ends.
"""
import argparse, atexit, hashlib, json, os, re, shutil, signal, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MARK = f"owt{os.getpid()}"
SERVER, PORT, WEB, SSH = "10.77.0.2", 5201, 8000, 2222
# 100 Mb/s for 200 ms there and back are 2.5 MB; four times that leaves room for the queue.
SYSCTL = ["net.ipv4.tcp_rmem=4096 131072 33554432", "net.ipv4.tcp_wmem=4096 131072 33554432"]


class Stage:
    """Everything that has to go at the end: processes, namespaces, a folder."""

    def __init__(self):
        self.processes, self.spaces = [], []
        self.folder = tempfile.mkdtemp(prefix=MARK)
        atexit.register(self.clear)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(1))

    def space(self, name):
        name = f"{MARK}{name}"
        subprocess.run(["ip", "netns", "add", name], check=True)
        self.spaces.append(name)
        subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
        for setting in SYSCTL:
            subprocess.run(["ip", "netns", "exec", name, "sysctl", "-qw", setting], check=True)
        return name

    def start(self, command, **more):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **more)
        self.processes.append(process)
        return process

    def stop(self, process):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process in self.processes:
            self.processes.remove(process)

    def clear(self):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for process in list(self.processes):
            self.stop(process)
        for name in self.spaces:
            subprocess.run(["ip", "netns", "del", name], check=False)
        self.spaces.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


def run(space, *command, seconds=600, data=None):
    """Runs a command in a namespace; its output, or why not."""
    done = subprocess.run(
        ["ip", "netns", "exec", space, *command], capture_output=True, timeout=seconds, input=data, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:3])}: {(done.stderr or done.stdout).decode()[-300:].strip()}")
    return done.stdout


def cpu_seconds(process):
    if process is None:
        return 0.0
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def switches(process):
    total = 0
    for task in os.listdir(f"/proc/{process.pid}/task"):
        with open(f"/proc/{process.pid}/task/{task}/status", encoding="ascii") as file:
            total += int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", file.read()).group(1))
    return total


class Way:
    """Two namespaces and what joins them."""

    def __init__(self, name, stage, left, right, up=None):
        self.name, self.stage, self.left, self.right, self.up = name, stage, left, right, up

    def timed(self, work):
        """What a piece of work gives, with the share of a core that `up` took for it."""
        before, begun = cpu_seconds(self.up), time.monotonic()
        result = work()
        took = time.monotonic() - begun
        if self.up is not None:
            result["up_cores"] = round((cpu_seconds(self.up) - before) / took, 3)
        return result

    def ping(self, count):
        text = run(self.left, "ping", "-n", "-i", "0.02", "-c", str(count), SERVER).decode()
        times = sorted(float(t) for t in re.findall(r"time=([\d.]+)", text))
        return {"sent": count, "lost": count - len(times), "median_ms": statistics.median(times),
                "p99_ms": times[min(len(times) - 1, len(times) * 99 // 100)], "least_ms": times[0]}

    def iperf(self, seconds, *options):
        server = self.stage.start(["ip", "netns", "exec", self.right, "iperf3", "-s", "-1"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.3)
        try:
            text = run(self.left, "iperf3", "-c", SERVER, "-J", "-t", str(seconds), *options)
        finally:
            self.stage.stop(server)
        end = json.loads(text)["end"]
        if "-u" in options:
            total = end["sum"]
            return {"mbps": round(total["bits_per_second"] / 1e6, 1), "packets": total["packets"],
                    "lost_percent": round(total["lost_percent"], 3), "jitter_ms": round(total["jitter_ms"], 3)}
        return {"mbps": round(end["sum_received"]["bits_per_second"] / 1e6, 1),
                "retransmits": end["sum_sent"]["retransmits"]}

    def web(self, file):
        server = self.stage.start(
            ["ip", "netns", "exec", self.right, sys.executable, "-m", "http.server", str(WEB),
             "--directory", os.path.dirname(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.7)
        into = os.path.join(self.stage.folder, "fetched")
        try:
            seconds = float(run(self.left, "curl", "-sS", "--fail", "-o", into, "-w", "%{time_total}",
                                f"http://{SERVER}:{WEB}/{os.path.basename(file)}"))
        finally:
            self.stage.stop(server)
        same = digest(into) == digest(file)
        os.remove(into)
        return {"mbps": round(os.path.getsize(file) * 8e-6 / seconds, 1), "same": same}

    def ssh(self, file):
        folder = os.path.join(self.stage.folder, f"ssh-{self.left}")
        os.makedirs(folder, mode=0o700)
        os.makedirs("/run/sshd", exist_ok=True)
        for key in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{key}"], check=True)
        settings = ["HostKey=" + folder + "/host", "AuthorizedKeysFile=" + folder + "/user.pub", "PidFile=none",
                    "StrictModes=no", "PasswordAuthentication=no", "UsePAM=no", "PermitRootLogin=yes",
                    f"Port={SSH}"]
        server = self.stage.start(
            ["ip", "netns", "exec", self.right, shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-f", "/dev/null",
             "-E", f"{folder}/log", *(part for s in settings for part in ("-o", s))])
        client = ["ssh", "-F", "none", "-p", str(SSH), "-i", f"{folder}/user", "-o", "StrictHostKeyChecking=no",
                  "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes",
                  f"root@{SERVER}"]
        time.sleep(0.5)
        try:
            begun = time.monotonic()
            said = run(self.left, *client, "echo", "hello").decode().strip()
            command = time.monotonic() - begun
            with open(file, "rb") as content:
                data = content.read(50_000_000)
            begun = time.monotonic()
            back = run(self.left, *client, "sha256sum", data=data).decode().split()[0]
            copy = time.monotonic() - begun
        finally:
            self.stage.stop(server)
        return {"command_ms": round(command * 1e3), "copy_mbps": round(len(data) * 8e-6 / copy, 1),
                "same": said == "hello" and back == hashlib.sha256(data).hexdigest()}


def digest(file):
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def veth(stage):
    left, right = stage.space("a"), stage.space("b")
    subprocess.run(["ip", "-n", left, "link", "add", "v0", "mtu", "1420", "type", "veth", "peer", "name", "v0",
                    "mtu", "1420", "netns", right], check=True)
    for space, address in ((left, "10.77.0.1/24"), (right, SERVER + "/24")):
        subprocess.run(["ip", "-n", space, "address", "add", address, "dev", "v0"], check=True)
        subprocess.run(["ip", "-n", space, "link", "set", "v0", "up"], check=True)
    return Way("veth", stage, left, right)


def through_up(stage, program, scenario, options):
    left, right = stage.space("l"), stage.space("r")
    socket = os.path.join(stage.folder, "up.sock")
    output = open(os.path.join(stage.folder, "up.out"), "w", encoding="utf-8")
    up = stage.start(
        [*program, "up", scenario, "--control", socket, "--tun", f"london={MARK}l,netns={left}",
         "--tun", f"tokyo={MARK}r,netns={right}", *options], stdout=output, stderr=subprocess.STDOUT)
    until = time.monotonic() + 180
    while not os.path.exists(socket):
        if up.poll() is not None or time.monotonic() > until:
            with open(output.name, encoding="utf-8") as text:
                sys.exit(f"not up: {text.read()[-500:]}")
        time.sleep(0.1)
    return Way("up", stage, left, right, up), [*program, "--control", socket]


def ask(program, *words):
    done = subprocess.run([*program[:-2], *words, *program[-2:]], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip()


def idle(up, seconds):
    """What `up` takes with nothing of ours to do."""
    before, waits = cpu_seconds(up), switches(up)
    time.sleep(seconds)
    return {"up_cores": round((cpu_seconds(up) - before) / seconds, 3),
            "wakeups_per_s": round((switches(up) - waits) / seconds)}


def measure(way, args, file):
    tests = [("ping idle", "ping", lambda: way.ping(args.pings))]
    if shutil.which("iperf3"):
        tests += [("tcp 1", "iperf3", lambda: way.iperf(args.seconds)),
                  ("tcp 4", "iperf3", lambda: way.iperf(args.seconds, "-P", "4"))]
        tests += [(f"udp {rate}M", "iperf3",
                   lambda rate=rate: way.iperf(args.seconds, "-u", "-b", f"{rate}M", "-l", "1300"))
                  for rate in (10, 50, 90)]
    tests += [("web", "curl", lambda: way.web(file)), ("ssh", "ssh", lambda: way.ssh(file))]
    result = {}
    for name, tool, work in tests:
        if args.only and not re.search(args.only, name):
            continue
        try:
            result[name] = way.timed(work) if shutil.which(tool) else {"error": f"no {tool} here"}
        except (RuntimeError, subprocess.TimeoutExpired, KeyError, ValueError) as problem:
            result[name] = {"error": str(problem)}
        print(f"{way.name:5} {name:10} " + "  ".join(f"{k} {v}" for k, v in result[name].items()), flush=True)
    return result


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--megabytes", type=int, default=1000, help="of the file that curl fetches")
    parse.add_argument("--seconds", type=int, default=10, help="of each iperf3")
    parse.add_argument("--pings", type=int, default=500)
    parse.add_argument("--scenario", default="live", help="one with london and tokyo")
    parse.add_argument("--program", default=os.path.join(ROOT, "orbweaver"))
    parse.add_argument("--only", help="a pattern of tests, as 'ping|tcp 1'")
    parse.add_argument("--no-veth", action="store_true", help="leave the plain veth out")
    parse.add_argument("--json", help="where the figures go as well")
    parse.add_argument("up", nargs="*", help="more for orbweaver up, after --")
    args = parse.parse_args()
    if os.geteuid() != 0:
        sys.exit("through_tun.py needs root: it makes network namespaces")
    stage = Stage()
    file = os.path.join(stage.folder, "file")
    with open(file, "wb") as content:
        for _ in range(max(50, args.megabytes)):
            content.write(os.urandom(1_000_000))
    result = {"load_before": os.getloadavg(), "cores": os.cpu_count(), "megabytes": args.megabytes}
    if not args.no_veth:
        result["veth"] = measure(veth(stage), args, file)
    way, program = through_up(stage, args.program.split(), args.scenario, args.up)
    time.sleep(2)
    result["idle"] = idle(way.up, 5)
    print("up    idle       " + "  ".join(f"{k} {v}" for k, v in result["idle"].items()), flush=True)
    result["paths"] = [ask(program, "path", a, b).splitlines()[:1] for a, b in
                       (("london", "tokyo"), ("tokyo", "london"))]
    result["up"] = measure(way, args, file)
    result["status"] = ask(program, "status").splitlines()
    result["load_after"] = os.getloadavg()
    print("\n".join([*(line for path in result["paths"] for line in path), *result["status"]]))
    print(f"load {result['load_before'][0]:.1f} before, {result['load_after'][0]:.1f} after,"
          f" on {result['cores']} cores")
    if args.json:
        with open(args.json, "w", encoding="utf-8") as to:
            json.dump(result, to, indent=1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
