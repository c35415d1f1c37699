// What is refused, in which words and at which place; what only gets a warning.
import { describe, expect, it } from 'vitest'
import { compile, parseFilter } from '../../engine/filter'
import { registry } from '../../engine/protocols'
import { pointed, refusal } from './reading'

const warnings = (text: string): string[] => compile(parseFilter(text), registry).warnings.map((w) => w.message)

describe('refusals', () => {
  it.each([
    ['6 == 7', 'Constant expression is invalid.', '6 == 7'],
    ['"a"', 'Constant expression is invalid.', '"a"'],
    ['1', 'Constant expression is invalid.', '1'],
    ['nosuch', '"nosuch" is not a valid protocol or protocol field.', 'nosuch'],
    ['tcp.nosuch == 1', '"tcp.nosuch" is not a valid protocol or protocol field.', 'tcp.nosuch'],
    ['TCP', '"TCP" is not a valid protocol or protocol field.', 'TCP'],
    ['eth[0', 'The right bracket was missing from a slice.', '0'],
    ['eth[]', '"]" was unexpected in this context.', ']'],
    ['eth[1:2:3]', '"1:2:3" is not a valid range.', '[1:2:3]'],
    ['eth[0:0]', "Range 0:0 isn't valid because length 0 isn't positive", '[0:0]'],
    ['eth[5-3]', "Range 5-3 isn't valid because 5 is greater or equal than 3", '[5-3]'],
    ['eth[-1-2]', "Range -1-2 isn't valid because -1 and 2 have different signs", '[-1-2]'],
    [
      'tcp.port[0] == 1',
      '"tcp.port" is a Unsigned integer (16 bits) and cannot be sliced into a sequence of bytes.',
      'tcp.port[0]',
    ],
    ['tcp.port ==', 'Unexpected end of filter expression.', ''],
    ['(tcp', 'Unexpected end of filter expression.', ''],
    ['tcp udp', '"udp" was unexpected in this context.', 'udp'],
    ['ip.version = 4', '"=" was unexpected in this context.', '='],
    ['tcp.port in {80 443}', '"443" was unexpected in this context.', '443'],
    ['tcp.port == foo', '"foo" is not a valid number.', 'foo'],
    ['tcp.port == 70000', '"70000" too big for this field, maximum 65535.', '70000'],
    ['ip.ttl == 18446744073709551616', '"18446744073709551616" causes an integer overflow.', '18446744073709551616'],
    ['tcp.srcport == 68-1', '"68-1" is not a valid number.', '68-1'],
    ['ip.len == "52"', 'Unsigned integer (16 bits) cannot be converted from a string ("52").', '"52"'],
    ['ip.src == "1.2.3.4"', 'IPv4 address cannot be converted from a string ("1.2.3.4").', '"1.2.3.4"'],
    ['ip.src == 300.1.1.1', '"300.1.1.1" is not a valid hostname or IPv4 address.', '300.1.1.1'],
    ['ip.src == 1.1.1.1/33', 'Netmask bits in a CIDR IPv4 address should be <= 32, not 33', '1.1.1.1/33'],
    ['ipv6.src == ::1/129', 'Prefix in a IPv6 address should be <= 128, not 129', '::1/129'],
    ['eth.src == 08:00:27', '"08:00:27" contains too few bytes to be a valid Ethernet address.', '08:00:27'],
    ['tcp.payload == foo', '"foo" is not a valid byte string.', 'foo'],
    ['frame[0:2] == 0x0202', '"0x0202" is not a valid byte string.', '0x0202'],
    [
      'frame.time > "x"',
      '"x" is not a valid absolute time. Example: "Nov 12, 1999 08:55:44.123" or "2011-07-04 12:34:56"',
      '"x"',
    ],
    ['frame.time > "2020-01-01 10:20.5"', 'Subsecond precision requires a seconds field.', '"2020-01-01 10:20.5"'],
    ['frame.time_delta > x1', '"x1" is not a valid time.', 'x1'],
    [
      'tcp.checksum.status == "Nonsense"',
      '"Nonsense" cannot be found among the possible values for tcp.checksum.status.',
      '"Nonsense"',
    ],
    ['ip.src == eth.src', 'ip.src and eth.src are not of compatible types.', 'eth.src'],
    ['tcp.analysis == 1', 'tcp.analysis (type=Label) cannot participate in "==" comparison.', 'tcp.analysis'],
    ['ip.src contains "a"', 'ip.src (type=IPv4 address) cannot participate in contains comparison.', 'ip.src'],
    [
      'tcp.port matches "92"',
      'tcp.port (type=Unsigned integer (16 bits)) cannot participate in matches comparison.',
      'tcp.port',
    ],
    ['frame matches hello', 'Matches requires a double quoted string on the right side.', 'hello'],
    ['frame matches "("', 'Regex compilation error: missing closing parenthesis.', '"("'],
    ['nofn(tcp)', "Function 'nofn' does not exist", 'nofn'],
    ['len(ip.src, ip.dst) == 1', 'Function len can only accept 1 arguments.', 'len(ip.src, ip.dst)'],
    ['max() == 1', 'Function max needs at least 1 arguments.', 'max()'],
    ['upper(ip.src) == "A"', 'Only string type fields can be used as parameter for upper()', 'upper(ip.src)'],
    ['string(tcp) == "a"', 'String conversion for field "tcp" is not supported', 'string(tcp)'],
    ['123 in {ip}', 'Only a field may be tested for membership in a set.', '123'],
    ['frame contains "a', 'The final quote was missing from a quoted string.', '"a'],
    ["ip.proto == '\\Z'", "'\\Z' isn't a valid character constant.", "'\\Z'"],
    ["frame contains 'ab'", "'ab' is too long to be a valid character constant.", "'ab'"],
    ['frame contains é', 'Non-printable ASCII characters may only appear inside double-quotes.', 'é'],
    ['ip.src#x', 'Expected digit or "[", not "x"', '#x'],
    ['frame.protocols + 1 == 1', 'Character string cannot be added.', 'frame.protocols'],
    [
      'frame.len + frame.time_delta > 1',
      'Unsigned integer (32 bits) and Time offset are not compatible.',
      'frame.time_delta',
    ],
  ])('%s', (text, message, part) => {
    expect(pointed(text)).toEqual([message, part])
  })

  it('hint at what was meant', () => {
    expect(refusal('tcp.prot == 1').hint).toBe('Did you mean tcp.port?')
    expect(refusal('ip.version = 4').hint).toContain('==')
  })
})

