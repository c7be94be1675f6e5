/** The shared cases of every mutation, judged on the phone's mutators. Python: `tests/contract/test_cases.py`. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { KindName } from '../contract/kinds';
import { Mutation, type MutationArgs, type MutationName } from '../contract/mutations';
import { bornId } from '../sync/ids';
import type { AnyRow } from '../sync/members';
import type { Effect, Mutator } from '../sync/mutator';
import { Staged } from '../sync/replay';
import { LiveView } from '../sync/view';
import { tryOut } from './may';
import { MUTATORS } from './mutators';

type Row = Record<string, unknown> & { kind: KindName; id: string };

interface Case {
  readonly name: string;
  readonly given: { rows: Row[]; held?: string[]; held_before?: string[] };
  readonly actor: { user_id: string; name: string; technician_id: string | null; roles: string[] };
  readonly mutation: MutationName;
  readonly args: never;
  readonly now_ms: number;
  readonly then: {
    outcome: 'accepted' | 'rejected';
    flags?: string[];
    reason?: string;
    detail?: Record<string, unknown>;
    rows?: Row[];
  };
  /** What decides the outcome is not known to a phone. */
  readonly server_only?: boolean;
  readonly client?: 'unknown';
}

const CASES = new URL('../../../tests/contract/cases/', import.meta.url);
const REPLICA = '00000000-0000-4000-8000-0000000000aa';
const DEFAULTS = JSON.parse(readFileSync(new URL('defaults.json', CASES), 'utf8')) as Record<
  string,
  object
>;

function load(): [string, Case][] {
  const found: [string, Case][] = [];
  for (const folder of readdirSync(CASES, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const base = new URL(`${folder.name}/`, CASES);
    for (const file of readdirSync(base).filter((name) => name.endsWith('.json'))) {
      const text = readFileSync(new URL(file, base), 'utf8');
      const born = text.replace(
        /"born:(\d)"/g,
        (_, ordinal) => `"${bornId(REPLICA, '1', Number(ordinal))}"`,
      );
      found.push([`${folder.name}/${file}`, JSON.parse(born) as Case]);
    }
  }
  return found;
}

/** Kinds that everybody sees. */
const CATALOGUE: readonly KindName[] = ['user', 'technician', 'skill', 'territory'];

/** Rows held now are confirmed, rows held once are kept apart, others are not on the phone. */
function viewOf({ given }: Case): LiveView {
  const view = new LiveView();
  const held = new Set(given.held ?? given.rows.map((row) => row.id));
  const before = new Set(given.held_before ?? []);
  for (const { kind, ...row } of given.rows) {
    const whole = { ...DEFAULTS[kind], ...row } as unknown as AnyRow;
    if (held.has(row.id) || CATALOGUE.includes(kind)) view.confirmed.set(kind, whole);
    else if (before.has(row.id)) view.kept.set(kind, whole);
  }
  return view;
}

function authorOf({ actor }: Case) {
  const { user_id, technician_id, name } = actor;
  const is_office = actor.roles.some((role) => role !== 'technician');
  return { user_id, user_name: name, technician_id, is_office };
}

function run(one: Case, view: LiveView): Effect {
  const staged = new Staged(view);
  const mutator = MUTATORS[one.mutation] as Mutator<MutationName> | undefined;
  if (mutator === undefined) throw new Error(`no mutator for ${one.mutation}`);
  const born = (ordinal: number) => bornId(REPLICA, '1', ordinal);
  const moment = {
    device_ms: one.now_ms,
    at_ms: one.now_ms,
    zone: 'Asia/Shanghai',
    name: one.mutation,
  };
  const effect = mutator(staged, one.args, { ...authorOf(one), ...moment, born });
  if (typeof effect === 'string') staged.land(view);
  return effect;
}

/** `seen`: ids of the given rows that were on the phone. */
function judge(one: Case, effect: Effect, view: LiveView, seen: ReadonlySet<string>): void {
  const { then } = one;
  const isUnknown = one.server_only === true || one.client === 'unknown';
  if (then.outcome === 'rejected') {
    // The phone may be more lenient where it lacks rows, never stricter.
    if (!isUnknown)
      expect(effect).toMatchObject({ reason: then.reason, detail: then.detail ?? {} });
    return;
  }
  expect(typeof effect, JSON.stringify(effect)).toBe('string');
  if (isUnknown) return;
  expect(effect).toBe(then.flags?.includes('late') ? 'late' : 'done');
  const unseen = new Set(one.given.rows.map((row) => row.id).filter((id) => !seen.has(id)));
  for (const { kind, ...wanted } of then.rows ?? []) {
    if (unseen.has(wanted.id)) continue;
    expect(view.find(kind, wanted.id), `${kind} ${wanted.id}`).toMatchObject(wanted);
  }
}

const ALL = load();

describe('shared cases', () => {
  it.each(ALL)('%s', (_name, one) => {
    const view = viewOf(one);
    const asking = { ...authorOf(one), now_ms: one.now_ms, zone: 'Asia/Shanghai' };
    const tried = tryOut(view, one.mutation, one.args as MutationArgs[MutationName], asking);
    const seen = new Set(
      one.given.rows.filter(({ kind, id }) => view.get(kind, id)).map(({ id }) => id),
    );
    const effect = run(one, view);
    expect(tried).toEqual(effect);
    judge(one, effect, view, seen);
  });

  it('are many', () => {
    expect(ALL.length).toBeGreaterThan(100);
  });
});

it('every mutation that people make has a mutator', () => {
  const made_by_the_server = [
    'user.set_password',
    'device.enrol',
    'attachment.store',
    'entry.hold',
    'entry.settle',
    'paper_template.judge',
  ];
  const missing = Object.values(Mutation).filter((name) => !(name in MUTATORS));
  expect(missing).toEqual(made_by_the_server);
});
