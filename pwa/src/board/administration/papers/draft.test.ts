import { expect, it } from 'vitest';
import type { PaperTemplate } from '../../../contract/kinds';
import { PAPER_COLUMNS, PAPER_FORMS } from '../../../contract/papers';
import { board } from '../../../ui/i18n/board';
import { moved } from '../checklists/draft';
import {
  argsOf,
  builtInWords,
  type Draft,
  draftOf,
  FORMS,
  isNeeded,
  logoOf,
  logoUrl,
  withSections,
  withWords,
  wordsOf,
} from './draft';

const NOTHING = { logo: '', sections: [], texts: [] };

/** The row that the server makes of what was published. */
function stored(draft: Draft): PaperTemplate {
  const { logo = '', sections, texts } = argsOf(draft);
  return {
    id: 't',
    number: 1,
    logo,
    sections: JSON.stringify(sections),
    texts: JSON.stringify(texts),
    author_id: null,
    published_ms: 0,
    state: 'good',
    problem: '',
  };
}

it('what nobody changed is left to the built-in template', () => {
  const draft = draftOf(undefined);
  expect(argsOf(draft)).toEqual(NOTHING);
  expect(draft.forms.intake.map(({ code }) => code)).toEqual(PAPER_FORMS.intake);
  expect(argsOf(withWords(draft, 'paper.note', { zh: ' ', en: '' }))).toEqual(NOTHING);
});

it('a form that was changed is published whole, the others not', () => {
  const draft = draftOf(undefined);
  const [first, ...rest] = moved(draft.forms.intake, 0, 1);
  const bare = { ...first, columns: first?.columns.map((c, at) => ({ ...c, isShown: at === 1 })) };
  const next = withSections(draft, 'intake', [bare, ...rest] as Draft['forms']['intake']);
  const { sections = [] } = argsOf(next);
  expect(sections.map(({ form, code }) => `${form}.${code}`)).toEqual(
    ['place', 'parties', 'report', 'receipt', 'photos'].map((code) => `intake.${code}`),
  );
  expect(sections[0]?.columns).toEqual([PAPER_COLUMNS['place']?.[1]]);
});

it('opened again it is the same, what is left out at the end', () => {
  const draft = draftOf(undefined);
  const hidden = draft.forms.certificate.map((each) =>
    each.code === 'items' ? { ...each, isShown: false } : each,
  );
  const changed = withWords(withSections(draft, 'certificate', hidden), 'form.certificate', {
    zh: '完工证明',
    en: 'Proof',
  });
  const again = draftOf(stored({ ...changed, logo: 'iVBO' }));
  expect(argsOf(again)).toEqual({ ...argsOf(changed), logo: 'iVBO' });
  expect(again.forms.certificate.at(-1)).toMatchObject({ code: 'items', isShown: false });
  expect(wordsOf(again, 'form.certificate')).toEqual({ zh: '完工证明', en: 'Proof' });
  expect(wordsOf(again, 'form.plan')).toEqual({ zh: '', en: '' });
});

it('knows what a form cannot do without', () => {
  expect(isNeeded('certificate', 'signatures')).toBe(true);
  expect(isNeeded('certificate', 'items')).toBe(false);
});

it('takes a logo as long as a template can carry it', () => {
  expect(logoOf(Uint8Array.of(137, 80, 78, 71))).toBe('iVBORw==');
  expect(logoOf(new Uint8Array(6_001))).toBe(null);
  expect(logoOf(new Uint8Array(5_998))?.length).toBe(8_000);
  expect(logoUrl('/9j/4A')).toContain('image/jpeg');
});

it('the board calls the papers what the papers call themselves', () => {
  for (const form of FORMS) {
    const { zh, en } = builtInWords(`form.${form}`);
    expect(board.zh[`board.papers.form.${form}`]).toBe(zh);
    expect(board.en[`board.papers.form.${form}`]).toBe(en);
  }
});
