// What differs between Linux and Windows: files, rights, adapters, the end of stdin.
#pragma once
#include <chrono>
#include <string>
#include <vector>
#include "pcap-api.h"

template <typename Unit, typename Clock> uint64_t since() {
  return static_cast<uint64_t>(std::chrono::duration_cast<Unit>(Clock::now().time_since_epoch()).count());
}
inline uint64_t nowMs() { return since<std::chrono::milliseconds, std::chrono::steady_clock>(); }
inline uint64_t wallNs() { return since<std::chrono::nanoseconds, std::chrono::system_clock>(); }

std::vector<std::string> utf8Arguments(int argc, char** argv);  // without the program's name
void settleProcess(void (*onStopSignal)());  // descriptors 0 to 2 are open; signals that would kill come as errors
bool waitForStdinEnd();                      // false at once for a terminal: there Ctrl+C stops
void writeStdout(const std::string& text);   // may block, never fails
[[noreturn]] void leave(int status);

// Paths are UTF-8. openOutput gives -1 with errno; EEXIST without `overwrite`, EINVAL for what is no regular file.
int openOutput(const std::string& path, bool overwrite);
long writeSome(int file, const void* data, size_t size);
void truncateTo(int file, uint64_t size);
void closeFile(int file);
bool noSpace(int error);
void waitReadable(int file, int ms);  // or until a signal; file < 0: only a short while

bool isIpv6(const std::string& text);

struct Machine { std::string hardware, system; };
Machine machine();

// What libraries read of the environment is somebody else's word: only the time zone and the tests' library stay.
void cleanEnvironment();
// Rights are raised only to open an adapter whose name is known; all else, libpcap's reading of names too, goes without.
void lowerRights();
void raiseRights();
struct Raised {
  Raised() { raiseRights(); }
  ~Raised() { lowerRights(); }
};
void dropRights(bool keepFiles);  // keepFiles: a real root may go on writing into the folders of others
bool mayCapture();
std::string permissionHint();
std::string driverState();             // of Npcap's service; empty elsewhere
void* librarySymbol(const char* name);  // of libpcap or Npcap; throws NOPCAP when there is none
extern const char* const kInstall;      // how to get it

unsigned adapterIndex(const std::string& name);  // 0: gone, or no network interface
std::string friendlyName(const PcapAdapter& adapter);
std::string macOf(const PcapAdapter& adapter);
