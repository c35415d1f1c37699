// libpcap and its adapters: load it, list them, open one, try a filter on one.
#include "commands.h"
#ifdef _WIN32
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif

Pcap loadPcap() {
  Pcap pcap;
#define X(result, name, arguments) pcap.name = reinterpret_cast<result(*) arguments>(librarySymbol("pcap_" #name));
  PCAP_REQUIRED(X) PCAP_OPTIONAL(X)
#undef X
#define X(result, name, arguments) if (!pcap.name) throw Failure{"NOPCAP", "The libpcap found here lacks pcap_" #name ".", kInstall};
  PCAP_REQUIRED(X)
#undef X
  char error[kErrorText];
  if (pcap.init) pcap.init(1, error);  // 1: all texts are UTF-8
  pcap.driver = pcap.lib_version();
  if (size_t word = pcap.driver.find(" version ") + 1) pcap.driver.erase(word, 8);
  return pcap;
}

// libpcap's DLT_ numbers differ between systems, a file's LINKTYPE_ numbers do not.
uint16_t linkTypeOf(int dlt) {
  static const int table[][2] = {{11, 100}, {12, 101}, {14, 101}, {15, 102}, {16, 103}, {19, 106}};
  for (auto& row : table)
    if (row[0] == dlt) return static_cast<uint16_t>(row[1]);
  return static_cast<uint16_t>(dlt);
}

static Failure refusal(const Pcap& pcap, pcap_t* handle, int status, const std::string& name) {
  switch (status) {
    case kDenied: case kPromiscuousDenied: return {"EPERM", name + ": no permission to capture.", permissionHint()};
    case kNoSuchDevice: return {"NODEV", name + ": no such interface.", "Choose one of those that are listed."};
    case kNotUp: return {"IFDOWN", name + ": the interface is down.", "Switch it on, for example: sudo ip link set '" + name + "' up"};
    case kNoMonitor: return {"NOTSUP", name + ": this adapter has no monitor mode.", "Capture without it."};
    default: return {"EPCAP", name + ": " + (*pcap.geterr(handle) ? pcap.geterr(handle) : pcap.statustostr(status)), ""};
  }
}

// libpcap's devices of D-Bus: their address, which may come from elsewhere, is a command to run (unixexec:).
static bool offered(const std::string& name) { return name.compare(0, 4, "dbus") != 0; }

static PcapAdapter* allAdapters(const Pcap& pcap) {
  PcapAdapter* first = nullptr;
  char error[kErrorText] = "";
  if (pcap.findalldevs(&first, error) != 0) throw Failure{"EPCAP", error, ""};
  return first;
}

// libpcap takes much more for a device than it lists (dbus://…, rpcap://…), and does what such a name says: only listed ones reach it.
static void refuseUnlisted(const Pcap& pcap, const std::string& name) {
  bool listed = false;
  PcapAdapter* first = allAdapters(pcap);
  for (auto* at = first; at; at = at->next) listed = listed || name == at->name;
  pcap.freealldevs(first);
  if (!listed || !offered(name)) throw Failure{"NODEV", name + ": no such interface.", "Choose one of those that are listed."};
}

pcap_t* openAdapter(const Pcap& pcap, const Options& o, std::string& warning) {
  char error[kErrorText] = "";
  refuseUnlisted(pcap, o.adapter);
  pcap_t* handle = pcap.create(o.adapter.c_str(), error);
  if (!handle) throw Failure{"NODEV", o.adapter + ": " + error, "Choose one of those that are listed."};
  pcap.set_snaplen(handle, static_cast<int>(o.snap));
  pcap.set_promisc(handle, o.promiscuous);
  pcap.set_timeout(handle, 100);  // and no immediate mode: it costs ten times the work and loses packets
  pcap.set_buffer_size(handle, static_cast<int>(o.buffer << 20));
  if (pcap.set_tstamp_precision) pcap.set_tstamp_precision(handle, 1);  // nanoseconds
  if (o.monitor && (!pcap.set_rfmon || pcap.set_rfmon(handle, 1) != 0)) throw refusal(pcap, handle, kNoMonitor, o.adapter);
  const int status = [&] {
    const Raised raised;
    return pcap.activate(handle);
  }();
  if (status < 0) throw refusal(pcap, handle, status, o.adapter);
  if (status > 0) warning = *pcap.geterr(handle) ? pcap.geterr(handle) : pcap.statustostr(status);
  return handle;
}

