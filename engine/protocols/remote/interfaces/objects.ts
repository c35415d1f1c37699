/** Interfaces of objects on other computers (DCOM), and of the call runtime itself: what their operations are called. Specifications stand beside each. */
import { rpcInterface } from './declare'

/** C706: what a server of remote calls says of itself. */
export const mgmt = rpcInterface({
  name: 'mgmt',
  title: 'DCE/RPC Remote Management',
  column: 'MGMT',
  spec: 'C706',
  uuid: 'afa8bd80-7d8a-11c9-bef4-08002b102989',
  opnum: 'mgmt.opnum',
  operations: `
    rpc__mgmt_inq_if_ids rpc__mgmt_inq_stats rpc__mgmt_is_server_listening rpc__mgmt_stop_server_listening rpc__mgmt_inq_princ_name`,
})

/** MS-DCOM: where objects are found. */
export const oxid = rpcInterface({
  name: 'oxid',
  title: 'DCOM OXID Resolver',
  column: 'IOXIDResolver',
  spec: 'MS-DCOM',
  uuid: '99fcfec4-5260-101b-bbcb-00aa0021347a',
  opnum: 'oxid.opnum',
  operations: `
    ResolveOxid SimplePing ComplexPing ServerAlive ResolveOxid2 ServerAlive2`,
})

/** MS-DCOM: makes objects on another computer. */
export const remact = rpcInterface({
  name: 'remact',
  title: 'DCOM IRemoteActivation',
  column: 'REMACT',
  spec: 'MS-DCOM',
  uuid: '4d9f4ab8-7d1c-11cf-861e-0020af6e7c57',
  opnum: 'remact.opnum',
  operations: `
    RemoteActivation`,
})

/** MS-DCOM: makes objects on another computer. */
export const isystemactivator = rpcInterface({
  name: 'isystemactivator',
  title: 'ISystemActivator ISystemActivator Resolver',
  column: 'ISystemActivator',
  spec: 'MS-DCOM',
  uuid: '000001a0-0000-0000-c000-000000000046',
  opnum: 'isystemactivator.opnum',
  operations: `
    QueryInterfaceIRemoteSCMActivator AddRefIRemoteISCMActivator ReleaseIRemoteISCMActivator RemoteGetClassObject RemoteCreateInstance`,
})

/** Plug and Play of another computer (as Samba's ntsvcs.idl lists it): its devices, and what is known of them. */
export const pnp = rpcInterface({
  name: 'pnp',
  title: 'Microsoft Plug and Play service',
  column: 'PNP',
  spec: 'ntsvcs',
  uuid: '8d9f4e40-a03d-11ce-8f69-08003e30051b',
  opnum: 'pnp.opnum',
  operations: `
    PNP_Disconnect PNP_Connect PNP_GetVersion PNP_GetGlobalState PNP_InitDetection PNP_ReportLogOn
    PNP_ValidateDeviceInstance PNP_GetRootDeviceInstance PNP_GetRelatedDeviceInstance PNP_EnumerateSubKeys
    PNP_GetDeviceList PNP_GetDeviceListSize PNP_GetDepth PNP_GetDeviceRegProp PNP_SetDeviceRegProp PNP_GetClassInstance
    PNP_CreateKey PNP_DeleteRegistryKey PNP_GetClassCount PNP_GetClassName PNP_DeleteClassKey
    PNP_GetInterfaceDeviceAlias PNP_GetInterfaceDeviceList PNP_GetInterfaceDeviceListSize
    PNP_RegisterDeviceClassAssociation PNP_UnregisterDeviceClassAssociation PNP_GetClassRegProp PNP_SetClassRegProp
    PNP_CreateDevInst PNP_DeviceInstanceAction PNP_GetDeviceStatus PNP_SetDeviceProblem PNP_DisableDevInst
    PNP_UninstallDevInst PNP_AddID PNP_RegisterDriver PNP_QueryRemove PNP_RequestDeviceEject PNP_IsDockStationPresent
    PNP_RequestEjectPC PNP_HwProfFlags PNP_GetHwProfInfo PNP_AddEmptyLogConf PNP_FreeLogConf PNP_GetFirstLogConf
    PNP_GetNextLogConf PNP_GetLogConfPriority PNP_AddResDes PNP_FreeResDes PNP_GetNextResDes PNP_GetResDesData
    PNP_GetResDesDataSize PNP_ModifyResDes PNP_DetectResourceLimit PNP_QueryResConfList PNP_SetHwProf
    PNP_QueryArbitratorFreeData PNP_QueryArbitratorFreeSize PNP_RunDetection PNP_RegisterNotification
    PNP_UnregisterNotification PNP_GetCustomDevProp PNP_GetVersionInternal PNP_GetBlockedDriverInfo
    PNP_GetServerSideDeviceInstallFlags`,
})
