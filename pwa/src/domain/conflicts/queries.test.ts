import { describe, expect, it } from 'vitest';
import { KINDS } from '../../contract/kinds';
import type { AnyRow } from '../../sync/members';
import { LiveView } from '../../sync/view';
import { conflicts } from '../../ui/i18n/conflicts';
import { cardsBy, cardsOn, mayChoose, openRows, type Say } from './queries';
import { chosen } from './rules';

const SAY: Say = { locale: 'en', word: (which) => which };
const OFFICE = { user_id: 'east', is_office: true };

function viewOf(...rows: readonly [Parameters<LiveView['find']>[0], object][]): LiveView {
  const view = new LiveView();
  for (const [kind, row] of rows) view.confirmed.set(kind, row as AnyRow);
  return view;
}

const customer = (name: string) => ['customer', { id: 'c', name, initials: name }] as const;
const conflict = (more: object = {}) =>
  [
    'conflict',
    {
      id: 'k',
      row_kind: 'customer',
      row_id: 'c',
      field: 'name',
      arriving: '{"initials":"B","name":"B"}',
      author_id: 'ann',
      author_name: 'Ann',
      said_ms: 5,
      choice: null,
      decided_ms: null,
      ...more,
    },
  ] as const;
const stored = [
  'conflict_stored',
  { id: 's', conflict_id: 'k', value: '{"initials":"A","name":"A"}', by_name: 'Chief', at_ms: 3 },
] as const;

function only(view: LiveView) {
  const [card] = cardsOn(view, new Set(['c']), SAY);
  if (card === undefined) throw new Error('no card');
  return card;
}

describe('a card', () => {
  it('shows both values, whose they are and what the row is called', () => {
    const card = only(viewOf([...customer('A')], [...conflict()], [...stored]));
    expect(card.where).toBe('A');
    expect(card.arriving).toMatchObject({ value: 'B', by: 'Ann', at_ms: 5 });
    expect(card.stored).toMatchObject({ value: 'A', by: 'Chief', at_ms: 3 });
  });

  it('shows the present value once the field was changed again', () => {
    const card = only(viewOf([...customer('C')], [...conflict()], [...stored]));
    expect(card.stored).toMatchObject({ value: 'C', by: '', at_ms: null });
  });

  it('keeps what the chosen value replaced', () => {
    const row = customer('B');
    const view = viewOf([...row], [...conflict({ choice: 'arriving' })], [...stored]);
    expect(only(view).stored).toMatchObject({ value: 'A', by: 'Chief' });
    expect(only(view).used).toBe('arriving');
  });

  it('says what is in use, whatever was chosen before', () => {
    const row = customer('C');
    const view = viewOf([...row], [...conflict({ choice: 'arriving' })], [...stored]);
    expect(only(view)).toMatchObject({ used: 'stored', stored: { value: 'C' } });
  });

  it('has one side only where the row is out of sight', () => {
    const view = viewOf([...conflict()]);
    const [card] = cardsBy(view, 'ann', 0, SAY);
    expect(card).toMatchObject({ where: '', stored: null });
    expect(card && mayChoose(card, { user_id: 'ann', is_office: false })).toBe(false);
    expect(openRows(view, OFFICE).size).toBe(0);
  });

  it('is settled by the office and by its author', () => {
    const view = viewOf([...customer('A')], [...conflict()], [...stored]);
    const card = only(view);
    expect(mayChoose(card, OFFICE)).toBe(true);
    expect(mayChoose(card, { user_id: 'ann', is_office: false })).toBe(true);
    expect(mayChoose(card, { user_id: 'bob', is_office: false })).toBe(false);
    expect([...openRows(view, OFFICE)]).toEqual(['c']);
    expect(openRows(view, { user_id: 'bob', is_office: false }).size).toBe(0);
  });
});

describe('a choice', () => {
  const [arriving, kept] = [{ name: 'B' }, { name: 'A' }];
  it.each([
    ['arriving', null, { name: 'A' }, arriving, { name: 'A' }],
    ['arriving', 'stored', { name: 'C' }, arriving, { name: 'C' }],
    ['arriving', 'arriving', { name: 'B' }, null, null],
    ['stored', null, { name: 'A' }, null, null],
    ['stored', 'arriving', { name: 'B' }, kept, null],
    ['stored', 'arriving', { name: 'C' }, null, null],
  ] as const)('%s after %s over %o', (choice, before, present, write, keep) => {
    expect(chosen(choice, before, arriving, kept, present)).toEqual({ write, keep });
  });
});

it('every field that may come on a card has its words', () => {
  const words = conflicts.zh as Readonly<Record<string, string>>;
  for (const { name, fields } of KINDS) {
    for (const field of fields) {
      if (field.merge !== 'lww' || field.name === 'initials') continue;
      expect(words, `${name}.${field.name}`).toHaveProperty([`conflict.field.${field.name}`]);
      expect(words).toHaveProperty([`conflict.kind.${name}`]);
    }
  }
});
