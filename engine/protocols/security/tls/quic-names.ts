/** Names of QUIC's transport parameters: IANA, QUIC Transport Parameters. */
const names: Readonly<Record<number, string>> = {
  0x00: 'original_destination_connection_id',
  0x01: 'max_idle_timeout',
  0x02: 'stateless_reset_token',
  0x03: 'max_udp_payload_size',
  0x04: 'initial_max_data',
  0x05: 'initial_max_stream_data_bidi_local',
  0x06: 'initial_max_stream_data_bidi_remote',
  0x07: 'initial_max_stream_data_uni',
  0x08: 'initial_max_streams_bidi',
  0x09: 'initial_max_streams_uni',
  0x0a: 'ack_delay_exponent',
  0x0b: 'max_ack_delay',
  0x0c: 'disable_active_migration',
  0x0d: 'preferred_address',
  0x0e: 'active_connection_id_limit',
  0x0f: 'initial_source_connection_id',
  0x10: 'retry_source_connection_id',
  0x20: 'max_datagram_frame_size',
  0x1000: 'cibir_encoding',
  0x1057: 'loss_bits',
  0x173e: 'discard',
  0x2ab2: 'grease_quic_bit',
  0x3127: 'google_initial_rtt',
  0x3128: 'google_connection_options',
  0x3129: 'google_user_agent',
  0x312a: 'google_support_handshake_done',
  0x312b: 'google_key_update_not_yet_supported',
  0x312c: 'google_quic_params',
  0x4752: 'google_quic_version',
  0x7158: 'enable_time_stamp_v2',
  0xde1a: 'min_ack_delay (draft-01)',
  0xff73db: 'version_information',
}
export const parameterName = (type: number): string | undefined => names[type]

/** RFC 9000 section 18.1: parameters that must be ignored. */
export const isGreaseParameter = (type: number): boolean => type % 31 === 27