void setFilter(const Pcap& pcap, pcap_t* handle, const std::string& filter) {
  PcapProgram program;
  if (filter.empty()) return;
  refuseNames(filter);
  if (pcap.compile(handle, &program, filter.c_str(), 1, 0xffffffff) != 0 || pcap.setfilter(handle, &program) != 0)
    throw Failure{"BADFILTER", pcap.geterr(handle), "Examples: tcp port 80, host 10.0.0.1, not arp. All of it: man pcap-filter"};
  pcap.freecode(&program);
}

std::string linkTypeJson(const Pcap& pcap, int dlt) {
  Text name = pcap.datalink_val_to_name(dlt), about = pcap.datalink_val_to_description(dlt);
  return Json().number("value", linkTypeOf(dlt)).text("name", name ? name : std::to_string(dlt)).text("description", about ? about : "").line();
}

// Opening only to look must disturb nobody.
static Options quiet(Options options, const std::string& adapter) {
  options.adapter = adapter, options.promiscuous = false, options.buffer = 1;
  return options;
}

static std::string linkTypes(const Pcap& pcap, const Options& options, Text name) {
  std::string out, warning;
  int* types = nullptr;
  try {
    pcap_t* handle = openAdapter(pcap, quiet(options, name), warning);
    for (int i = 0, n = pcap.list_datalinks(handle, &types); i < n; i++) add(out, linkTypeJson(pcap, types[i]));
    if (types && pcap.free_datalinks) pcap.free_datalinks(types);
    pcap.close(handle);
  } catch (const Failure&) {  // no rights, or down: none are known
  }
  return "[" + out + "]";
}

static std::string ipText(const sockaddr* address) {
  char text[64] = "";
  if (address && address->sa_family == AF_INET) inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text, sizeof text);
  if (address && address->sa_family == AF_INET6) inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text, sizeof text);
  return text;
}

static std::string adapterJson(const Pcap& pcap, const PcapAdapter& adapter, const Options& options) {
  std::string addresses, mac = macOf(adapter);
  for (auto* at = adapter.addresses; at; at = at->next) {
    if (ipText(at->address).empty()) continue;
    Json json = Json().text("family", at->address->sa_family == AF_INET ? "ipv4" : "ipv6").text("address", ipText(at->address));
    add(addresses, (ipText(at->netmask).empty() ? json : json.text("netmask", ipText(at->netmask))).line());
  }
  if (!mac.empty()) add(addresses, Json().text("family", "mac").text("address", mac).line());
  Json json = Json().text("name", adapter.name).text("description", adapter.description ? adapter.description : "");
  json.text("friendly", friendlyName(adapter)).raw("addresses", "[" + addresses + "]");
  json.truth("up", adapter.flags & kUp).truth("running", adapter.flags & kRunning);
  json.truth("loopback", adapter.flags & kLoopback).truth("wireless", adapter.flags & kWireless);
  if (options.linkTypes) json.raw("linkTypes", linkTypes(pcap, options, adapter.name));
  return json.line();
}

std::string list(const Pcap& pcap, const Options& options) {
  PcapAdapter* first = allAdapters(pcap);
  std::string adapters;
  for (auto* at = first; at; at = at->next)
    if (offered(at->name)) add(adapters, adapterJson(pcap, *at, options));
  Json json = Json().text("driver", pcap.driver).text("service", driverState()).truth("permitted", mayCapture());
  return json.text("hint", mayCapture() ? "" : permissionHint()).raw("adapters", "[" + adapters + "]").line();
}

std::string check(const Pcap& pcap, const Options& options) {
  std::string warning;
  pcap_t* handle = openAdapter(pcap, quiet(options, options.adapter), warning);
  dropRights(false);
  setFilter(pcap, handle, options.filter);
  return Json().truth("ok", true).raw("linkType", linkTypeJson(pcap, pcap.datalink(handle))).line();
}
