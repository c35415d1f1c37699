/** What the preferences are for, in Korean, by name: in English it stands beside each (engine/dissect/preference.ts). A test asks for all of them. */
export const preferencesInKorean: Readonly<Record<string, string>> = {
  'arp.detect_request_storms': 'ARP 요청 폭주를 찾습니다.',
  'arp.detect_storm_number_of_packets': '정해진 기간 안에 요청이 이만큼 오면 폭주로 봅니다.',
  'arp.detect_storm_period': '요청을 세는 기간입니다(밀리초).',
  'http.decompress_body': '압축된 본문을 풀어서 보여 줍니다.',
  'http.dechunk_body': '나뉘어 온(chunked) 본문을 이어 붙여 보여 줍니다.',
  'tls.keylog_file': '프로그램이 기록한 세션 비밀값(SSLKEYLOGFILE)입니다. 해당하는 내용이 복호화됩니다.',
}
