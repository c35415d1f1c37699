/** Interfaces that run a Windows computer from another one: services, shares, registry, printers: what their operations are called. Specifications stand beside each. */
import { hex } from '../../../bytes/read'
import { string, u32 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import { limits } from '../../../limits'
import type { Ndr } from '../../kit/ndr'
import { calls } from '../dcerpc/calls'
import { rpcInterface } from './declare'

/** Bytes of a handle. */
const HANDLE = 20
/** Results that rows name, of MS-ERREF 2.2. */
const errors: Readonly<Record<number, string>> = {
  0: 'WERR_OK',
  2: 'WERR_BADFILE',
  5: 'WERR_ACCESS_DENIED',
  6: 'WERR_INVALID_HANDLE',
  87: 'WERR_INVALID_PARAMETER',
  234: 'WERR_MORE_DATA',
  259: 'WERR_NO_MORE_ITEMS',
}

/** A text behind a pointer; '' where it leads nowhere. */
function told(ndr: Ndr, field: Field): string {
  if (!ndr.pointer()) return ''
  const { at } = ndr.p
  const text = ndr.text()
  ndr.p.add(field, at + 12, ndr.p.at - at - 12, text)
  return text
}

/** MS-SRVS: shares and sessions of a server. */
export const srvsvc = rpcInterface({
  name: 'srvsvc',
  title: 'Server Service',
  column: 'SRVSVC',
  spec: 'MS-SRVS',
  uuid: '4b324fc8-1670-01d3-1278-5a47bf6ee188',
  opnum: 'srvsvc.opnum',
  operations: `
    NetCharDevEnum NetCharDevGetInfo NetCharDevControl NetCharDevQEnum NetCharDevQGetInfo NetCharDevQSetInfo NetCharDevQPurge
    NetCharDevQPurgeSelf NetConnEnum NetFileEnum NetFileGetInfo NetFileClose NetSessEnum NetSessDel NetShareAdd NetShareEnumAll
    NetShareGetInfo NetShareSetInfo NetShareDel NetShareDelSticky NetShareCheck NetSrvGetInfo NetSrvSetInfo NetDiskEnum
    NetServerStatisticsGet NetTransportAdd NetTransportEnum NetTransportDel NetRemoteTOD NetSetServiceBits NetPathType
    NetPathCanonicalize NetPathCompare NetNameValidate NETRPRNAMECANONICALIZE NetPRNameCompare NetShareEnum NetShareDelStart
    NetShareDelCommit NetGetFileSecurity NetSetFileSecurity NetServerTransportAddEx NetServerSetServiceBitsEx NETRDFSGETVERSION
    NETRDFSCREATELOCALPARTITION NETRDFSDELETELOCALPARTITION NETRDFSSETLOCALVOLUMESTATE NETRDFSSETSERVERINFO NETRDFSCREATEEXITPOINT
    NETRDFSDELETEEXITPOINT NETRDFSMODIFYPREFIX NETRDFSFIXLOCALVOLUME NETRDFSMANAGERREPORTSITEINFO NETRSERVERTRANSPORTDELEX`,
})

/** MS-SCMR: services of another computer. */
export const svcctl = rpcInterface({
  name: 'svcctl',
  title: 'Microsoft Service Control',
  column: 'SVCCTL',
  spec: 'MS-SCMR',
  uuid: '367abb81-9844-35f1-ad32-98f038001003',
  opnum: 'svcctl.opnum',
  fields: {
    machine: string('svcctl.machinename', 'MachineName'),
    database: string('svcctl.database', 'Database', { help: 'The list of services that is opened.' }),
  },
  stub(ndr, { isRequest, call }, operation, f) {
    const { p } = ndr
    const handles = p.recall(calls).handles
    if (operation === 'OpenSCManagerW' && isRequest) {
      const [machine, database] = [told(ndr, f.machine), told(ndr, f.database)]
      for (const text of [machine, database]) if (text && p.columns) p.sayMore(`, ${text}`)
      if (p.first && call) call.told = `OpenSCManagerW(${machine}\\)`
    } else if (operation === 'OpenSCManagerW' && p.left >= HANDLE) {
      if (p.first && call) {
        if (handles.size >= limits.openFiles) handles.clear()
        handles.set(hex(p.bytes, p.at, HANDLE), call.told)
      }
    } else if (operation === 'CloseServiceHandle' && isRequest && p.left >= HANDLE) {
      if (p.first && call) call.told = handles.get(hex(p.bytes, p.at, HANDLE)) ?? '(null)'
      if (call && p.columns) p.sayMore(`, ${call.told}`)
    }
  },
  operations: `
    CloseServiceHandle ControlService DeleteService LockServiceDatabase QueryServiceObjectSecurity SetServiceObjectSecurity
    QueryServiceStatus SetServiceStatus UnlockServiceDatabase NotifyBootConfigStatus ScSetServiceBitsW ChangeServiceConfigW
    CreateServiceW EnumDependentServicesW EnumServicesStatusW OpenSCManagerW OpenServiceW QueryServiceConfigW QueryServiceLockStatusW
    StartServiceW GetServiceDisplayNameW GetServiceKeyNameW ScSetServiceBitsA ChangeServiceConfigA CreateServiceA EnumDependentServicesA
    EnumServicesStatusA OpenSCManagerA OpenServiceA QueryServiceConfigA QueryServiceLockStatusA StartServiceA GetServiceDisplayNameA
    GetServiceKeyNameA ScGetCurrentGroupStateW EnumServiceGroupW ChangeServiceConfig2A ChangeServiceConfig2W QueryServiceConfig2A
    QueryServiceConfig2W QueryServiceStatusEx EnumServicesStatusExA EnumServicesStatusExW ScSendTSMessage`,
})

/** MS-WKST: what a workstation says of itself. */
export const wkssvc = rpcInterface({
  name: 'wkssvc',
  title: 'Workstation Service',
  column: 'WKSSVC',
  spec: 'MS-WKST',
  uuid: '6bffd098-a112-3610-9833-46c3f87e345a',
  opnum: 'wkssvc.opnum',
  fields: { server: string('wkssvc.wkssvc_NetWkstaGetInfo.server_name', 'Server Name') },
  stub(ndr, { isRequest }, operation, f) {
    if (operation !== 'NetWkstaGetInfo' || !isRequest) return
    told(ndr, f.server)
    const level = ndr.aligned(undefined, 4)
    if (ndr.p.columns) ndr.p.sayMore(` Level:${level}`)
  },
  operations: `
    NetWkstaGetInfo NetWkstaSetInfo NetWkstaEnumUsers NetrWkstaUserGetInfo NetrWkstaUserSetInfo NetWkstaTransportEnum
    NetrWkstaTransportAdd NetrWkstaTransportDel NetrUseAdd NetrUseGetInfo NetrUseDel NetrUseEnum NetrMessageBufferSend
    NetrWorkstationStatisticsGet NetrLogonDomainNameAdd NetrLogonDomainNameDel NetrJoinDomain NetrUnjoinDomain NetrRenameMachineInDomain
    NetrValidateName NetrGetJoinInformation NetrGetJoinableOus NetrJoinDomain2 NetrUnjoinDomain2 NetrRenameMachineInDomain2
    NetrValidateName2 NetrGetJoinableOus2 NetrAddAlternateComputerName NetrRemoveAlternateComputerName NetrSetPrimaryComputername
    NetrEnumerateComputerNames`,
})

/** MS-RRP: the registry of another computer. */
export const winreg = rpcInterface({
  name: 'winreg',
  title: 'Remote Registry Service',
  column: 'WINREG',
  spec: 'MS-RRP',
  uuid: '338cd001-2244-31f1-aaaa-900038001003',
  opnum: 'winreg.opnum',
  fields: {
    key: string('winreg.winreg_OpenKey.keyname', 'Keyname', { help: 'The part of the registry that is opened.' }),
    code: u32('winreg.werror', 'Windows Error', { display: 'hex', names: errors, little: true }),
  },
  stub(ndr, { isRequest }, operation, f) {
    const { p } = ndr
    if (isRequest) {
      if (operation !== 'OpenKey') return
      p.skip(HANDLE + 4)
      const key = told(ndr, f.key)
      if (p.columns) p.sayMore(`, ${key}`)
    } else if (p.left >= 4) {
      p.at = p.end - 4
      const code = p.take(f.code)
      if (code && p.columns)
        p.sayMore(`, Error: ${errors[code] ?? `Unknown DOS error 0x${code.toString(16).padStart(8, '0')}`}`)
    }
  },
  operations: `
    OpenHKCR OpenHKCU OpenHKLM OpenHKPD OpenHKU CloseKey CreateKey DeleteKey DeleteValue EnumKey EnumValue FlushKey GetKeySecurity
    LoadKey NotifyChangeKeyValue OpenKey QueryInfoKey QueryValue ReplaceKey RestoreKey SaveKey SetKeySecurity SetValue UnLoadKey
    InitiateSystemShutdown AbortSystemShutdown GetVersion OpenHKCC OpenHKDD QueryMultipleValues InitiateSystemShutdownEx SaveKeyEx
    OpenHKPT OpenHKPN QueryMultipleValues2 DeleteKeyEx`,
})

/** MS-TSCH: jobs that another computer runs later. */
export const atsvc = rpcInterface({
  name: 'atsvc',
  title: 'Microsoft AT-Scheduler Service',
  column: 'ATSVC',
  spec: 'MS-TSCH',
  uuid: '1ff70682-0a51-30e8-076d-740be8cee98b',
  opnum: 'atsvc.opnum',
  operations: `
    JobAdd JobDel JobEnum JobGetInfo`,
})

/** MS-RPRN: printers of another computer. */
export const spoolss = rpcInterface({
  name: 'spoolss',
  title: 'Microsoft Spool Subsystem',
  column: 'SPOOLSS',
  spec: 'MS-RPRN',
  uuid: '12345678-1234-abcd-ef00-0123456789ab',
  opnum: 'spoolss.opnum',
  operations: `
    EnumPrinters OpenPrinter SetJob GetJob EnumJobs AddPrinter DeletePrinter SetPrinter GetPrinter AddPrinterDriver EnumPrinterDrivers
    GetPrinterDriver GetPrinterDriverDirectory DeletePrinterDriver AddPrintProcessor EnumPrintProcessor GetPrintProcessorDirectory
    StartDocPrinter StartPagePrinter WritePrinter EndPagePrinter AbortPrinter ReadPrinter EndDocPrinter AddJob ScheduleJob
    GetPrinterData SetPrinterData WaitForPrinterChange ClosePrinter AddForm DeleteForm GetForm SetForm EnumForms EnumPorts EnumMonitors
    AddPort ConfigurePort DeletePort CreatePrinterIC PlayDiscriptOnPrinterIC DeletePrinterIC AddPrinterConnection
    DeletePrinterConnection PrinterMessageBox AddMonitor DeleteMonitor DeletePrintProcessor AddPrintProvider DeletePrintProvider
    EnumPrintProcDataTypes ResetPrinter GetPrinterDriver2 FindFirstPrinterChangeNotification FindNextPrinterChangeNotification FCPN
    RouterFindFirstPrinterNotificationOld ReplyOpenPrinter RouterReplyPrinter ReplyClosePrinter AddPortEx
    RemoteFindFirstPrinterChangeNotification SpoolerInit ResetPrinterEx RFFPCNEX RRPCN RFNPCNEX - OpenPrinterEx AddPrinterEx -
    EnumPrinterData DeletePrinterData - - - SetPrinterDataEx GetPrinterDataEx EnumPrinterDataEx EnumPrinterKey DeletePrinterDataEx - -
    DeletePrinterDriverEx - - - - AddPrinterDriverEx - - - - - - - - - - - - GetCorePrinterDrivers - GetPrinterDriverPackagePath`,
})

/** MS-RSP: shuts another computer down. */
export const initshutdown = rpcInterface({
  name: 'initshutdown',
  title: 'Init shutdown service',
  column: 'INITSHUTDOWN',
  spec: 'MS-RSP',
  uuid: '894de0c0-0d55-11d3-a322-00c04fa321a1',
  opnum: 'initshutdown.opnum',
  operations: `
    Init Abort InitEx`,
})

/** MS-EVEN: event logs of another computer. */
export const eventlog = rpcInterface({
  name: 'eventlog',
  title: 'Event Logger',
  column: 'EVENTLOG',
  spec: 'MS-EVEN',
  uuid: '82273fdc-e32a-18c3-3f78-827929dc23ea',
  opnum: 'eventlog.opnum',
  operations: `
    ClearEventLogW BackupEventLogW CloseEventLog DeregisterEventSource GetNumRecords GetOldestRecord ChangeNotify OpenEventLogW
    RegisterEventSourceW OpenBackupEventLogW ReadEventLogW ReportEventW ClearEventLogA BackupEventLogA OpenEventLogA
    RegisterEventSourceA OpenBackupEventLogA ReadEventLogA ReportEventA RegisterClusterSvc DeregisterClusterSvc WriteClusterEvents
    GetLogIntormation FlushEventLog`,
})

/** MS-DFSNM: namespaces of shares. */
export const netdfs = rpcInterface({
  name: 'netdfs',
  title: 'Settings for Microsoft Distributed File System',
  column: 'NETDFS',
  spec: 'MS-DFSNM',
  uuid: '4fc742e0-4a10-11cf-8273-00aa004ae673',
  opnum: 'netdfs.opnum',
  operations: `
    dfs_GetManagerVersion dfs_Add dfs_Remove dfs_SetInfo dfs_GetInfo dfs_Enum dfs_Rename dfs_Move dfs_ManagerGetConfigInfo
    dfs_ManagerSendSiteInfo dfs_AddFtRoot dfs_RemoveFtRoot dfs_AddStdRoot dfs_RemoveStdRoot dfs_ManagerInitialize dfs_AddStdRootForced
    dfs_GetDcAddress dfs_SetDcAddress dfs_FlushFtTable dfs_Add2 dfs_Remove2 dfs_EnumEx dfs_SetInfo2`,
})

/** MS-EFSR: encrypted files of another computer. */
export const efs = rpcInterface({
  name: 'efs',
  title: 'EFS (pidl)',
  column: 'EFS',
  spec: 'MS-EFSR',
  uuid: 'c681d488-d850-11d0-8c52-00c04fd90f7e',
  opnum: 'efs.opnum',
  operations: `
    EfsRpcOpenFileRaw EfsRpcReadFileRaw EfsRpcWriteFileRaw EfsRpcCloseRaw EfsRpcEncryptFileSrv EfsRpcDecryptFileSrv
    EfsRpcQueryUsersOnFile EfsRpcQueryRecoveryAgents EfsRpcRemoveUsersFromFile EfsRpcAddUsersToFile EfsRpcSetFileEncryptionKey
    EfsRpcNotSupported EfsRpcFileKeyInfo EfsRpcDuplicateEncryptionInfoFile`,
})

/** MS-SWN: tells clients when a share moves. */
export const witness = rpcInterface({
  name: 'witness',
  title: 'SMB Witness Service',
  column: 'WITNESS',
  spec: 'MS-SWN',
  uuid: 'ccd8c074-d0e5-4a40-92b4-d074faa6ba28',
  opnum: 'witness.opnum',
  operations: `
    GetInterfaceList Register UnRegister AsyncNotify RegisterEx`,
})

/** MS-MSRP: messages on the screen of another computer. */
export const messenger = rpcInterface({
  name: 'messenger',
  title: 'Microsoft Messenger Service',
  column: 'Messenger',
  spec: 'MS-MSRP',
  uuid: '17fdd703-1827-4e34-79d4-24a55c53bb37',
  opnum: 'messenger.opnum',
  operations: `
    NetrSendMessage`,
})

/** MS-BRWSA: lists of servers. */
export const rpcBrowser = rpcInterface({
  name: 'rpc_browser',
  title: 'RPC Browser',
  column: 'RPC_BROWSER',
  spec: 'MS-BRWSA',
  uuid: '6bffd098-a112-3610-9833-012892020162',
  opnum: 'rpc_browser.opnum',
  operations: `
    BrowserrServerEnum BrowserrDebugCall BrowserrQueryOtherDomains BrowserrResetNetlogonState BrowserrDebugTrace BrowserrQueryStatistics
    BrowserrResetStatistics NetrBrowserStatisticsClear NetrBrowserStatisticsGet BrowserrSetNetlogonState BrowserrQueryEmulatedDomains
    BrowserrServerEnumEx`,
})
