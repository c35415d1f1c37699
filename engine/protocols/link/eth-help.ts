/** What the rarer fields of Ethernet are, for somebody who meets them for the first time; by filter name. */
export const ethHelp = {
  'eth.dst_resolved':
    "The receiver's address with the maker's name in place of its first three bytes, where names are on.",
  'eth.dst.oui': "First three bytes of the receiver's address: the number of the maker of the adapter (IEEE).",
  'eth.dst.oui_resolved': "Maker of the receiver's adapter, by the first three bytes of its address.",
  'eth.src_resolved':
    "The sender's address with the maker's name in place of its first three bytes, where names are on.",
  'eth.src.oui': "First three bytes of the sender's address: the number of the maker of the adapter (IEEE).",
  'eth.src.oui_resolved': "Maker of the sender's adapter, by the first three bytes of its address.",
  'eth.addr_resolved': "Either address with the maker's name: a filter on it finds frames to and from an adapter.",
  'eth.addr.oui': "Maker's number of either address.",
  'eth.addr.oui_resolved': 'Maker of either adapter.',
  'eth.lg':
    'Second-lowest bit of the first byte: 0 for an address that the maker gave, 1 for one that was made up here (virtual machines, phones that hide).',
  'eth.ig':
    'Lowest bit of the first byte: 0 for one adapter (unicast), 1 for a group (multicast; all ones: broadcast).',
  'eth.invalid_lentype': 'A value from 1501 to 1535: too large for a length and too small for an EtherType.',
  'eth.fcs.status': 'Whether the check sequence was computed again, and what came of it.',
  'eth.invalid_lentype.expert': 'The field behind the addresses is neither a length nor an EtherType.',
  'eth.src_not_group': "A frame cannot come from a group: the sender's address has the group bit set.",
  'eth.len.past_end': 'The length says more bytes than the frame has.',
  'eth.padding_bad': 'Bytes behind the payload that are not zero: padding need not be, or old memory has leaked.',
}
