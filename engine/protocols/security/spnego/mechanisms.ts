/** Mechanisms of the GSS-API by their object identifiers, and who reads their tokens. */
import { asciiText } from '../../../bytes/text'
import type { Packet } from '../../../dissect/packet'

const names: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.2': 'SPNEGO - Simple Protected Negotiation',
  '1.2.840.113554.1.2.2': 'KRB5 - Kerberos 5',
  '1.2.840.48018.1.2.2': 'MS KRB5 - Microsoft Kerberos 5',
  '1.2.840.113554.1.2.2.3': 'KRB5 - Kerberos 5 - User to User',
  '1.3.6.1.4.1.311.2.2.10': 'NTLMSSP - Microsoft NTLM Security Support Provider',
  '1.3.6.1.4.1.311.2.2.30': 'NEGOEX - SPNEGO Extended Negotiation Security Mechanism',
}
const KERBEROS = ['1.2.840.113554.1.2.2', '1.2.840.48018.1.2.2', '1.2.840.113554.1.2.2.3']

export const mechanismText = (oid: string): string => (names[oid] ? `${oid} (${names[oid]})` : oid)

/** Hands the rest of the layer to the protocol of a mechanism; what none knows stays. */
export function tokenOf(p: Packet, oid: string): void {
  if (p.left <= 0) return
  const isNtlm = asciiText(p.bytes, p.at, Math.min(7, p.left)) === 'NTLMSSP'
  const name = isNtlm ? 'ntlmssp' : oid === '1.3.6.1.5.5.2' ? 'spnego' : KERBEROS.includes(oid) ? 'spnego-krb5' : ''
  const reader = p.registry.protocolByName.get(name)
  if (reader) p.nest(reader)
}
