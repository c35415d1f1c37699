// Windows: see os.h.
#ifdef _WIN32
#include "os.h"
#include <ws2tcpip.h>
#include <windows.h>
#include <iphlpapi.h>
#include <shellapi.h>
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#include "text.h"

static std::string narrow(const wchar_t* text) {
  std::string out(4 * wcslen(text) + 1, '\0');
  WideCharToMultiByte(CP_UTF8, 0, text, -1, &out[0], static_cast<int>(out.size()), nullptr, nullptr);
  return out.c_str();
}

std::vector<std::string> utf8Arguments(int, char**) {
  std::vector<std::string> out;
  int count = 0;
  wchar_t** wide = CommandLineToArgvW(GetCommandLineW(), &count);  // argv itself is in the ANSI code page
  for (int i = 1; i < count; i++) out.push_back(narrow(wide[i]));
  return out;
}

static void (*stopSignal)();

void settleProcess(void (*onStopSignal)()) {
  stopSignal = onStopSignal;
  SetConsoleCtrlHandler([](DWORD) -> BOOL { return stopSignal(), TRUE; }, TRUE);
}

bool waitForStdinEnd() {
  char bytes[256];
  DWORD got = 0;
  if (_isatty(0)) return false;
  while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), bytes, sizeof bytes, &got, nullptr) && got > 0) {
  }
  return true;
}

void writeStdout(const std::string& text) {
  DWORD done = 0;
  WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text.data(), static_cast<DWORD>(text.size()), &done, nullptr);
}

void leave(int status) {  // not exit(): a thread that waits for stdin must not hold the process
  TerminateProcess(GetCurrentProcess(), static_cast<UINT>(status));
  for (;;) Sleep(1000);
}

int openOutput(const std::string& path, bool overwrite) {
  std::wstring wide(path.size() + 1, L'\0');
  MultiByteToWideChar(CP_UTF8, 0, path.c_str(), -1, &wide[0], static_cast<int>(wide.size()));
  return _wopen(wide.c_str(), _O_WRONLY | _O_CREAT | _O_BINARY | _O_NOINHERIT | (overwrite ? _O_TRUNC : _O_EXCL), _S_IREAD | _S_IWRITE);
}
long writeSome(int file, const void* data, size_t size) { return _write(file, data, static_cast<unsigned>(size)); }
void truncateTo(int file, uint64_t size) {
  if (_chsize_s(file, static_cast<__int64>(size)) == 0) _lseeki64(file, 0, SEEK_END);
}
void closeFile(int file) { _close(file); }
bool noSpace(int error) { return error == ENOSPC || error == EFBIG; }
void waitReadable(int, int) { Sleep(5); }  // Npcap has no descriptor to wait for

Machine machine() {
  const char* processor = getenv("PROCESSOR_IDENTIFIER");
  return {processor ? processor : "", "Windows"};
}

// Npcap's driver decides who captures; the process has no right of its own to drop.
void cleanEnvironment() {}
void lowerRights() {}
void raiseRights() {}
void dropRights(bool) {}
bool mayCapture() { return true; }
std::string permissionHint() { return "Npcap was installed for administrators only: run Wirelens as administrator."; }

const char* const kInstall = "Install Npcap from https://npcap.com, then try again.";

// Npcap's own folder first: its wpcap.dll must find the Packet.dll beside it, not that of an old WinPcap in System32.
void* librarySymbol(const char* name) {
  wchar_t system[MAX_PATH];
  static const std::wstring folder(system, GetSystemDirectoryW(system, MAX_PATH));
  static HMODULE library = LoadLibraryExW((folder + L"\\Npcap\\wpcap.dll").c_str(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
  if (!library) library = LoadLibraryExW((folder + L"\\wpcap.dll").c_str(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
  if (!library) throw Failure{"NOPCAP", "Npcap is not installed.", kInstall};
  return reinterpret_cast<void*>(GetProcAddress(library, name));
}

std::string driverState() {
  SC_HANDLE services = OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT), service = nullptr;
  for (const wchar_t* name : {L"npcap", L"npf"})
    if (services && !service) service = OpenServiceW(services, name, SERVICE_QUERY_STATUS);
  SERVICE_STATUS status;
  if (!service || !QueryServiceStatus(service, &status)) return "absent";
  return status.dwCurrentState == SERVICE_RUNNING ? "running" : "stopped";
}

unsigned adapterIndex(const std::string&) { return 0; }

// "\Device\NPF_{...}" holds the name that Windows uses.
static const IP_ADAPTER_ADDRESSES* details(const PcapAdapter& adapter) {
  static std::vector<uint64_t> room(1 << 16);
  ULONG size = static_cast<ULONG>(room.size() * 8);
  auto* at = reinterpret_cast<IP_ADAPTER_ADDRESSES*>(room.data());
  if (GetAdaptersAddresses(AF_UNSPEC, 0, nullptr, at, &size) != NO_ERROR) return nullptr;
  while (at && !strstr(adapter.name, at->AdapterName)) at = at->Next;
  return at;
}
std::string friendlyName(const PcapAdapter& adapter) { return details(adapter) ? narrow(details(adapter)->FriendlyName) : ""; }
std::string macOf(const PcapAdapter& adapter) {
  auto* at = details(adapter);
  return at && at->PhysicalAddressLength == 6 ? macText(at->PhysicalAddress) : "";
}

bool isIpv6(const std::string& text) {
  unsigned char address[16];
  return inet_pton(AF_INET6, text.c_str(), address) == 1;
}
#endif
