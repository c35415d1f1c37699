// The helper's commands and what they are asked for.
#pragma once
#include <atomic>
#include "os.h"
#include "text.h"

struct Options {
  std::string adapter, out, filter;
  bool promiscuous = true, monitor = false, overwrite = false, watchStdin = true, linkTypes = false;
  uint64_t snap = 262144, buffer = 32, packets = 0, bytes = 0, seconds = 0, ringFiles = 0, ringBytes = 0, ringSeconds = 0;
};

constexpr Text kVersion = "0.1.0";
extern std::atomic<Text> stopReason;  // set once, by a signal or the end of stdin
inline void askToStop(Text reason) { Text none = nullptr; stopReason.compare_exchange_strong(none, reason); }

Pcap loadPcap();               // throws NOPCAP; the library stays loaded until the process ends
uint16_t linkTypeOf(int dlt);  // the number for a pcapng file
pcap_t* openAdapter(const Pcap& pcap, const Options& options, std::string& warning);  // activated; throws what libpcap refused
void refuseNames(const std::string& filter);                                          // throws BADFILTER
void setFilter(const Pcap& pcap, pcap_t* handle, const std::string& filter);          // throws BADFILTER
std::string linkTypeJson(const Pcap& pcap, int dlt);
std::string list(const Pcap& pcap, const Options& options);
std::string check(const Pcap& pcap, const Options& options);
int capture(const Pcap& pcap, const Options& options);  // gives the exit status
