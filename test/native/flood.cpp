// Sends frames over an interface as fast as asked: flood INTERFACE COUNT RATE SIZE (RATE 0: as fast as it goes). Linux, for tests and the bench.
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

static double now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

int main(int argc, char** argv) {
  if (argc != 5) return fprintf(stderr, "flood INTERFACE COUNT RATE SIZE\n"), 2;
  const long count = atol(argv[2]), rate = atol(argv[3]), size = atol(argv[4]);
  constexpr int batch = 64;
  int out = socket(AF_PACKET, SOCK_RAW, 0);
  sockaddr_ll to = {};
  to.sll_family = AF_PACKET;
  to.sll_ifindex = static_cast<int>(if_nametoindex(argv[1]));
  if (out < 0 || to.sll_ifindex == 0 || size < 42 || count < 1) return perror(argv[1]), 1;
  // An IPv4 UDP frame to a locally administered address that nobody answers; the payload counts.
  std::vector<unsigned char> frames(static_cast<size_t>(size) * batch, 0);
  mmsghdr messages[batch] = {};
  iovec parts[batch];
  for (int i = 0; i < batch; i++) {
    unsigned char* f = &frames[static_cast<size_t>(size) * i];
    const unsigned char head[42] = {0x02, 0, 0, 0, 0xfe, 0xfe, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0x00, 0x45, 0, 0, 0, 0, 0, 0,
                                    0,    64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0x24, 0x0e, 0x24, 0x0f, 0, 0, 0, 0};
    memcpy(f, head, sizeof head);
    const uint16_t ip = htons(static_cast<uint16_t>(size - 14)), udp = htons(static_cast<uint16_t>(size - 34));
    memcpy(f + 16, &ip, 2);
    memcpy(f + 38, &udp, 2);
    uint32_t sum = 0;
    for (int k = 14; k < 34; k += 2) sum += static_cast<uint32_t>(f[k] << 8 | f[k + 1]);
    sum = (sum & 0xffff) + (sum >> 16);
    const uint16_t check = htons(static_cast<uint16_t>(~(sum + (sum >> 16))));
    memcpy(f + 24, &check, 2);
    parts[i] = {f, static_cast<size_t>(size)};
    messages[i].msg_hdr.msg_name = &to;
    messages[i].msg_hdr.msg_namelen = sizeof to;
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  const double start = now();
  long sent = 0;
  while (sent < count) {
    long allowed = rate ? static_cast<long>((now() - start) * static_cast<double>(rate)) - sent : batch;
    if (allowed <= 0) {
      usleep(200);
      continue;
    }
    long n = allowed < batch ? allowed : batch;
    if (n > count - sent) n = count - sent;
    int done = sendmmsg(out, messages, static_cast<unsigned>(n), 0);
    if (done > 0) sent += done;
    else usleep(100);  // the queue is full
  }
  printf("{\"sent\":%ld,\"seconds\":%.3f}\n", sent, now() - start);
  return 0;
}
