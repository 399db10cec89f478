// What Linux takes to forward a plain IPv6 packet: packets go from one network namespace to another, once over a
// router between them and once straight. The difference of the two is the router's part: a packet through one
// more veth pair, received, looked up, forwarded, sent. Packets are sent one by one, not as segments, as a router
// gets them from its devices. The kernel does all of it on the sender's core, to which this program is bound, so
// time passed is work done; it is taken in chunks of some milliseconds, straight and over the router in turns,
// and the median chunk counts. After every 32 packets they are received, so that none is ever dropped.
//
// The namespaces have no names: they and all in them are gone when this process is.
//
// Usage: kernel_forwarding PACKET_BYTES REPEATS, of IPv6 packets with their header. Needs root and iproute2.
#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

static const int kBatch = 32;
static const int kPackets = 640;
static const int kChunks = 200;
static const int kHeaders = 48;

[[noreturn]] static void missing(const char* what) {
    fprintf(stderr, "%s\n", what);
    exit(77);
}

static int namespace_of_own() {
    if (unshare(CLONE_NEWNET) != 0) {
        missing("it needs root, for network namespaces");
    }
    return open("/proc/thread-self/ns/net", O_RDONLY);
}

static void enter(int space) {
    if (setns(space, CLONE_NEWNET) != 0) {
        missing("a network namespace cannot be entered");
    }
}

static void run(const std::string& command) {
    if (system((command + " >/dev/null 2>&1").c_str()) != 0) {
        missing(("this failed: " + command).c_str());
    }
}

// In the namespace we are in: a veth pair whose other end is in another one.
static void join(const char* here, const char* there, int space) {
    std::string path = "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(space);
    run(std::string("ip link add ") + here + " type veth peer name " + there + " netns " + path);
}

static void address(const char* device, const char* with_prefix) {
    run(std::string("ip -6 addr add ") + with_prefix + " dev " + device + " nodad");
    run(std::string("ip link set ") + device + " up");
}

static int bound(const char* local) {
    int s = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    timeval patience{0, 100000};
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in6 to{};
    to.sin6_family = AF_INET6;
    to.sin6_port = htons(9999);
    inet_pton(AF_INET6, local, &to.sin6_addr);
    if (bind(s, (sockaddr*)&to, sizeof to) != 0) {
        missing("no socket for what arrives");
    }
    return s;
}

// The seconds of a packet from one socket to the other, sending and receiving included; 0 if some are lost.
static double chunk(int s, int sink, const char* to, int bytes) {
    sockaddr_in6 name{};
    name.sin6_family = AF_INET6;
    name.sin6_port = htons(9999);
    inet_pton(AF_INET6, to, &name.sin6_addr);
    static char data[2048];
    static char room[2048];
    iovec part{data, (size_t)bytes};
    iovec got{room, sizeof room};
    mmsghdr there[kBatch]{};
    mmsghdr here[kBatch]{};
    for (int i = 0; i < kBatch; i++) {
        there[i].msg_hdr.msg_name = &name;
        there[i].msg_hdr.msg_namelen = sizeof name;
        there[i].msg_hdr.msg_iov = &part;
        there[i].msg_hdr.msg_iovlen = 1;
        here[i].msg_hdr.msg_iov = &got;
        here[i].msg_hdr.msg_iovlen = 1;
    }
    auto start = std::chrono::steady_clock::now();
    for (int done = 0; done < kPackets; done += kBatch) {
        if (sendmmsg(s, there, kBatch, 0) != kBatch || recvmmsg(sink, here, kBatch, 0, nullptr) != kBatch) {
            return 0;
        }
    }
    std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    return passed.count() / kPackets;
}

static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int main(int argc, char** argv) {
    int bytes = argc > 1 ? atoi(argv[1]) - kHeaders : 16;
    int repeats = argc > 2 ? atoi(argv[2]) : 5;
    if (bytes < 1 || bytes > 1452 || repeats < 1) {
        missing("PACKET_BYTES are from 49 to 1500, REPEATS from 1");
    }
    cpu_set_t core;
    CPU_ZERO(&core);
    CPU_SET(sched_getcpu(), &core);
    sched_setaffinity(0, sizeof core, &core);

    int from = namespace_of_own();
    int to = namespace_of_own();
    // The router's, which we stay in for now.
    namespace_of_own();
    run("sysctl -w net.ipv6.conf.all.forwarding=1");
    join("r0", "a0", from);
    join("r1", "b0", to);
    address("r0", "fd00:1::2/64");
    address("r1", "fd00:2::2/64");
    enter(from);
    join("a1", "b1", to);
    address("a0", "fd00:1::1/64");
    address("a1", "fd00:3::1/64");
    run("ip -6 route add fd00:2::/64 via fd00:1::2");
    enter(to);
    address("b0", "fd00:2::1/64");
    address("b1", "fd00:3::2/64");
    run("ip -6 route add fd00:1::/64 via fd00:2::2");
    int sinks[] = {bound("fd00:2::1"), bound("fd00:3::2")};
    enter(from);
    int s = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    // Until neighbours are known, devices up, and nothing late is left to receive.
    int good = 0;
    for (int i = 0; i < 500 && good < 100; i++) {
        bool is_good = chunk(s, sinks[0], "fd00:2::1", bytes) > 0 && chunk(s, sinks[1], "fd00:3::2", bytes) > 0;
        good = is_good ? good + 1 : 0;
    }
    if (good < 100) {
        missing("packets do not pass between network namespaces here");
    }

    std::vector<double> differences;
    std::vector<double> straights;
    for (int i = 0; i < repeats; i++) {
        std::vector<double> routed;
        std::vector<double> straight;
        for (int n = 0; n < kChunks; n++) {
            straight.push_back(chunk(s, sinks[1], "fd00:3::2", bytes));
            routed.push_back(chunk(s, sinks[0], "fd00:2::1", bytes));
            if (straight.back() == 0 || routed.back() == 0) {
                fprintf(stderr, "packets were lost\n");
                return 1;
            }
        }
        straights.push_back(median(straight));
        differences.push_back(median(routed) - straights.back());
    }
    printf("{\"seconds_each\": %.12g, \"straight_seconds_each\": %.12g}\n", median(differences),
           median(straights));
    close(sinks[0]);
    close(sinks[1]);
    return 0;
}
