/** What the page says of a report, in one language: values in, texts out. */
import type { Locale } from '../ui/i18n/message';
import { type Finding, isNote, isWhole, type Report } from './findings';
import type { Judged } from './proof';
import { sentenceOf, type Word, wordOf } from './words';

/** More lines than this help nobody; their number is said. */
const LINES_MAX = 500;

export interface View {
  readonly tone: 'whole' | 'unsure' | 'wrong';
  readonly verdict: string;
  readonly counts: string;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

export function viewOf(report: Report, locale: Locale): View {
  const wrong = report.findings.filter((each) => !isNote(each));
  const notes = report.findings.filter(isNote);
  const isUnpinned = notes.some(({ what }) => what === 'unpinned_key');
  const tone = isWhole(report) ? (isUnpinned ? 'unsure' : 'whole') : 'wrong';
  const verdicts = { whole: 'whole', unsure: 'wholeUnpinned', wrong: 'notWhole' } as const;
  const { firm, events, heads, lastSeq } = report;
  const say = (word: Word): string => wordOf(word, locale, { firm, events, heads, last: lastSeq });
  return {
    tone,
    verdict: say(verdicts[tone]),
    counts: say('counts'),
    problems: shortened(wrong.map((each) => sentenceOf(each, locale))),
    notes: shortened(notes.map((each) => sentenceOf(each, locale))),
  };
}

/** The same of a paper's proof. */
export function paperViewOf(judged: Judged, locale: Locale): View {
  const { verdict, firm, number, fingerprint, is_pinned } = judged;
  const isValid = verdict === 'valid';
  const isUnsure = isValid && !is_pinned;
  const time = new Date(judged.signed_ms).toLocaleString(locale);
  const key: Finding = { what: 'unpinned_key', first: 0, last: 0, line: 0, detail: judged.public };
  const isRead = verdict !== 'broken';
  return {
    tone: isUnsure ? 'unsure' : isValid ? 'whole' : 'wrong',
    verdict: wordOf(isUnsure ? 'paper_unpinned' : `paper_${verdict}`, locale),
    counts: isRead ? wordOf('paper_counts', locale, { firm, number, time }) : '',
    problems: [],
    notes: [
      ...(isRead ? [wordOf('paper_fingerprint', locale, { fingerprint })] : []),
      ...(isUnsure ? [sentenceOf(key, locale)] : []),
    ],
  };
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= LINES_MAX) return lines;
  return [...lines.slice(0, LINES_MAX), `… + ${lines.length - LINES_MAX}`];
}
