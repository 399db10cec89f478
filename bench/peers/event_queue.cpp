// std::priority_queue by the hold model: the next event is taken and comes again a random time later. The dice
// and the hash over what was popped are those of the benchmark event-queue.
//
// Usage: event_queue LAW PENDING HOLDS REPEATS, with LAW u (uniform), e (exponential) or t (as in the twin).
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <vector>

struct Event {
    int64_t time;
    int64_t sequence;
    int32_t kind;
    int32_t target;
};

struct IsAfter {
    bool operator()(const Event& a, const Event& b) const {
        return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
    }
};

struct SplitMix {
    uint64_t state;

    uint64_t next() {
        uint64_t z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    int64_t increment(char law) {
        uint64_t r = next();
        uint64_t part = r >> 32;
        if (law == 'u') {
            return (part * 20000000) >> 32;
        }
        if (law == 'e') {
            uint64_t zeros = __builtin_clzll(r | 1);
            // A shift by 64 is one by 0, as elsewhere.
            uint64_t rest = ~(r << ((zeros + 1) & 63)) >> 32;
            return zeros * 6931472 + ((rest * 6931472) >> 32);
        }
        uint64_t kind = r & 127;
        return kind < 116 ? 10000000 + ((part * 20000) >> 32)
            : kind < 127 ? (part * 4000) >> 32
            : (part * 2000000000) >> 32;
    }
};

struct Hold {
    char law;
    SplitMix dice{42};
    std::priority_queue<Event, std::vector<Event>, IsAfter> queue;
    int64_t sequence = 0;

    uint64_t run(long holds) {
        uint64_t order = 0;
        for (long i = 0; i < holds; i++) {
            Event e = queue.top();
            queue.pop();
            order = (order ^ ((uint64_t)e.time + ((uint64_t)e.sequence << 32))) * 0x9e3779b97f4a7c15;
            queue.push({e.time + dice.increment(law), sequence++, 0, e.target});
        }
        return order;
    }
};

int main(int argc, char** argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: event_queue LAW PENDING HOLDS REPEATS\n");
        return 2;
    }
    long pending = atol(argv[2]);
    long holds = atol(argv[3]);
    std::vector<double> seconds;
    uint64_t order = 0;
    for (int repeat = 0; repeat < atoi(argv[4]); repeat++) {
        Hold hold{argv[1][0]};
        for (long i = 0; i < pending; i++) {
            hold.queue.push({hold.dice.increment(hold.law), hold.sequence++, 0, (int32_t)i});
        }
        hold.run(pending);
        auto start = std::chrono::steady_clock::now();
        order = hold.run(holds);
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(seconds.begin(), seconds.end());
    printf("{\"seconds_each\": %.3e, \"order\": \"%016lx\"}\n",
        seconds[seconds.size() / 2] / holds, (unsigned long)order);
}
