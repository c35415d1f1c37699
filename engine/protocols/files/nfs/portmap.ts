/** RFC 1833: at which port a program of ONC RPC is reached; RFC 1813 appendix I: which folders a server gives away. */
import { string, u32 } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import type { Named } from '../../remote/rpc/program'
import { rpcProgram, xdr, xdrText } from '../../remote/rpc/program'

const transports: Readonly<Record<number, string>> = { 6: 'TCP', 17: 'UDP' }
const programName = (p: Packet, program: number): string =>
  (p.find('rpc.program', program) as Named | undefined)?.columnText ?? 'Unknown'

export const portmap = rpcProgram({
  name: 'portmap',
  title: 'Portmap',
  column: 'Portmap',
  spec: 'RFC 1833',
  number: 100000,
  field: 'portmap.procedure',
  procedures: {
    2: 'NULL SET UNSET GETPORT DUMP CALLIT',
    3: 'NULL SET UNSET GETADDR DUMP CALLIT GETTIME UADDR2TADDR TADDR2UADDR',
    4: 'NULL SET UNSET GETADDR DUMP BCAST GETTIME UADDR2TADDR TADDR2UADDR GETVERSADDR INDIRECT GETADDRLIST GETSTAT',
  },
  fields: {
    program: u32('portmap.prog', 'Program', { help: 'The service that is looked for.' }),
    version: u32('portmap.version', 'Version'),
    transport: u32('portmap.proto', 'Proto', { names: transports }),
    port: u32('portmap.port', 'Port', { help: 'Where it is reached; 0: it is not there.' }),
    network: string('portmap.rpcb.netid', 'Network Id'),
    address: string('portmap.uaddr', 'Universal Address'),
    owner: string('portmap.rpcb.owner', 'Owner of this Service'),
  },
  call(p, { version }, procedure, f) {
    if (procedure === 'GETPORT' || (version === 2 && (procedure === 'SET' || procedure === 'UNSET'))) {
      const program = p.peek(4)
      p.label(p.add(f.program, p.at, 4, program), `Program: ${programName(p, program)} (${program})`)
      p.skip(4)
      const wanted = xdr(p, f.version)
      const transport = xdr(p, f.transport)
      if (p.columns)
        p.sayMore(
          ` ${programName(p, program)}(${program}) V:${wanted} ${transports[transport] ?? `Unknown (${transport})`}`,
        )
      xdr(p, f.port)
    } else if (procedure === 'GETADDR') {
      const program = p.peek(4)
      p.label(p.add(f.program, p.at, 4, program), `Program: ${programName(p, program)} (${program})`)
      p.skip(4)
      const wanted = xdr(p, f.version)
      if (p.columns) p.sayMore(` ${programName(p, program)}(${program}) V:${wanted}`)
      xdrText(p, f.network)
      xdrText(p, f.address)
      xdrText(p, f.owner)
    }
  },
  reply(p, _, procedure, f) {
    if (procedure === 'GETPORT') {
      const port = xdr(p, f.port)
      if (p.columns) p.sayMore(port ? ` Port:${port}` : ' PROGRAM_NOT_AVAILABLE')
    } else if (procedure === 'GETADDR') xdrText(p, f.address)
  },
})

const mountStatus: Readonly<Record<number, string>> = {
  0: 'OK',
  1: 'ERR_PERM',
  2: 'ERR_NOENT',
  5: 'ERR_IO',
  13: 'ERR_ACCESS',
  20: 'ERR_NOTDIR',
  22: 'ERR_INVAL',
  63: 'ERR_NAMETOOLONG',
  10004: 'ERR_NOTSUPP',
  10006: 'ERR_SERVERFAULT',
}
export const mount = rpcProgram({
  name: 'mount',
  title: 'Mount Service',
  column: 'MOUNT',
  spec: 'RFC 1813',
  number: 100005,
  field: 'mount.procedure',
  procedures: {
    1: 'NULL MNT DUMP UMNT UMNTALL EXPORT EXPORTALL',
    2: 'NULL MNT DUMP UMNT UMNTALL EXPORT EXPORTALL PATHCONF',
    3: 'NULL MNT DUMP UMNT UMNTALL EXPORT',
  },
  fields: {
    path: string('mount.path', 'Path', { help: 'The folder that is asked for.' }),
    status: u32('mount.status', 'Status', { names: mountStatus }),
    flavors: u32('mount.flavors', 'Flavors'),
    flavor: u32('mount.flavor', 'Flavor', { names: { 0: 'AUTH_NULL', 1: 'AUTH_UNIX', 6: 'RPCSEC_GSS' } }),
  },
  call(p, _, procedure, f) {
    if (procedure !== 'MNT' && procedure !== 'UMNT') return
    const path = xdrText(p, f.path)
    if (p.columns) p.sayMore(` ${path}`)
  },
  reply(p, { version }, procedure, f) {
    if (procedure !== 'MNT') return
    const status = xdr(p, f.status)
    if (status && p.columns) p.sayMore(` Error:${mountStatus[status] ?? `Unknown (${status})`}`)
    if (status || version !== 3) return
    const length = xdr(p)
    p.skip(length + ((4 - (length % 4)) % 4))
    const flavors = xdr(p, f.flavors)
    for (let i = 0; i < flavors; i++) xdr(p, f.flavor)
  },
})

export const nfsacl = rpcProgram({
  name: 'nfsacl',
  title: 'NFSACL',
  column: 'NFSACL',
  spec: 'draft-ietf-nfsv4-acl-mapping',
  number: 100227,
  field: 'nfsacl.procedure',
  procedures: { 2: 'NULL GETACL SETACL GETATTR ACCESS GETXATTRDIR', 3: 'NULL GETACL SETACL GETXATTRDIR' },
})

const locks =
  'NULL TEST LOCK CANCEL UNLOCK GRANTED TEST_MSG LOCK_MSG CANCEL_MSG UNLOCK_MSG GRANTED_MSG TEST_RES LOCK_RES CANCEL_RES UNLOCK_RES GRANTED_RES - - - - SHARE UNSHARE NM_LOCK FREE_ALL'
export const nlm = rpcProgram({
  name: 'nlm',
  title: 'Network Lock Manager Protocol',
  column: 'NLM',
  spec: 'RFC 1813',
  number: 100021,
  field: 'nlm.procedure',
  procedures: { 1: locks, 2: locks, 3: locks, 4: locks },
})

export const networkStatus = rpcProgram({
  name: 'stat',
  title: 'Network Status Monitor Protocol',
  column: 'STAT',
  spec: 'X/Open XNFS',
  number: 100024,
  field: 'stat.procedure',
  procedures: { 1: 'NULL STAT MON UNMON UNMON_ALL SIMU_CRASH NOTIFY' },
})
