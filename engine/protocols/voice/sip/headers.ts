/** Header lines of SIP that are known by name (RFC 3261 and the registry of IANA), and their short forms. */
import { string, u32 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'

const names =
  'Accept Accept-Contact Accept-Encoding Accept-Language Accept-Resource-Priority Additional-Identity ' +
  'Alert-Info Allow Allow-Events Answer-Mode Attestation-Info Authentication-Info Authorization Call-ID ' +
  'Call-Info Cellular-Network-Info Contact Content-Disposition Content-Encoding Content-Language ' +
  'Content-Length Content-Type CSeq Date Error-Info Event Expires Feature-Caps Flow-Timer From Geolocation ' +
  'Geolocation-Error Geolocation-Routing History-Info Identity Identity-info Info-Package In-Reply-To Join ' +
  'Max-Forwards MIME-Version Min-Expires Min-SE Organization Origination-Id P-Access-Network-Info ' +
  'P-Answer-State P-Asserted-Identity P-Asserted-Service P-Charge-Info P-Associated-URI P-Called-Party-ID ' +
  'P-Charging-Function-Addresses P-Charging-Vector P-DCS-Trace-Party-ID P-DCS-OSPS P-DCS-Billing-Info ' +
  'P-DCS-LAES P-DCS-Redirect P-Early-Media P-Media-Authorization P-Preferred-Identity P-Preferred-Service ' +
  'P-Profile-Key P-Refused-URI-List P-Served-User P-User-Database P-Visited-Network-ID Path Permission-Missing ' +
  'Priority Priority-Share Priv-Answer-mode Privacy Proxy-Authenticate Proxy-Authorization Proxy-Require RAck ' +
  'Reason Reason-Phrase Record-Route Recv-Info Refer-Sub Refer-To Referred-by Reject-Contact Relayed-Charge ' +
  'Replaces Reply-To Request-Disposition Require Resource-Priority Resource-Share Response-Source ' +
  'Restoration-Info Route Security-Client Security-Server Security-Verify Server Service-Interact-Info ' +
  'Service-Route Session-Expires Session-ID ETag Subject Subscription-State Supported Target-Dialog Timestamp ' +
  'To Trigger-Consent Unsupported User-Agent Via Warning WWW-Authenticate Diversion'

const numbers = new Set(['Content-Length', 'Expires', 'Max-Forwards'])

/** By name in small letters. */
export const headerFields: ReadonlyMap<string, Field> = new Map(
  names.split(' ').map((name) => [name.toLowerCase(), (numbers.has(name) ? u32 : string)(`sip.${name}`, name)]),
)

const short: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
}
/** The name of a header line in full. */
export const fullName = (name: string): string => short[name] ?? name
