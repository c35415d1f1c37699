// Names of hosts and networks in a capture filter: libpcap would look them up over the network, so they are refused before it sees the filter.
// cap-names.mjs is the same for the other driver.
#include <algorithm>
#include <cctype>
#include <sstream>
#include "commands.h"
#include "os.h"

// Words of pcap-filter(7): protocols; before an address; before a name that is looked up in no network; on their own.
static const Text kProtocols =
    "link ether ppp slip fddi tr wlan arp rarp ip sctp tcp udp icmp igmp igrp pim vrrp carp radio ip6 ipv6 icmp6 ah esp atalk aarp "
    "decnet lat sca moprc mopdl iso esis es-is isis is-is l1 l2 iih lsp snp csnp psnp clnp stp ipx netbeui";
static const Text kBeforeAddress = "host net mask gateway src dst ra ta addr1 addr2 addr3 addr4 address1 address2 address3 address4";
static const Text kBeforeName = "port portrange proto protochain type subtype dir direction llc ifname on rset ruleset reason action";
static const Text kAlone =
    "less greater len length broadcast multicast inbound outbound vlan mpls pppoed pppoes geneve byte rnr rulenum srnr subrulenum "
    "vpi vci lane metac bcc oam oamf4 oamf4ec oamf4sc ilmic sc connectmsg metaconnect fisu lssu lsu msu hfisu hlssu hmsu sio opc "
    "dpc sls hsio hopc hdpc hsls tcpflags icmptype icmpcode icmp6type icmp6code tcp-fin tcp-syn tcp-rst tcp-push tcp-ack tcp-urg "
    "tcp-ece tcp-cwr "
    "icmp-echoreply icmp-unreach icmp-sourcequench icmp-redirect icmp-echo icmp-routeradvert icmp-routersolicit "
    "icmp-timxceed icmp-paramprob icmp-tstamp icmp-tstampreply icmp-ireq icmp-ireqreply icmp-maskreq icmp-maskreply "
    "icmp6-destinationunreach icmp6-destinationunrach icmp6-packettoobig icmp6-timeexceeded icmp6-parameterproblem "
    "icmp6-echo icmp6-echoreply icmp6-multicastlistenerquery icmp6-multicastlistenerreportv1 "
    "icmp6-multicastlistenerdone icmp6-routersolicit icmp6-routeradvert icmp6-neighborsolicit icmp6-neighboradvert "
    "icmp6-redirect icmp6-multicastlistenerreportv2 icmp6-homeagentdiscoveryrequest icmp6-homeagentdiscoveryreply "
    "icmp6-mobileprefixsolicit icmp6-mobileprefixadvert";

static bool has(Text list, const std::string& word) {
  std::istringstream words(list);
  for (std::string one; words >> one;)
    if (one == word) return true;
  return false;
}

static bool within(const std::string& text, Text letters) { return text.find_first_not_of(letters) == std::string::npos; }

// Pieces between separators, each of `least` to `most` hexadecimal digits.
static bool groups(const std::string& text, char separator, size_t count, size_t most, bool decimal) {
  std::istringstream pieces(text);
  size_t n = 0;
  for (std::string piece; std::getline(pieces, piece, separator); n++) {
    const bool marked = decimal && piece.rfind("0x", 0) == 0 && piece.size() > 2;
    const std::string digits = marked ? piece.substr(2) : piece;
    if (digits.empty() || digits.size() > most || !within(digits, decimal && !marked ? "0123456789" : "0123456789abcdefABCDEF")) return false;
  }
  return n == count && text.back() != separator;
}

static bool isNumeric(const std::string& word) {
  for (size_t n = 1; n <= 4; n++)
    if (groups(word, '.', n, 10, true)) return true;
  for (const char separator : {':', '-', '.'})
    if (groups(word, separator, 6, 2, false)) return true;
  return groups(word, '.', 3, 4, false) || (word.size() == 12 && within(word, "0123456789abcdefABCDEF")) || isIpv6(word);
}

// The first word that libpcap would take for the name of a host or network; "" when there is none.
static std::string nameIn(const std::string& filter) {
  enum { none, protocol, address, name } before = none;  // what stands in front of the word
  bool names = false;                                    // a bare word behind "or" is of the kind of the one before
  for (size_t i = 0; i < filter.size();) {
    const unsigned char c = filter[i];
    if (c == '[') {
      i = std::min(filter.find(']', i), filter.size() - 1) + 1;
      before = none;
      continue;
    }
    const bool escaped = c == '\\' && i + 1 < filter.size();
    if (!escaped && !isalnum(c) && c != ':') {
      if (c == ')') names = false;
      i++;
      continue;
    }
    size_t end = i + escaped;
    while (end < filter.size() && (isalnum(static_cast<unsigned char>(filter[end])) || strchr("-_.:$", filter[end]))) end++;
    const std::string word = filter.substr(i + escaped, end - i - escaped);
    i = std::max(end, i + 1);
    if (!escaped && (word == "and" || word == "or" || word == "not")) before = none;
    else if (!escaped && has(kProtocols, word)) {
      if (before == name) before = none;  // "proto tcp"
      else before = protocol, names = false;
    } else if (!escaped && has(kBeforeAddress, word)) before = address, names = false;
    else if (!escaped && has(kBeforeName, word)) before = name, names = true;
    else if (!escaped && has(kAlone, word)) before = none, names = false;
    else if (word.empty() || word.find_first_not_of(":") == std::string::npos || isNumeric(word)) before = none;
    else if (before == protocol || before == name || (before == none && names)) before = none;  // refused as a mistake, or no host
    else return word;
  }
  return "";
}

void refuseNames(const std::string& filter) {
  const std::string name = nameIn(filter);
  if (name.empty()) return;
  throw Failure{"BADFILTER", "'" + name + "' is no address: a capture filter would have to ask the network for it.",
                "Give the address, as in: host 192.0.2.1, net 192.0.2.0/24, ether host 02:00:00:00:00:01."};
}
