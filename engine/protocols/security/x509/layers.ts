/** The protocols that parts of certificates are filed under. They have no line of their own: they stand among the layers, and give fields their names. */
import { protocol } from '../../../dissect/protocol'
import {
  pkcs1Fields,
  pkix1explicitFields,
  pkix1implicitFields,
  x509afFields,
  x509ceFields,
  x509ifFields,
  x509satFields,
} from './fields'

export const x509sat = protocol({
  name: 'x509sat',
  title: 'X.509 Selected Attribute Types',
  column: '',
  spec: 'X.520',
  fields: x509satFields,
})
export const x509ce = protocol({
  name: 'x509ce',
  title: 'X.509 Certificate Extensions',
  column: '',
  spec: 'RFC 5280',
  fields: x509ceFields,
})
export const x509af = protocol({
  name: 'x509af',
  title: 'X.509 Authentication Framework',
  column: '',
  spec: 'X.509',
  fields: x509afFields,
})
export const x509if = protocol({
  name: 'x509if',
  title: 'X.509 Information Framework',
  column: '',
  spec: 'X.501',
  fields: x509ifFields,
})
export const pkix1explicit = protocol({
  name: 'pkix1explicit',
  title: 'PKIX1Explicit',
  column: '',
  spec: 'RFC 5280',
  fields: pkix1explicitFields,
})
export const pkix1implicit = protocol({
  name: 'pkix1implicit',
  title: 'PKIX1Implicit',
  column: '',
  spec: 'RFC 5280',
  fields: pkix1implicitFields,
})
export const pkcs1 = protocol({
  name: 'pkcs-1',
  title: 'PKCS#1',
  column: '',
  spec: 'RFC 8017',
  fields: pkcs1Fields,
})
