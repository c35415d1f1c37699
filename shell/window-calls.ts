/** Which of the decoder's calls the windows have. */

/** Calls that a window may pass through to the decoder. The others are made by the host itself. */
export const forWindows: ReadonlySet<string> = new Set([
  ...[
    ...['status', 'settled', 'rows', 'packet', 'columnList', 'find', 'mark', 'comment', 'cancel'],
    ...['filter', 'sort', 'place', 'numbers', 'colours', 'defaultColours', 'marks', 'nextMark'],
  ].map((name) => `session.${name}`),
  ...['check', 'complete', 'explain', 'count', 'cancel', 'clause', 'build', 'checkMacros'].map(
    (name) => `filter.${name}`,
  ),
  ...['field', 'reasons', 'diagrams', 'drawing'].map((name) => `explain.${name}`),
  ...[
    'conversations',
    'endpoints',
    'conversation',
    'ladder',
    'exportLadder',
    'exportMore',
    'arp',
    'follow',
    'expert',
    'graph',
    'evidence',
    'cancel',
  ].map((name) => `flows.${name}`),
  ...['choices', 'preview', 'cancel'].map((name) => `report.${name}`),
  'exercise.list',
  ...['sheets', 'open', 'check', 'grading'].map((name) => `lab.${name}`),
  ...['judge', 'print', 'read'].map((name) => `claims.${name}`),
  ...['table', 'decodeAsChoices', 'decodeAsOffers', 'checkDecodeAs'].map((name) => `preferences.${name}`),
  ...['hierarchy', 'counters', 'intervals', 'packetAt', 'properties'].map((name) => `statistics.${name}`),
])
