/** Ports: the services behind the best-known numbers (IANA), and the ranges from which systems pick those of clients. */
const SERVICES: Readonly<Record<number, string>> = {
  20: 'FTP data',
  21: 'FTP',
  22: 'SSH',
  23: 'Telnet',
  25: 'SMTP',
  53: 'DNS',
  67: 'DHCP server',
  68: 'DHCP client',
  69: 'TFTP',
  80: 'HTTP',
  88: 'Kerberos',
  110: 'POP3',
  111: 'RPC',
  119: 'NNTP',
  123: 'NTP',
  135: 'Microsoft RPC',
  137: 'NetBIOS names',
  138: 'NetBIOS datagrams',
  139: 'NetBIOS sessions',
  143: 'IMAP',
  161: 'SNMP',
  162: 'SNMP traps',
  179: 'BGP',
  389: 'LDAP',
  443: 'HTTPS',
  445: 'SMB',
  465: 'SMTP over TLS',
  500: 'IKE',
  514: 'syslog',
  520: 'RIP',
  546: 'DHCPv6 client',
  547: 'DHCPv6 server',
  587: 'mail submission',
  631: 'IPP',
  636: 'LDAP over TLS',
  853: 'DNS over TLS',
  993: 'IMAP over TLS',
  995: 'POP3 over TLS',
  1433: 'Microsoft SQL',
  1521: 'Oracle',
  1723: 'PPTP',
  1812: 'RADIUS',
  1883: 'MQTT',
  1900: 'SSDP',
  2049: 'NFS',
  3306: 'MySQL',
  3389: 'Remote Desktop',
  3478: 'STUN',
  4789: 'VXLAN',
  5060: 'SIP',
  5353: 'mDNS',
  5355: 'LLMNR',
  5432: 'PostgreSQL',
  6379: 'Redis',
  8080: 'HTTP (alternative)',
  8443: 'HTTPS (alternative)',
  33434: 'traceroute',
}
export const serviceOf = (port: number): string => SERVICES[port] ?? ''

/** Which systems pick ports of clients from where the port lies, narrowest first. */
export function pickersOf(port: number): readonly [en: string, ko: string] {
  if (port >= 49152 && port <= 60999)
    return [
      'the range of IANA, Windows and macOS (49152–65535), and of Linux (32768–60999)',
      'IANA, Windows, macOS의 범위(49152–65535)이면서 Linux의 범위(32768–60999)',
    ]
  if (port >= 49152)
    return ['the range of IANA, Windows and macOS (49152–65535)', 'IANA, Windows, macOS의 범위(49152–65535)']
  if (port >= 32768 && port <= 60999) return ['the range of Linux (32768–60999)', 'Linux의 범위(32768–60999)']
  if (port >= 1024 && port <= 5000)
    return [
      'the range of old Windows (1025–5000), or one that the program chose',
      '옛 Windows의 범위(1025–5000)이거나 프로그램이 직접 정한 번호',
    ]
  if (port < 1024)
    return [
      'the well-known range (below 1024), which only privileged programs may use',
      '잘 알려진 포트(1024 미만) 범위로, 권한이 있는 프로그램만 쓸 수 있는 번호',
    ]
  return [
    'no system’s usual range: the program, or address translation, chose it',
    '어느 시스템의 통상 범위도 아니어서 프로그램이나 주소 변환 장비가 정한 번호',
  ]
}
