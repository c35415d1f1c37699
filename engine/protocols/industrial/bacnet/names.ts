/** Names of BACnet's numbers (ASHRAE 135-2016, clause 21), in the order of their numbers: `-` where there is none. */
type Names = Readonly<Record<number, string>>

const listed = (words: string): Names =>
  Object.fromEntries(
    words
      .trim()
      .split(/\s+/)
      .map((word, i) => [i, word] as const)
      .filter(([, word]) => word !== '-'),
  )

export const confirmed = listed(`
acknowledgeAlarm confirmedCOVNotification confirmedEventNotification getAlarmSummary getEnrollmentSummary subscribeCOV atomicReadFile
atomicWriteFile addListElement removeListElement createObject deleteObject readProperty readPropertyConditional readPropertyMultiple
writeProperty writePropertyMultiple deviceCommunicationControl confirmedPrivateTransfer confirmedTextMessage reinitializeDevice vtOpen
vtClose vtData authenticate requestKey readRange lifeSafetyOperation subscribeCOVProperty getEventInformation subscribeCovPropertyMultiple
confirmedCovNotificationMultiple confirmedAuditNotification auditLogQuery
`)
export const unconfirmed = listed(`
i-Am i-Have unconfirmedCOVNotification unconfirmedEventNotification unconfirmedPrivateTransfer unconfirmedTextMessage timeSynchronization
who-Has who-Is utcTimeSynchronization writeGroup unconfirmedCovNotificationMultiple unconfirmedAuditNotification who-am-I you-are
`)
export const objectTypes = listed(`
analog-input analog-output analog-value binary-input binary-output binary-value calendar command device event-enrollment file group loop
multi-state-input multi-state-output notification-class program schedule averaging multi-state-value trend-log life-safety-point
life-safety-zone accumulator pulse-converter event-log global-group trend-log-multiple load-control structured-view access-door timer
access-credential access-point access-rights access-user access-zone credential-data-input network-security bitstring-value
characterstring-value date-pattern-value date-value datetime-pattern-value datetime-value integer-value large-analog-value octetstring-value
positive-integer-value time-pattern-value time-value notification-forwarder alert-enrollment channel lighting-output binary-lighting-output
network-port elevator-group escalator lift staging audit-log audit-reporter color color-temperature
`)
export const properties = listed(`
acked-transition ack-required action action-text active-text active-vt-session alarm-value alarm-values all all-writes-successful
apdu-segment-timeout apdu-timeout application-software-version archive bias change-of-state-count change-of-state-time notification-class
the_property_in_this_place_was_deleted controlled-variable-reference controlled-variable-units controlled-variable-value cov-increment
datelist daylights-savings-status deadband derivative-constant derivative-constant-units description description-of-halt
device-address-binding device-type effective-period elapsed-active-time error-limit event-enable event-state event-type exception-schedule
fault-values feedback-value file-access-method file-size file-type firmware-revision high-limit inactive-text in-process instance-of
integral-constant integral-constant-units issue-confirmed-notifications limit-enable list-of-group-members
list-of-object-property-references list-of-session-keys local-date local-time location low-limit manipulated-variable-reference
maximum-output max-apdu-length-accepted max-info-frames max-master max-pres-value minimum-off-time minimum-on-time minimum-output
min-pres-value model-name modification-date notify-type number-of-APDU-retries number-of-states object-identifier object-list object-name
object-property-reference object-type optional out-of-service output-units event-parameters polarity present-value priority priority-array
priority-for-writing process-identifier program-change program-location program-state proportional-constant proportional-constant-units
protocol-conformance-class protocol-object-types-supported protocol-services-supported protocol-version read-only reason-for-halt recipient
recipient-list reliability relinquish-default required resolution segmentation-supported setpoint setpoint-reference state-text status-flags
system-status time-delay time-of-active-time-reset time-of-state-count-reset time-synchronization-recipients units update-interval
utc-offset vendor-identifier vendor-name vt-class-supported weekly-schedule attempted-samples average-value buffer-size client-cov-increment
cov-resubscription-interval current-notify-time event-time-stamp log-buffer log-device-object-property enable log-interval maximum-value
minimum-value notification-threshold previous-notify-time protocol-revision records-since-notification record-count start-time stop-time
stop-when-full total-record-count valid-samples window-interval window-samples maximum-value-time-stamp minimum-value-time-stamp
variance-value active-cov-subscriptions backup-failure-timeout configuration-files database-revision direct-reading last-restore-time
maintenance-required member-of mode operation-expected setting silenced tracking-value zone-members life-safety-alarm-values
max-segments-accepted profile-name auto-slave-discovery manual-slave-address-binding slave-address-binding slave-proxy-enable
last-notify-record schedule-default accepted-modes adjust-value count count-before-change count-change-time cov-period input-reference
limit-monitoring-interval logging-object logging-record prescale pulse-rate scale scale-factor update-time value-before-change value-set
value-change-time align-intervals group-member-names interval-offset last-restart-reason logging-type member-status-flags
notification-period previous-notify-record requested-update-interval restart-notification-recipients time-of-device-restart
time-synchronization-interval trigger UTC-time-synchronization-recipients node-subtype node-type structured-object-list
subordinate-annotations subordinate-list actual-shed-level duty-window expected-shed-level full-duty-baseline node-subtype node-type
requested-shed-level shed-duration shed-level-descriptions shed-levels state-description - - - door-alarm-state door-extended-pulse-time
door-members door-open-too-long-time door-pulse-time door-status door-unlock-delay-time lock-status masked-alarm-values secured-status - - -
- - - - - absentee-limit access-alarm-events access-doors access-event access-event-authentication-factor access-event-credential
access-event-time access-transaction-events accompaniment accompaniment-time activation-time active-authentication-policy
assigned-access-rights authentication-factors authentication-policy-list authentication-policy-names authentication-status
authorization-mode belongs-to credential-disable credential-status credentials credentials-in-zone days-remaining entry-points exit-points
expiration-time extended-time-enable failed-attempt-events failed-attempts failed-attempts-time last-access-event last-access-point
last-credential-added last-credential-added-time last-credential-removed last-credential-removed-time last-use-time lockout
lockout-relinquish-time master-exemption max-failed-attempts members muster-point negative-access-rules number-of-authentication-policies
occupancy-count occupancy-count-adjust occupancy-count-enable occupancy-exemption occupancy-lower-limit occupancy-lower-limit-enforced
occupancy-state occupancy-upper-limit occupancy-upper-limit-enforced passback-exemption passback-mode passback-timeout positive-access-rules
reason-for-disable supported-formats supported-format-classes threat-authority threat-level trace-flag transaction-notification-class
user-external-identifier user-information-reference - - - - - user-name user-type uses-remaining zone-from zone-to access-event-tag
global-identifier - - verification-time base-device-security-policy distribution-key-revision do-not-hide key-sets last-key-server
network-access-security-policies packet-reorder-time security-pdu-timeout security-time-window supported-security-algorithms
update-key-set-timeout backup-and-restore-state backup-preparation-time restore-completion-time restore-preparation-time bit-mask bit-text
is-utc group-members group-member-names member-status-flags requested-update-interval covu-period covu-recipients event-message-texts
event-message-texts-config event-detection-enable event-algorithm-inhibit event-algorithm-inhibit-ref time-delay-normal
reliability-evaluation-inhibit fault-parameters fault-type local-forwarding-only process-identifier-filter subscribed-recipients port-filter
authorization-exemptions allow-group-delay-inhibit channel-number control-groups execution-delay last-priority write-status property-list
serial-number blink-warn-enable default-fade-time default-ramp-rate default-step-increment egress-time in-progress instantaneous-power
lighting-command lighting-command-default-priority max-actual-value min-actual-value power transition egress-active interface-value
fault-high-limit fault-low-limit low-diff-limit strike-count time-of-strike-count-reset default-timeout initial-timeout last-state-change
state-change-values timer-running timer-state apdu-length bacnet-ip-address bacnet-ip-default-gateway bacnet-ip-dhcp-enable
bacnet-ip-dhcp-lease-time bacnet-ip-dhcp-lease-time-remaining bacnet-ip-dhcp-server bacnet-ip-dns-server bacnet-ip-global-address
bacnet-ip-mode bacnet-ip-multicast-address bacnet-ip-nat-traversal bacnet-ip-subnet-mask bacnet-ip-udp-port bbmd-accept-fd-registrations
bbmd-broadcast-distribution-table bbmd-foreign-device-table changes-pending command fd-bbmd-address fd-subscription-lifetime link-speed
link-speeds link-speed-autonegotiate mac-address network-interface-name network-number network-number-quality network-type routing-table
virtual-mac-address-table command-time-array current-command-priority last-command-time value-source value-source-array bacnet-ipv6-mode
ipv6-address ipv6-prefix-length bacnet-ipv6-udp-port ipv6-default-gateway bacnet-ipv6-multicast-address ipv6-dns-server
ipv6-auto-addressing-enable ipv6-dhcp-lease-time ipv6-dhcp-lease-time-remaining ipv6-dhcp-server ipv6-zone-index assigned-landing-calls
car-assigned-direction car-door-command car-door-status car-door-text car-door-zone car-drive-status car-load car-load-units car-mode
car-moving-direction car-position elevator-group energy-meter energy-meter-ref escalator-mode fault-signals floor-text group-id
enumeration_value_466_is_unassigned group-mode higher-deck installation-id landing-calls landing-call-control landing-door-status lower-deck
machine-room-id making-car-call next-stopping-floor operation-direction passenger-alarm power-mode registered-car-call
active-cov-multiple-subscriptions protocol-level reference-port deployed-profile-location profile-location tags subordinate-node-types
subordinate-tags subordinate-relationship default-subordinate-relationship represents default-present-value present-stage stages stage-names
target-references audit-source-reporter audit-level audit-notification-recipient audit-priority-filter auditable-operations
delete-on-forward maximum-send-delay monitored-objects send-now floor-number device-uuid additional-reference-ports
certificate-signing-request-file command-validation-result issuer-certificate-files
`)
export const errorClasses = listed(`
device object property resources security services vt communication
`)
export const errorCodes = listed(`
other authentication-failed configuration-in-progress device-busy dynamic-creation-not-supported file-access-denied
incompatible-security-levels inconsistent-parameters inconsistent-selection-criterion invalid-data-type invalid-file-access-method
invalid-file-start-position invalid-operator-name invalid-parameter-data-type invalid-time-stamp key-generation-error
missing-required-parameter no-objects-of-specified-type no-space-for-object no-space-to-add-list-element no-space-to-write-property
no-vt-sessions-available property-is-not-a-list object-deletion-not-permitted object-identifier-already-exists operational-problem
password-failure read-access-denied security-not-supported service-request-denied timeout unknown-object unknown-property
removed_enumeration unknown-vt-class unknown-vt-session unsupported-object-type value-out-of-range vt-session-already-closed
vt-session-termination-failure write-access-denied character-set-not-supported invalid-array-index cov-subscription-failed not-cov-property
optional-functionality-not-supported invalid-configuration-data datatype-not-supported duplicate-name duplicate-object-id
property-is-not-an-array abort_-_buffer_-_overflow abort_-_invalid_-_apdu_-_in_-_this_-_state
abort_-_preempted_-_by_-_higher_-_priority_-_task abort_-_segmentation_-_not_-_supported abort_-_proprietary abort_-_other invalid_-_tag
network_-_down reject_-_buffer_-_overflow reject_-_inconsistent_-_parameters reject_-_invalid_-_parameter_-_data_-_type
reject_-_invalid_-_tag reject_-_missing_-_required_-_parameter reject_-_parameter_-_out_-_of_-_range reject_-_too_-_many_-_arguments
reject_-_undefined_-_enumeration reject_-_unrecognized_-_service reject_-_proprietary reject_-_other unknown_-_device unknown_-_route
value_-_not_-_initialized invalid-event-state no-alarm-configured log-buffer-full logged-value-purged no-property-specified
not-configured-for-triggered-logging unknown-subscription parameter-out-of-range list-element-not-found busy communication-disabled success
access-denied bad-destination-address bad-destination-device-id bad-signature bad-source-address bad-timestamp cannot-use-key
cannot-verify-message-id correct-key-revision destination-device-id-required duplicate-message encryption-not-configured encryption-required
incorrect-key invalid-key-data key-update-in-progress malformed-message not-key-server security-not-configured source-security-required
too-many-keys unknown-authentication-type unknown-key unknown-key-revision unknown-source-message not-router-to-dnet router-busy
unknown-network-message message-too-long security-error addressing-error write-bdt-failed read-bdt-failed register-foreign-device-failed
read-fdt-failed delete-fdt-entry-failed distribute-broadcast-failed unknown-file-size abort-apdu-too-long
abort-application-exceeded-reply-time abort-out-of-resources abort-tsm-timeout abort-window-size-out-of-range file-full
inconsistent-configuration inconsistent-object-type internal-error not-configured out-of-memory value-too-long abort-insufficient-security
abort-security-error duplicate-entry invalid-value-in-this-state invalid-operation-in-this-state list-item-not-numbered
list-item-not-timestamped invalid-data-encoding bvlc-function-unknown bvlc-proprietary-function-unknown header-encoding-error
header-not-understood message-incomplete not-a-bacnet-sc-hub payload-expected unexpected-data node-duplicate-vmac
http-unexpected-response-code http-no-upgrade http-resource-not-local http-proxy-authentication-failed http-response-timeout
http-response-syntax-error http-response-value-error http-response-missing-header http-websocket-header-error http-upgrade-required
http-upgrade-error http-temporary-unavailable http-not-a-server http-error websocket-scheme-not-supported websocket-unknown-control-message
websocket-close-error websocket-closed-by-peer websocket-endpoint-leaves websocket-protocol-error websocket-data-not-accepted
websocket-closed-abnormally websocket-data-inconsistent websocket-data-against-policy websocket-frame-too-long websocket-extension-missing
websocket-request-unavailable websocket-error tls-client-certificate-error tls-server-certificate-error tls-client-authentication-failed
tls-server-authentication-failed tls-client-certificate-expired tls-server-certificate-expired tls-client-certificate-revoked
tls-server-certificate-revoked tls-error dns-unavailable dns-name-resolution-failed dns-resolver-failure dns-error tcp-connect-timeout
tcp-connection-refused tcp-closed-by-local tcp-closed-other tcp-error ip-address-not-reachable ip-error
`)
export const rejects = listed(`
other buffer-overflow inconsistent-parameters invalid-parameter-data-type invalid-tag missing-required-parameter parameter-out-of-range
too-many-arguments undefined-enumeration unrecognized-service
`)
export const aborts = listed(`
other buffer-overflow invalid-apdu-in-this-state preempted-by-higher-priority-task segmentation-not-supported security-error
insufficient-security window-size-out-of-range application-exceeded-reply-time out-of-resources tsm-timeout apdu-too-long
`)
export const kinds: Names = {
  0: 'Confirmed-REQ',
  1: 'Unconfirmed-REQ',
  2: 'Simple-ACK',
  3: 'Complex-ACK',
  4: 'Segment-ACK',
  5: 'Error',
  6: 'Reject',
  7: 'Abort',
}
export const segments: Names = {
  0: 'Unspecified',
  1: '2 segments',
  2: '4 segments',
  3: '8 segments',
  4: '16 segments',
  5: '32 segments',
  6: '64 segments',
  7: 'Greater than 64 segments',
}
export const sizes: Names = {
  0: 'Up to MinimumMessageSize (50 octets)',
  1: 'Up to 128 octets',
  2: 'Up to 206 octets (fits in a LonTalk frame)',
  3: 'Up to 480 octets (fits in an ARCNET frame)',
  4: 'Up to 1024 octets',
  5: 'Up to 1476 octets (fits in an ISO 8802-3 frame)',
  6: 'reserved by ASHRAE',
  7: 'reserved by ASHRAE',
  8: 'reserved by ASHRAE',
  9: 'reserved by ASHRAE',
  10: 'reserved by ASHRAE',
  11: 'reserved by ASHRAE',
  12: 'reserved by ASHRAE',
  13: 'reserved by ASHRAE',
  14: 'reserved by ASHRAE',
  15: 'reserved by ASHRAE',
}
export const tags: Names = {
  0: 'Null',
  1: 'Boolean',
  2: 'Unsigned Integer',
  3: "Signed Integer (2's complement notation)",
  4: 'Real (ANSI/IEE-754 floating point)',
  5: 'Double (ANSI/IEE-754 double precision floating point)',
  6: 'Octet String',
  7: 'Character String',
  8: 'Bit String',
  9: 'Enumerated',
  10: 'Date',
  11: 'Time',
  12: 'BACnetObjectIdentifier',
  13: 'reserved by ASHRAE',
  14: 'reserved by ASHRAE',
  15: 'reserved by ASHRAE',
}
export const messages: Names = {
  0: 'Who-Is-Router-To-Network',
  1: 'I-Am-Router-To-Network',
  2: 'I-Could-Be-Router-To-Network',
  3: 'Reject-Message-To-Network',
  4: 'Router-Busy-To-Network',
  5: 'Router-Available-To-Network',
  6: 'Initialize-Routing-Table',
  7: 'Initialize-Routing-Table-Ack',
  8: 'Establish-Connection-To-Network',
  9: 'Disconnect-Connection-To-Network',
  18: 'What-Is-Networknumber',
  19: 'Networknumber-Is',
}
export const functions: Names = {
  0: 'BVLC-Result',
  1: 'Write-Broadcast-Distribution-Table',
  2: 'Read-Broadcast-Distribution-Table',
  3: 'Read-Broadcast-Distribution-Table-Ack',
  4: 'Forwarded-NPDU',
  5: 'Register-Foreign-Device',
  6: 'Read-Foreign-Device-Table',
  7: 'Read-Foreign-Device-Table-Ack',
  8: 'Delete-Foreign-Device-Table-Entry',
  9: 'Distribute-Broadcast-To-Network',
  10: 'Original-Unicast-NPDU',
  11: 'Original-Broadcast-NPDU',
  12: 'Secured-BVLL',
}
export const results: Names = {
  0: 'Successful completion',
  16: 'Write-Broadcast-Distribution-Table NAK',
  32: 'Read-Broadcast-Distribution-Table NAK',
  48: 'Address-Resolution NAK',
  64: 'Read-Foreign-Device-Table NAK',
  80: 'Delete-Foreign-Device-Table-Entry NAK',
  96: 'Virtual-Address-Resolution NAK',
  144: 'Register-Foreign-Device NAK',
  160: 'Delete-Foreign-Device-Table-Entry NAK',
  192: 'Distribute-Broadcast-To-Network NAK',
}
export const frameTypes: Names = {
  0: 'Token',
  1: 'Poll For Master',
  2: 'Reply To Poll For Master',
  3: 'Test_Request',
  4: 'Test_Response',
  5: 'BACnet Data Expecting Reply',
  6: 'BACnet Data Not Expecting Reply',
  7: 'Reply Postponed',
  32: 'BACnet Extended Data Expecting Reply',
  33: 'BACnet Extended Data Not Expecting Reply',
}