describe('macros', () => {
  const macros = {
    private_ipv4: '$1 == 192.168.0.0/16 or $1 == 10.0.0.0/8',
    nfs: 'udp.port == 2049',
    both: '$private_ipv4($1) && $nfs()',
  }
  const same = (text: string, as: string): void => {
    const program = compile(parseFilter(text, { macros }), registry)
    expect(program.fields).toEqual(compile(parseFilter(as), registry).fields)
  }
  it('have three notations, and may have no arguments', () => {
    for (const text of ['$private_ipv4(ip.src)', '${private_ipv4:ip.src}', '${private_ipv4;ip.src}'])
      same(text, 'ip.src == 192.168.0.0/16 or ip.src == 10.0.0.0/8')
    for (const text of ['$nfs()', '${nfs}', '${nfs:}', 'tcp || ${nfs} '])
      same(text, text.startsWith('tcp') ? 'tcp || udp.port == 1' : 'udp.port == 1')
    same('$both(ip.dst)', 'ip.dst == 10.0.0.0/8 && udp.port == 1')
  })
  it('say what is wrong with a call, where it stands', () => {
    for (const text of ['${private_ipv4}', '${private_ipv4:}', '$private_ipv4()', '$private_ipv4(a, b)'])
      expect(refusal(text, macros).message).toContain('wrong number of arguments for macro')
    expect(refusal('$private_ipv4( )', macros).code).toBe('macro-arguments')
    expect(refusal('tcp && $nosuch(1)', macros).range).toEqual([7, 15])
    expect(refusal('tcp && $private_ipv4(tcp.nosuch) && udp', macros).range).toEqual([7, 32])
  })
})

describe('warnings', () => {
  it.each([
    ['ip.addr ~= 1.1.1.1', 'deprecated'],
    ['frame.protocols contains foo', 'Deprecated tokens: write "foo" in double quotes.'],
    ['bootp', 'Deprecated tokens: "bootp" is now called "dhcp".'],
    ['z3950.msg == 1', 'z3950 is not decoded by Wirelens yet'],
    ['!z3950', 'z3950 is not decoded by Wirelens yet'],
    ['frame.len > ${frame.len}', 'No packet is selected'],
  ])('%s', (text, part) => {
    expect(warnings(text).join()).toContain(part)
  })
  it('none for a good filter', () => {
    expect(warnings('tcp.port in {80, 443} && ip.addr == 10.0.0.0/8 && frame contains "x"')).toEqual([])
  })
})
