/** What the rarer fields of 802.1Q are, for somebody who meets them for the first time; by filter name. */
export const vlanHelp = {
  vlan: 'Four bytes behind the addresses that say which virtual network the frame belongs to (IEEE 802.1Q).',
  'vlan.id_name': 'Name of the virtual network, where the program was told one.',
  'vlan.len': 'Bytes of payload, where the tag is followed by a length in place of a type (IEEE 802.3).',
  'vlan.trailer':
    'Bytes behind the payload of a tagged frame: padding up to the shortest frame, or what equipment appends.',
  'vlan.len.past_end': 'The length behind the tag says more bytes than the frame has.',
  'vlan.too_many_tags': 'More tags inside one another than any network uses: made to exhaust a decoder.',
}
