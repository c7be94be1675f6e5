/** Values as they stand on the page. Means the same as `server/papers/values.py`; pure. */
import { PAPER_WORDS } from '../../contract/papers';
import type { Change } from '../signatures/changes';
import type { Certificate, Check, Visit } from './document';

/** Stands where there is no value. */
export const MISSING = '—';
export type Language = 'zh-CN' | 'en';
/** Column → what stands there. */
export type Values = Readonly<Record<string, string>>;
export type Say = (key: string) => string;

/** The built-in words of one language; an unknown code is shown as it is. */
export function wordsOf(language: Language): Say {
  const at = language === 'en' ? 1 : 0;
  return (key) => PAPER_WORDS[key]?.[at] ?? (key.split('.').slice(1).join('.') || key);
}

/** 2026-11-20 09:46 in the zone; '' for null. A zone that nobody knows is UTC. */
export function instant(at_ms: number | null, zone: string): string {
  return at_ms === null ? '' : formatOf(zone).format(at_ms).replace(', ', ' ');
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = made(zone) ?? made('UTC') ?? new Intl.DateTimeFormat();
    formats.set(zone, format);
  }
  return format;
}

function made(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  } catch {
    return null;
  }
}

/** 2000 → 2, 1500 → 1.5. */
export function quantity(milli: number): string {
  return String(milli / 1000);
}

/** Section → column → value, for the certificate's sections that are pairs. */
export function pairsOf(
  document: Certificate,
  say: Say,
  language: Language,
): Readonly<Record<string, Values>> {
  const { head, parties, place } = document;
  return {
    parties: {
      customer: parties.customer_name,
      contact: parties.contact_name,
      relation: parties.relation,
      phone: parties.phone,
    },
    place: {
      project: place.project_name,
      location: place.location_names.join(' '),
      address: place.address,
      access: place.access,
      asset: place.asset_name,
      asset_code: place.asset_code,
      asset_serial: place.asset_serial,
    },
    report: {
      grade: say(`grade.${head.grade}`),
      channel: say(`channel.${head.channel}`),
      reported: instant(head.reported_ms, head.zone),
      title: head.title,
      description: head.description,
    },
    work: workOf(document, language),
  };
}

/** Over all visits: who first arrived and who finished last. */
function workOf({ head, visits }: Certificate, language: Language): Values {
  const been = visits.filter((visit) => visit.arrived_ms || visit.finished_ms);
  const names = new Set(been.map((visit) => visit.technician_name).filter((name) => name !== ''));
  const bound = (
    pick: (...all: number[]) => number,
    of: (visit: Visit) => number | null,
  ): string => {
    const found = been.map(of).filter((at) => at !== null);
    return found.length === 0 ? '' : instant(pick(...found), head.zone);
  };
  return {
    technician: [...names].join(language === 'en' ? ', ' : '、'),
    arrived: bound(Math.min, (visit) => visit.arrived_ms),
    started: bound(Math.min, (visit) => visit.started_ms),
    finished: bound(Math.max, (visit) => visit.finished_ms),
    summary: been
      .map((visit) => visit.summary)
      .filter((text) => text !== '')
      .join('\n'),
  };
}

export function itemLines({ items }: Certificate): readonly Values[] {
  return items.map(({ item, quantity_milli, unit, serial }) => ({
    item,
    quantity: quantity(quantity_milli),
    unit,
    serial,
  }));
}

export function checkLines(
  { checks }: Certificate,
  say: Say,
  language: Language,
): readonly Values[] {
  const pick = (zh: string, en: string): string => (language === 'en' ? en || zh : zh || en);
  return checks.map((check) => ({
    label: pick(check.label_zh, check.label_en),
    answer: answerOf(check, say, pick),
  }));
}

function answerOf(
  { kind, answer, answer_zh, answer_en, unit }: Check,
  say: Say,
  pick: (zh: string, en: string) => string,
): string {
  if (kind === 'choice') return pick(answer_zh, answer_en);
  if (answer === '') return '';
  if (kind === 'check') return say(`check.${answer}`);
  if (kind === 'photo') return say('check.photo');
  return unit === '' ? answer : `${answer} ${unit}`;
}

/** One line for each word: what is different by now. 照片: — → 00000001 00000002… */
export function changeLines({ signatures }: Certificate, say: Say): readonly (readonly string[])[] {
  return signatures.map(({ changes }) => changes.map((change) => changeText(change, say)));
}

export function changeText({ field, before, after }: Change, say: Say): string {
  const said = (text: string): string =>
    text.trim() === '' ? MISSING : field === 'photo' ? shortHash(text) : text.trim();
  return `${say(`change.${field}`)}: ${said(before)} → ${said(after)}`;
}

/** The first sixteen digits: enough to find the file in the package's manifest. */
function shortHash(sha256: string): string {
  return `${sha256.slice(0, 8)} ${sha256.slice(8, 16)}…`;
}
