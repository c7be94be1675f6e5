/** What is wrong with a template, in words; the place is named where it has a name of its own. */
import { PAPER_WORDS } from '../../../contract/papers';
import { locale, t, tMaybe } from '../../../ui/i18n/i18n.svelte';
import type { ApiError } from '../../api';
import type { Fault } from './draft';

export function faultWords({ problem, at }: Fault): string {
  return tMaybe(`admin.papers.fault.${problem}`, { at: nameOf(at) }, t('reason.bad_template'));
}

/** A refusal of the preview; null where it is none of the template's. */
export function faultOf({ code, detail }: ApiError): Fault | null {
  const { problem, at, lacks } = detail;
  if (code === 'bad_template') return { problem: String(problem), at: String(at ?? '') };
  if (code !== 'not_ready') return null;
  return { problem: String(lacks), at: lacks === 'logo' ? 'logo' : '' };
}

/** The words of a section or column, or of a text, as the paper has them. */
export function nameOf(at: string): string {
  const [, section, column] = at.split('.');
  const key = column
    ? `label.${column}`
    : Object.hasOwn(PAPER_WORDS, at)
      ? at
      : `section.${section}`;
  return PAPER_WORDS[key]?.[locale() === 'en' ? 1 : 0] ?? at;
}
