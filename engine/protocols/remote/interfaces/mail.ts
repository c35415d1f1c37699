/** Interfaces of Exchange servers: what their operations are called. Specifications stand beside each. */
import { rpcInterface } from './declare'

/** MS-OXCRPC: mail of an Exchange server. */
export const mapi = rpcInterface({
  name: 'mapi',
  title: 'Exchange 5.5 EMSMDB',
  column: 'MAPI',
  spec: 'MS-OXCRPC',
  uuid: 'a4f1db00-ca47-1067-b31f-00dd010662da',
  opnum: 'mapi.opnum',
  operations: `
    EcDoConnect EcDoDisconnect EcDoRpc EcGetMoreRpc EcRRegisterPushNotification EcRUnregisterPushNotification EcDummyRpc EcRGetDCName
    EcRNetGetDCName EcDoRpcExt`,
})

/** MS-NSPI: address book of an Exchange server. */
export const nspi = rpcInterface({
  name: 'nspi',
  title: 'Exchange 5.5 Name Service Provider',
  column: 'NSPI',
  spec: 'MS-NSPI',
  uuid: 'f5cc5a18-4264-101a-8c59-08002b2f8426',
  opnum: 'nspi.opnum',
  operations: `
    NspiBind NspiUnbind NspiUpdateStat NspiQueryRows NspiSeekEntries NspiGetMatches NspiResortRestriction NspiDNToEph NspiGetPropList
    NspiGetProps NspiCompareDNTs NspiModProps NspiGetHierarchyInfo NspiGetTemplateInfo NspiModLInkAtt NspiDeleteEntries NspiQueryColumns
    NspiGetNamesFromIDs NspiGetIDsFromNames NspiResolveNames NspiResolveNamesW`,
})

/** MS-OXABREF: which address book server to ask. */
export const rfr = rpcInterface({
  name: 'rfr',
  title: 'Exchange 2003 Directory Request For Response',
  column: 'RFR',
  spec: 'MS-OXABREF',
  uuid: '1544f5e0-613c-11d1-93df-00c04fd7bd09',
  opnum: 'rfr.opnum',
  operations: `
    RfrGetNewDSA RfrGetFQDNFromLegacyDN`,
})
