// The part of libpcap that we use, declared by ourselves and loaded at run time: building needs no pcap headers.
#pragma once
#include <cstdint>
#include <string>
#ifdef _WIN32
#include <winsock2.h>
#else
#include <sys/socket.h>
#include <sys/time.h>
#endif

struct pcap_t;
struct PcapAddress { PcapAddress* next; sockaddr *address, *netmask, *broadcast, *peer; };
struct PcapAdapter { PcapAdapter* next; char *name, *description; PcapAddress* addresses; uint32_t flags; };
struct PcapHeader { timeval time; uint32_t captured, length; };  // tv_usec: nanoseconds when that was granted
struct PcapProgram { unsigned length; void* instructions; };
struct PcapCounts { unsigned received, dropped, interfaceDropped, more[8]; };  // on Windows there are more
using PcapCallback = void (*)(unsigned char*, const PcapHeader*, const unsigned char*);
using Bytes = const unsigned char*;
using Text = const char*;

enum : uint32_t { kLoopback = 1, kUp = 2, kRunning = 4, kWireless = 8 };
enum { kPcapError = -1, kNoSuchDevice = -5, kNoMonitor = -6, kDenied = -8, kNotUp = -9, kPromiscuousDenied = -11 };
constexpr size_t kErrorText = 256;

// X(result, name without pcap_, arguments)
#define PCAP_REQUIRED(X)                                                                             \
  X(Text, lib_version, ()) X(int, findalldevs, (PcapAdapter**, char*)) X(void, freealldevs, (PcapAdapter*)) \
  X(pcap_t*, create, (Text, char*)) X(int, activate, (pcap_t*)) X(void, close, (pcap_t*))            \
  X(int, set_snaplen, (pcap_t*, int)) X(int, set_promisc, (pcap_t*, int))                            \
  X(int, set_timeout, (pcap_t*, int)) X(int, set_buffer_size, (pcap_t*, int))                        \
  X(int, compile, (pcap_t*, PcapProgram*, Text, int, uint32_t))                                      \
  X(int, setfilter, (pcap_t*, PcapProgram*)) X(void, freecode, (PcapProgram*))                       \
  X(int, setnonblock, (pcap_t*, int, char*)) X(void, breakloop, (pcap_t*))                           \
  X(int, dispatch, (pcap_t*, int, PcapCallback, unsigned char*)) X(int, next_ex, (pcap_t*, PcapHeader**, Bytes*)) \
  X(int, datalink, (pcap_t*)) X(int, list_datalinks, (pcap_t*, int**))                               \
  X(Text, datalink_val_to_name, (int)) X(Text, datalink_val_to_description, (int))                   \
  X(int, stats, (pcap_t*, PcapCounts*)) X(Text, geterr, (pcap_t*)) X(Text, statustostr, (int))
// Wine's, WinPcap's and old libraries lack some of these.
#define PCAP_OPTIONAL(X)                                                                             \
  X(int, init, (unsigned, char*)) X(void, free_datalinks, (int*)) X(int, set_rfmon, (pcap_t*, int))  \
  X(int, set_tstamp_precision, (pcap_t*, int)) X(int, get_tstamp_precision, (pcap_t*))               \
  X(int, get_selectable_fd, (pcap_t*))

struct Pcap {
#define X(result, name, arguments) result(*name) arguments = nullptr;
  PCAP_REQUIRED(X) PCAP_OPTIONAL(X)
#undef X
  std::string driver;  // "libpcap 1.10.3 (with TPACKET_V3)"
};
