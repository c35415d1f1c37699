/** Interfaces of Windows domains: logons, accounts, replication: what their operations are called. Specifications stand beside each. */
import { ntStatus } from '../../../names/nt-status'
import { bytesOf, string, u32 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import type { Ndr } from '../../kit/ndr'
import type { Stub } from '../dcerpc/calls'
import { rpcInterface } from './declare'

const statusNames = { display: 'hex', names: ntStatus } as const

/** A text as the value of a field. */
function named(ndr: Ndr, field: Field): string {
  const { at } = ndr.p
  const name = ndr.text()
  ndr.p.add(field, at, ndr.p.at - at, name)
  return name
}
/** The result at the end of a response; one that is no success is said. */
function result({ p }: Ndr, { isRequest }: Stub, field: Field, before = ', '): string | undefined {
  if (isRequest || p.left < 4) return undefined
  p.at = p.end - 4
  const code = p.take(field)
  const name = ntStatus(code) ?? `Unknown error 0x${code.toString(16).padStart(8, '0')}`
  if (code && p.columns) p.sayMore(before + name)
  return code ? name : undefined
}

/** MS-NRPC: logons of machines and users at a domain controller. */
export const netlogon = rpcInterface({
  name: 'rpc_netlogon',
  title: 'Microsoft Network Logon',
  column: 'RPC_NETLOGON',
  spec: 'MS-NRPC',
  uuid: '12345678-1234-abcd-ef00-01234567cffb',
  opnum: 'netlogon.opnum',
  fields: {
    code: u32('netlogon.rc', 'Return code', { ...statusNames, little: true }),
    account: string('netlogon.acct_name', 'Acct Name', { help: 'The account of the computer that logs on.' }),
    computer: string('netlogon.computer_name', 'Computer Name'),
    challenge: bytesOf('netlogon.clientchallenge', 'Client Challenge', 8),
    serverChallenge: bytesOf('netlogon.serverchallenge', 'Server Challenge', 8),
  },
  stub(ndr, stub, operation, f) {
    const { p } = ndr
    if (operation === 'NetrServerReqChallenge') {
      if (stub.isRequest) {
        if (ndr.pointer()) ndr.text()
        const name = named(ndr, f.computer)
        if (p.columns) p.sayMore(`, ${name}`)
        p.take(f.challenge)
      } else p.take(f.serverChallenge)
    }
    if (operation.startsWith('NetrServerAuthenticate') && stub.isRequest) {
      if (ndr.pointer()) ndr.text()
      named(ndr, f.account)
      ndr.aligned(undefined, 2)
      named(ndr, f.computer)
    }
    result(ndr, stub, f.code)
  },
  operations: `
    NetrLogonUasLogon NetrLogonUasLogoff NetrLogonSamLogon NetrLogonSamLogoff NetrServerReqChallenge NetrServerAuthenticate
    NetrServerPasswordSet NetrDatabaseDeltas NetrDatabaseSync NetrAccountDeltas NetrAccountSync NetrGetDCName NetrLogonControl
    NetrGetAnyDCName NetrLogonControl2 NetrServerAuthenticate2 NetrDatabaseSync2 NetrDatabaseRedo NetrLogonControl2Ex
    NetrEnumerateTrustedDomains DsrGetDcName NetrLogonDummyRoutine1 NetrLogonSetServiceBits NetrLogonGetTrustRid
    NetrLogonComputeServerDigest NetrLogonComputeClientDigest NetrServerAuthenticate3 DsrGetDcNameEx DsrGetSiteName
    NetrLogonGetDomainInfo NetrServerPasswordSet2 NetrServerPasswordGet NetrLogonSendToSam DsrAddressToSiteNamesW DsrGetDcNameEx2
    NetrLogonGetTimeServiceParentDomain NetrEnumerateTrustedDomainsEx DsrAddressToSiteNamesExW DsrGetDcSiteCoverageW NetrLogonSamLogonEx
    DsrEnumerateDomainTrusts DsrDeregisterDnsHostRecords NetrServerTrustPasswordsGet DsrGetForestTrustInformation
    NetrGetForestTrustInformation NetrLogonSamLogonWithFlags NetrServerGetTrustInfo`,
})

/** MS-DRSR: replication between domain controllers. */
export const drsuapi = rpcInterface({
  name: 'drsuapi',
  title: 'DRSUAPI',
  column: 'DRSUAPI',
  spec: 'MS-DRSR',
  uuid: 'e3514235-4b06-11d1-ab04-00c04fc2dcd2',
  opnum: 'drsuapi.opnum',
  operations: `
    DsBind DsUnbind DsReplicaSync DsGetNCChanges DsReplicaUpdateRefs DRSUAPI_REPLICA_ADD DRSUAPI_REPLICA_DEL DRSUAPI_REPLICA_MODIFY
    DRSUAPI_VERIFY_NAMES DRSUAPI_GET_MEMBERSHIPS DRSUAPI_INTER_DOMAIN_MOVE DRSUAPI_GET_NT4_CHANGELOG DsCrackNames DsWriteAccountSpn
    DRSUAPI_REMOVE_DS_SERVER DRSUAPI_REMOVE_DS_DOMAIN DsGetDomainControllerInfo DsAddEntry DRSUAPI_EXECUTE_KCC DsReplicaGetInfo
    DRSUAPI_ADD_SID_HISTORY DRSUAPI_GET_MEMBERSHIPS2 DRSUAPI_REPLICA_VERIFY_OBJECTS DRSUAPI_GET_OBJECT_EXISTENCE
    DRSUAPI_QUERY_SITES_BY_COST`,
})

/** MS-SAMR: accounts and groups of a domain. */
export const samr = rpcInterface({
  name: 'samr',
  title: 'SAMR (pidl)',
  column: 'SAMR',
  spec: 'MS-SAMR',
  uuid: '12345778-1234-abcd-ef00-0123456789ac',
  opnum: 'samr.opnum',
  fields: { code: u32('samr.status', 'NT Error', { ...statusNames, little: true }) },
  stub(ndr, stub, _, f) {
    const name = result(ndr, stub, f.code)
    if (name && ndr.p.columns) ndr.p.sayMore(`, Error: ${name}`)
  },
  operations: `
    Connect Close SetSecurity QuerySecurity Shutdown LookupDomain EnumDomains OpenDomain QueryDomainInfo SetDomainInfo CreateDomainGroup
    EnumDomainGroups CreateUser EnumDomainUsers CreateDomAlias EnumDomainAliases GetAliasMembership LookupNames LookupRids OpenGroup
    QueryGroupInfo SetGroupInfo AddGroupMember DeleteDomainGroup DeleteGroupMember QueryGroupMember SetMemberAttributesOfGroup OpenAlias
    QueryAliasInfo SetAliasInfo DeleteDomAlias AddAliasMember DeleteAliasMember GetMembersInAlias OpenUser DeleteUser QueryUserInfo
    SetUserInfo ChangePasswordUser GetGroupsForUser QueryDisplayInfo GetDisplayEnumerationIndex TestPrivateFunctionsDomain
    TestPrivateFunctionsUser GetUserPwInfo RemoveMemberFromForeignDomain QueryDomainInfo2 QueryUserInfo2 QueryDisplayInfo2
    GetDisplayEnumerationIndex2 CreateUser2 QueryDisplayInfo3 AddMultipleMembersToAlias RemoveMultipleMembersFromAlias
    OemChangePasswordUser2 ChangePasswordUser2 GetDomPwInfo Connect2 SetUserInfo2 SetBootKeyInformation GetBootKeyInformation Connect3
    Connect4 ChangePasswordUser3 Connect5 RidToSid SetDsrmPassword ValidatePassword`,
})

/** MS-LSAD: policy, and names of security identifiers. */
export const lsarpc = rpcInterface({
  name: 'lsarpc',
  title: 'Local Security Authority',
  column: 'LSARPC',
  spec: 'MS-LSAD',
  uuid: '12345778-1234-abcd-ef00-0123456789ab',
  opnum: 'lsarpc.opnum',
  fields: { code: u32('lsarpc.status', 'NT Error', { ...statusNames, little: true }) },
  stub(ndr, stub, _, f) {
    const name = result(ndr, stub, f.code)
    if (name && ndr.p.columns) ndr.p.sayMore(`, Error: ${name}`)
  },
  operations: `
    lsa_Close lsa_Delete lsa_EnumPrivs lsa_QuerySecurity lsa_SetSecObj lsa_ChangePassword lsa_OpenPolicy lsa_QueryInfoPolicy
    lsa_SetInfoPolicy lsa_ClearAuditLog lsa_CreateAccount lsa_EnumAccounts lsa_CreateTrustedDomain lsa_EnumTrustDom lsa_LookupNames
    lsa_LookupSids lsa_CreateSecret lsa_OpenAccount lsa_EnumPrivsAccount lsa_AddPrivilegesToAccount lsa_RemovePrivilegesFromAccount
    lsa_GetQuotasForAccount lsa_SetQuotasForAccount lsa_GetSystemAccessAccount lsa_SetSystemAccessAccount lsa_OpenTrustedDomain
    lsa_QueryTrustedDomainInfo lsa_SetInformationTrustedDomain lsa_OpenSecret lsa_SetSecret lsa_QuerySecret lsa_LookupPrivValue
    lsa_LookupPrivName lsa_LookupPrivDisplayName lsa_DeleteObject lsa_EnumAccountsWithUserRight lsa_EnumAccountRights
    lsa_AddAccountRights lsa_RemoveAccountRights lsa_QueryTrustedDomainInfoBySid lsa_SetTrustedDomainInfo lsa_DeleteTrustedDomain
    lsa_StorePrivateData lsa_RetrievePrivateData lsa_OpenPolicy2 lsa_GetUserName lsa_QueryInfoPolicy2 lsa_SetInfoPolicy2
    lsa_QueryTrustedDomainInfoByName lsa_SetTrustedDomainInfoByName lsa_EnumTrustedDomainsEx lsa_CreateTrustedDomainEx
    lsa_CloseTrustedDomainEx lsa_QueryDomainInformationPolicy lsa_SetDomainInformationPolicy lsa_OpenTrustedDomainByName lsa_TestCall
    lsa_LookupSids2 lsa_LookupNames2 lsa_CreateTrustedDomainEx2 lsa_CREDRWRITE lsa_CREDRREAD lsa_CREDRENUMERATE
    lsa_CREDRWRITEDOMAINCREDENTIALS lsa_CREDRREADDOMAINCREDENTIALS lsa_CREDRDELETE lsa_CREDRGETTARGETINFO lsa_CREDRPROFILELOADED
    lsa_LookupNames3 lsa_CREDRGETSESSIONTYPES lsa_LSARREGISTERAUDITEVENT lsa_LSARGENAUDITEVENT lsa_LSARUNREGISTERAUDITEVENT
    lsa_lsaRQueryForestTrustInformation lsa_LSARSETFORESTTRUSTINFORMATION lsa_CREDRRENAME lsa_LookupSids3 lsa_LookupNames4
    lsa_LSAROPENPOLICYSCE lsa_LSARADTREGISTERSECURITYEVENTSOURCE lsa_LSARADTUNREGISTERSECURITYEVENTSOURCE lsa_LSARADTREPORTSECURITYEVENT`,
})

/** MS-DSSP: the role of a computer in its domain. */
export const dssetup = rpcInterface({
  name: 'dssetup',
  title: 'Active Directory Setup',
  column: 'DSSETUP',
  spec: 'MS-DSSP',
  uuid: '3919286a-b10c-11d0-9ba8-00c04fd92ef5',
  opnum: 'dssetup.opnum',
  operations: `
    DsRoleGetPrimaryDomainInformation DsRoleDnsNameToFlatName DsRoleDcAsDc DsRoleDcAsReplica DsRoleDemoteDc DsRoleGetDcOperationProgress
    DsRoleGetDcOperationResults DsRoleCancel DsRoleServerSaveStateForUpgrade DsRoleUpgradeDownlevelServer
    DsRoleAbortDownlevelServerUpgrade`,
})

/** MS-DNSP: management of a name server. */
export const dnsserver = rpcInterface({
  name: 'dnsserver',
  title: 'DNS Server',
  column: 'DNSSERVER',
  spec: 'MS-DNSP',
  uuid: '50abc2a4-574d-40b3-9d66-ee4fd5fba076',
  opnum: 'dnsserver.opnum',
  operations: `
    DnssrvOperation DnssrvQuery DnssrvComplexOperation DnssrvEnumRecords DnssrvUpdateRecord DnssrvOperation2 DnssrvQuery2
    DnssrvComplexOperation2 DnssrvEnumRecords2 DnssrvUpdateRecord2`,
})

/** MS-FRS1: replication of files. */
export const frsrpc = rpcInterface({
  name: 'frsrpc',
  title: 'File Replication Service',
  column: 'FRSRPC',
  spec: 'MS-FRS1',
  uuid: 'f5cc59b4-4264-101a-8c59-08002b2f8426',
  opnum: 'frsrpc.opnum',
  operations: `
    FrsSendCommPkt FrsVerifyPromotionParent FrsStartPromotionParent FrsNOP FRSRPC_BACKUP_COMPLETE FRSRPC_BACKUP_COMPLETE_5
    FRSRPC_BACKUP_COMPLETE_6 FRSRPC_BACKUP_COMPLETE_7 FRSRPC_BACKUP_COMPLETE_8 FRSRPC_BACKUP_COMPLETE_9
    FRSRPC_VERIFY_PROMOTION_PARENT_EX`,
})

/** MS-DLTM: finds files that moved. */
export const trksvr = rpcInterface({
  name: 'trksvr',
  title: 'Microsoft Distributed Link Tracking Server Service',
  column: 'TRKSVR',
  spec: 'MS-DLTM',
  uuid: '300f3532-38cc-11d0-a3f0-0020af6b0add',
  opnum: 'trksvr.opnum',
  operations: `
    LnkSvrMessage`,
})
