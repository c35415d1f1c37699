/** Private enterprise numbers (IANA registry): who gave an option, an attribute or an object its meaning. Those that captures show most. */
export const enterprises: Readonly<Record<number, string>> = {
  0: 'Reserved',
  9: 'ciscoSystems',
  11: 'Hewlett-Packard',
  311: 'Microsoft',
  2636: 'Juniper Networks, Inc.',
  4413: 'Broadcom Corporation',
  4491: 'Cable Television Laboratories, Inc.',
  6876: 'VMware, Inc.',
  8072: 'net-snmp',
  14988: 'Mikrotik',
}
