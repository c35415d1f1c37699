"""bridge.py LEFT RIGHT [RULE ...]: carries Ethernet frames between two adapters, and does to some of them what bad networks do.

Rules count TCP segments with data that go from left to right, from 1, each segment once:
  drop:N      it is lost on the way
  double:N    it arrives twice
  late:N      it arrives behind the next one
  delay:MS    every frame, in both directions, takes so long
  hole:PORT   SYNs to this port get lost
  claim:IP    questions for this address are answered with an adapter of the bridge's own, too
Prints "up" when it carries, and ends with its standard input.
"""
import select
import socket
import struct
import sys
import time

OUTGOING = 4
CLAIMED = bytes([2, 0, 0, 0, 0x30, 0x66])


def port_on(name):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    s.bind((name, 0))
    # Promiscuous: frames for the other side's address have to be seen.
    s.setsockopt(263, 1, struct.pack('iHH8s', socket.if_nametoindex(name), 1, 0, b''))
    return s


def tcp_of(frame):
    """Destination port, flags and bytes of data of a TCP segment; None for other frames."""
    if frame[12:14] != b'\x08\0' or frame[23] != 6:
        return None
    total = struct.unpack('!H', frame[16:18])[0]
    at = 14 + (frame[14] & 15) * 4
    return struct.unpack('!H', frame[at + 2:at + 4])[0], frame[at + 13], 14 + total - at - (frame[at + 12] >> 4) * 4


def main():
    left, right = port_on(sys.argv[1]), port_on(sys.argv[2])
    other = {left: right, right: left}
    numbered = {}
    delay, hole, claim = 0.0, 0, b''
    for rule in sys.argv[3:]:
        name, value = rule.split(':')
        if name == 'delay':
            delay = int(value) / 1000
        elif name == 'hole':
            hole = int(value)
        elif name == 'claim':
            claim = socket.inet_aton(value)
        else:
            numbered[int(value)] = name
    waiting = []  # (when, to, frame), in order of their time
    held = None
    segments = 0
    print('up', flush=True)
    while True:
        pause = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        ready, _, _ = select.select([left, right, sys.stdin], [], [], pause)
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, to, frame = waiting.pop(0)
            to.send(frame)
        for s in ready:
            if s is sys.stdin:
                return
            frame, address = s.recvfrom(65536)
            if address[2] == OUTGOING:
                continue
            out = [(other[s], frame)]
            tcp = tcp_of(frame) if len(frame) >= 54 else None
            if tcp and hole and tcp[0] == hole and tcp[1] & 2:
                continue
            if tcp and s is left and tcp[2] > 0:
                segments += 1
                fate = numbered.get(segments)
                if fate == 'drop':
                    continue
                if fate == 'double':
                    out.append((right, frame))
                if fate == 'late':
                    held = frame
                    continue
                if held:
                    out.append((right, held))
                    held = None
            if claim and frame[12:14] == b'\x08\x06' and frame[20:22] == b'\0\x01' and frame[38:42] == claim:
                reply = frame[6:12] + CLAIMED + frame[12:20] + b'\0\x02' + CLAIMED + claim + frame[22:32]
                out.append((s, reply.ljust(60, b'\0')))
            waiting.extend((now + delay, to, f) for to, f in out)


main()
