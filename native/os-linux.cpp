// Linux: see os.h.
#ifndef _WIN32
#include "os.h"
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include "text.h"

std::vector<std::string> utf8Arguments(int argc, char** argv) { return {argv + (argc > 0), argv + argc}; }

static void (*stopSignal)();

void settleProcess(void (*onStopSignal)()) {
  for (int file = 0; file <= 2; file++)  // else the capture file becomes stdout
    if (fcntl(file, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0) _exit(1);
  for (int number : {SIGPIPE, SIGXFSZ}) signal(number, SIG_IGN);
  stopSignal = onStopSignal;
  struct sigaction action = {};
  action.sa_handler = [](int) { stopSignal(); };  // no SA_RESTART: poll has to wake
  for (int number : {SIGINT, SIGTERM, SIGHUP}) sigaction(number, &action, nullptr);
}

// poll first, here and below: the other side may have made the pipe non-blocking.
bool waitForStdinEnd() {
  char bytes[256];
  pollfd readable = {0, POLLIN, 0};
  if (isatty(0)) return false;
  while (poll(&readable, 1, -1) > 0 && read(0, bytes, sizeof bytes) > 0) {
  }
  return true;
}

void writeStdout(const std::string& text) {
  pollfd writable = {1, POLLOUT, 0};
  for (size_t done = 0; done < text.size() && (poll(&writable, 1, -1) > 0 || errno == EINTR);) {
    ssize_t n = write(1, text.data() + done, text.size() - done);
    if (n < 0 && errno != EINTR && errno != EAGAIN) return;  // nobody listens any more, the capture goes on
    done += n > 0 ? static_cast<size_t>(n) : 0;
  }
}

void leave(int status) { _exit(status); }

int openOutput(const std::string& path, bool overwrite) {
  // Opening a FIFO must not wait, and nothing is cut before it is known to be a regular file.
  int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | (overwrite ? O_NOFOLLOW : O_EXCL), 0600);
  struct stat about;
  if (file < 0 || (fstat(file, &about) == 0 && S_ISREG(about.st_mode) && ftruncate(file, 0) == 0)) return file;
  close(file);
  return errno = EINVAL, -1;
}
long writeSome(int file, const void* data, size_t size) { return write(file, data, size); }
void truncateTo(int file, uint64_t size) {
  if (ftruncate(file, static_cast<off_t>(size)) == 0) lseek(file, 0, SEEK_END);
}
void closeFile(int file) { close(file); }
bool noSpace(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }
void waitReadable(int file, int ms) {
  pollfd readable = {file, POLLIN, 0};
  if (poll(&readable, 1, file < 0 ? 10 : ms) > 0 && (readable.revents & (POLLERR | POLLHUP))) poll(nullptr, 0, 10);  // it is down: no busy loop
}

Machine machine() {
  utsname about;
  return uname(&about) < 0 ? Machine{"", "Unix"} : Machine{about.machine, std::string(about.sysname) + " " + about.release};
}

void cleanEnvironment() {
  const Text kept[] = {"TZ", "WIRELENS_LIBPCAP"};
  std::string values[2];
  bool there[2];
  for (int i = 0; i < 2; i++) there[i] = getenv(kept[i]) && (values[i] = getenv(kept[i]), true);
  clearenv();
  for (int i = 0; i < 2; i++)
    if (there[i]) setenv(kept[i], values[i].c_str(), 1);
}

// Effective rights only: what is permitted stays, until dropRights.
static void setEffective(bool on) {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct held[2] = {};
  bool done = syscall(SYS_capget, &header, held) == 0;
  for (auto& word : held) word.effective = on ? word.permitted : 0;
  if (!done || syscall(SYS_capset, &header, held) < 0)
    throw Failure{"RIGHTS", std::string("Cannot lay down the capture rights: ") + strerror(errno) + ".", ""};
}
static uid_t savedUser() {
  uid_t real, effective, saved;
  return getresuid(&real, &effective, &saved) == 0 ? saved : getuid();
}
void lowerRights() {
  if (geteuid() != getuid() && seteuid(getuid()) < 0) throw Failure{"RIGHTS", "Cannot lay down the rights of a set-user-id program.", ""};
  setEffective(false);
}
void raiseRights() {
  if (savedUser() != geteuid() && seteuid(savedUser()) < 0) throw Failure{"RIGHTS", "Cannot take up the capture rights.", ""};
  setEffective(true);
}

void dropRights(bool keepFiles) {
  // A set-user-id helper goes back to who called it, first, while it still may.
  bool done = (savedUser() == getuid() && geteuid() == getuid() && getegid() == getgid()) ||
              (setresgid(getgid(), getgid(), getgid()) == 0 && setresuid(getuid(), getuid(), getuid()) == 0);
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct held[2] = {}, kept[2] = {};
  if (keepFiles && getuid() == 0 && syscall(SYS_capget, &header, held) == 0)
    kept[0].effective = kept[0].permitted = held[0].permitted & (1u << CAP_DAC_OVERRIDE);
  if (!done || syscall(SYS_capset, &header, kept) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    throw Failure{"RIGHTS", std::string("Cannot give up the capture rights: ") + strerror(errno) + ".", ""};
}

bool mayCapture() {
  const Raised raised;
  int probe = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  return probe >= 0 && close(probe) == 0;
}

std::string permissionHint() {
  char self[4096] = "";
  struct statvfs mount;
  if (readlink("/proc/self/exe", self, sizeof self - 1) < 0) return "Run as root.";
  if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
    return "Wirelens was started by a program that forbids new rights (no_new_privs): start it outside of that sandbox.";
  if (statvfs(self, &mount) == 0 && (mount.f_flag & ST_NOSUID))
    return "The capture helper is on a nosuid mount, where no right can be granted: install the package, or run as root.";
  return std::string("Grant the right once: sudo setcap cap_net_raw,cap_net_admin+eip '") + self + "'";
}

const char* const kInstall = "Install it: 'sudo apt install libpcap0.8' on Debian and Ubuntu, 'sudo dnf install libpcap' on Fedora.";

// A process with file capabilities takes no library's name from its environment: there secure_getenv is null.
void* librarySymbol(const char* name) {
  static const char* const wanted = secure_getenv("WIRELENS_LIBPCAP");
  static void* library = dlopen(wanted ? wanted : "libpcap.so.0.8", RTLD_NOW);
  for (const char* other : {"libpcap.so.1", "libpcap.so"})
    if (!library && !wanted) library = dlopen(other, RTLD_NOW);
  if (!library) throw Failure{"NOPCAP", "libpcap is not installed.", kInstall};
  return dlsym(library, name);
}

std::string driverState() { return ""; }
unsigned adapterIndex(const std::string& name) { return if_nametoindex(name.c_str()); }
std::string friendlyName(const PcapAdapter&) { return ""; }

std::string macOf(const PcapAdapter& adapter) {
  for (auto* at = adapter.addresses; at; at = at->next) {
    auto* link = reinterpret_cast<const sockaddr_ll*>(at->address);
    if (link && link->sll_family == AF_PACKET && link->sll_halen == 6) return macText(link->sll_addr);
  }
  return "";
}

bool isIpv6(const std::string& text) {
  unsigned char address[16];
  return inet_pton(AF_INET6, text.c_str(), address) == 1;
}
#endif
