/** A template as it is being written: every section and column with whether it is shown. Pure. */
import { Form } from '../../../contract/enums';
import type { PaperTemplate } from '../../../contract/kinds';
import type { PaperSection, PaperText, PublishTemplate } from '../../../contract/mutations';
import { PAPER_COLUMNS, PAPER_FORMS, PAPER_NEEDED, PAPER_WORDS } from '../../../contract/papers';

/** A section, or a column of one, in its place. */
export interface Part {
  readonly code: string;
  readonly isShown: boolean;
}

export interface Section extends Part {
  readonly columns: readonly Part[];
}

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface Draft {
  /** PNG or JPEG as base64, '' without one. */
  readonly logo: string;
  readonly texts: Readonly<Record<string, Words>>;
  readonly forms: Readonly<Record<Form, readonly Section[]>>;
}

/** What is wrong with a template, and where: `logo`, `<form>.<section>[.<column>]` or a text's key. */
export interface Fault {
  readonly problem: string;
  readonly at: string;
}

export const FORMS = Object.values(Form);
/** 6 KB as base64. */
const LOGO_CHARS_MAX = 8_000;
const NO_WORDS: Words = { zh: '', en: '' };

/** Of the template in use; without one everything is as built in. */
export function draftOf(template: PaperTemplate | undefined): Draft {
  const sections = template ? (JSON.parse(template.sections) as readonly PaperSection[]) : [];
  const texts = template ? (JSON.parse(template.texts) as readonly PaperText[]) : [];
  return {
    logo: template?.logo ?? '',
    texts: Object.fromEntries(texts.map(({ key, zh, en }) => [key, { zh, en }])),
    forms: Object.fromEntries(
      FORMS.map((form) => [form, sectionsOf(form, sections)]),
    ) as Draft['forms'],
  };
}

/** A form that says what the built-in one says is left to it, as are words that nobody changed. */
export function argsOf(draft: Draft): PublishTemplate {
  const sections = FORMS.flatMap((form) => {
    const shown = draft.forms[form].filter((each) => each.isShown);
    const own = shown.map(({ code, columns }) => ({
      form,
      code,
      columns: columns.filter((each) => each.isShown).map((each) => each.code),
    }));
    const isBuiltIn = JSON.stringify(own) === JSON.stringify(builtIn(form));
    return isBuiltIn ? [] : own;
  });
  const texts = Object.entries(draft.texts)
    .map(([key, { zh, en }]) => ({ key, zh: zh.trim(), en: en.trim() }))
    .filter(({ zh, en }) => zh !== '' || en !== '');
  return { logo: draft.logo, sections, texts };
}

export function wordsOf(draft: Draft, key: string): Words {
  return draft.texts[key] ?? NO_WORDS;
}

/** What stands there while a firm has no words of its own. */
export function builtInWords(key: string): Words {
  const [zh = '', en = ''] = PAPER_WORDS[key] ?? [];
  return { zh, en };
}

export function withWords(draft: Draft, key: string, words: Words): Draft {
  return { ...draft, texts: { ...draft.texts, [key]: words } };
}

export function withSections(draft: Draft, form: Form, sections: readonly Section[]): Draft {
  return { ...draft, forms: { ...draft.forms, [form]: sections } };
}

export function isNeeded(form: Form, code: string): boolean {
  return PAPER_NEEDED[form].includes(code);
}

/** The logo of a file's bytes; null where the file is too large for a template. */
export function logoOf(bytes: Uint8Array): string | null {
  const logo = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return logo.length > LOGO_CHARS_MAX ? null : logo;
}

/** The address of a logo that an image can show. */
export function logoUrl(logo: string): string {
  return `data:image/${logo.startsWith('/9j/') ? 'jpeg' : 'png'};base64,${logo}`;
}

function builtIn(form: Form): readonly PaperSection[] {
  return PAPER_FORMS[form].map((code) => ({ form, code, columns: PAPER_COLUMNS[code] ?? [] }));
}

/** What the template shows in its order, then what it leaves out. */
function sectionsOf(form: Form, all: readonly PaperSection[]): readonly Section[] {
  const own = all.filter((each) => each.form === form);
  const chosen = own.length > 0 ? own : builtIn(form);
  return parts(
    chosen.map((each) => each.code),
    PAPER_FORMS[form],
  ).map((part) => {
    const columns = PAPER_COLUMNS[part.code] ?? [];
    const shown = chosen.find((each) => each.code === part.code)?.columns ?? columns;
    return { ...part, columns: parts(shown, columns) };
  });
}

function parts(shown: readonly string[], all: readonly string[]): readonly Part[] {
  const rest = all.filter((code) => !shown.includes(code));
  return [
    ...shown.map((code) => ({ code, isShown: true })),
    ...rest.map((code) => ({ code, isShown: false })),
  ];
}
