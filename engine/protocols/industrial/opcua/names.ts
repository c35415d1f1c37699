/** OPC UA: services by the identifiers of their binary encodings (OPC Foundation's NodeIds), and errors of connections (StatusCodes). */
const pairs: readonly (readonly [id: number, name: string])[] = [
  [422, 'FindServers'],
  [428, 'GetEndpoints'],
  [437, 'RegisterServer'],
  [446, 'OpenSecureChannel'],
  [452, 'CloseSecureChannel'],
  [461, 'CreateSession'],
  [467, 'ActivateSession'],
  [473, 'CloseSession'],
  [479, 'Cancel'],
  [488, 'AddNodes'],
  [494, 'AddReferences'],
  [500, 'DeleteNodes'],
  [506, 'DeleteReferences'],
  [527, 'Browse'],
  [533, 'BrowseNext'],
  [554, 'TranslateBrowsePathsToNodeIds'],
  [560, 'RegisterNodes'],
  [566, 'UnregisterNodes'],
  [615, 'QueryFirst'],
  [621, 'QueryNext'],
  [631, 'Read'],
  [664, 'HistoryRead'],
  [673, 'Write'],
  [700, 'HistoryUpdate'],
  [712, 'Call'],
  [751, 'CreateMonitoredItems'],
  [763, 'ModifyMonitoredItems'],
  [769, 'SetMonitoringMode'],
  [775, 'SetTriggering'],
  [781, 'DeleteMonitoredItems'],
  [787, 'CreateSubscription'],
  [793, 'ModifySubscription'],
  [799, 'SetPublishingMode'],
  [826, 'Publish'],
  [832, 'Republish'],
  [841, 'TransferSubscriptions'],
  [847, 'DeleteSubscriptions'],
]
/** An answer has the number of its request and three. */
const ANSWER = 3

export const services: Readonly<Record<number, string>> = {
  397: 'ServiceFault',
  ...Object.fromEntries(
    pairs.flatMap(([id, name]) => [
      [id, `${name}Request`],
      [id + ANSWER, `${name}Response`],
    ]),
  ),
}

/** The upper half of a status. */
export const errors: Readonly<Record<number, string>> = {
  0x8001: 'BadUnexpectedError',
  0x8002: 'BadInternalError',
  0x8003: 'BadOutOfMemory',
  0x8005: 'BadCommunicationError',
  0x800a: 'BadTimeout',
  0x800b: 'BadServiceUnsupported',
  0x800c: 'BadShutdown',
  0x8012: 'BadCertificateInvalid',
  0x8013: 'BadSecurityChecksFailed',
  0x801a: 'BadCertificateUntrusted',
  0x807d: 'BadTcpServerTooBusy',
  0x807e: 'BadTcpMessageTypeInvalid',
  0x807f: 'BadTcpSecureChannelUnknown',
  0x8080: 'BadTcpMessageTooLarge',
  0x8081: 'BadTcpNotEnoughResources',
  0x8082: 'BadTcpInternalError',
  0x8083: 'BadTcpEndpointUrlInvalid',
}
