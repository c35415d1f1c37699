/** Sentences that state nothing about this capture: questions, guesses, conditions, what others say, examples, plans, other captures. */

const question =
  /\?\s*["')]*$|(?:까|까요|나요|는가|은가|인가|인지|을까|ㄹ까|는지|은지)\s*[.?]?\s*$|^(?:why|how|what|which|who|does|do|is|are|can|could|did|was|were|should)\b[^.]*\?/i
const hedges =
  /것\s?같|듯\s?(?:하|싶|합)|듯이?\s?보인|아마|추정|추측|짐작|(?:ㄹ|을|일|할|될|있을)\s?수도|수\s?도\s?있|지도\s?모|모르겠|모른다|확실하지|불확실|예상(?:된|한|했|됩)|생각(?:한|했|된|됐|합|하였|하였다|이\s?든)|보인다|보입니다|여겨|가능성|의심|정확히\s?알\s?수|알\s?수\s?없|으려나|겠지|려고\s?한다|\b(?:probably|perhaps|maybe|possibly|might|may|could be|seems?|seemed|appears? to|appeared to|i think|i believe|i guess|we think|we believe|we assume|assum(?:e|ed|ing|ption)|presumably|likely|unclear|not sure|suspect(?:ed)?|supposedly|apparently|guess|unsure)\b/i
const hypothetical =
  /만약|만일|라고\s?가정|가정하|가정했|가정하면|(?:였|았|었|했)다면|(?<!하)[가-힣](?:으면|라면|다면)(?:\s|,)|[가-힣]{1,}(?:하면|되면|오면|보내면|받으면|않으면|없으면|있으면|이면|끄면|켜면|늘리면|줄이면|바꾸면)(?:\s|,)|다고\s?하자|\b(?:if|suppose|supposing|imagine|would|were to|assuming|in case|unless|hypothetical(?:ly)?)\b/i
const quotes =
  /(?:라고|다고|라는|다는|이라|이라고)\s?(?:한다|합니다|했다|했습니다|하셨|하였다|한다고|주장|말|배웠|들었|적혀|쓰여|나와|설명|오해|생각|착각|알려|알고)|에\s?(?:따르면|의하면)|교수님|조교|교재|교과서|강의|수업|인터넷|블로그|위키|친구|선배|\b(?:according to|claims?|claimed|says?|said|states?(?= that)|stated|textbook|lecture|slides?|professor|instructor|teacher|classmate|partner|friend|blog|wikipedia|somebody|someone|some people|many students|people (?:say|think|believe)|misconception|myth|it is often|often (?:said|believed|thought)|believe that|mistaken(?:ly)?|wrongly|incorrectly|would be wrong|is wrong|not true|false that|incorrect|untrue)\b|오해|착각|잘못\s?(?:알|생각|된\s?(?:생각|믿음))|틀린|틀렸|사실이\s?아니|옳지\s?않|맞지\s?않/i
const examples = /예를\s?들|예시|예컨대|가령|\b(?:for example|for instance|e\.g\.|such as|example:)/i
const others =
  /(?:다른|이전|지난|저번|두\s?번째|새로운|별도의|예전|첫\s?번째|앞선|어제|집에서(?:의)?)\s?(?:캡처|캡쳐|실험|파일|트레이스|측정|실습)|(?:지난주|어제|작년|지난번|저번)|\b(?:another|other|previous|earlier|last week'?s?|yesterday'?s?|second|different|partner'?s|classmate'?s|sample|old|home|first) (?:capture|trace|experiment|file|run|lab|session|recording)\b|\bin (?:the|our) (?:other|earlier|previous)\b|last (?:week|time|year)|yesterday/i
const plans =
  /해야\s?(?:한|했|합|할)|(?:할|볼|될)\s?것이다|할\s?예정|하겠|려고|해\s?보자|살펴\s?보|알아\s?보|확인해\s?보|궁금|배웠|배운|느꼈|예정이|계획|\b(?:will (?:be )?(?:check|look|examin|explain|describe|discuss)\w*|should|ought to|let us|let's|going to|plan(?:ned)? to|we want(?:ed)? to|hope(?:d)? to|wonder(?:ed)?|question|todo|expected to|supposed to)\b/i

/** Why a sentence states nothing that can be checked; '' when it does. An `opinion` of a packet is none, but of a protocol it may be a misconception. */
export function nothingStated(sentence: string): string {
  const text = sentence.replace(/"[^"]*"/g, '""')
  if (question.test(text)) return 'question'
  if (hedges.test(text))
    return /보인다|보입니다|생각(?:한|된|했|합|됩)|i think|we think/i.test(hedges.exec(text)![0]) ? 'opinion' : 'hedge'
  if (others.test(text)) return 'other-capture'
  if (quotes.test(text)) return 'quote'
  if (hypothetical.test(text)) return 'hypothetical'
  if (examples.test(text)) return 'example'
  if (plans.test(text)) return 'plan'
  return ''
}
