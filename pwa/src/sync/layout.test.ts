import { describe, expect, it } from 'vitest';

import { KINDS } from '../contract/kinds';
import { MemoryStore } from '../store/memory';
import { isCurrent, LAYOUT, type Layout, relaid } from './layout';
import { kindIndex, mergeMembers } from './members';
import { FIRST_STATE, type MemberRecord } from './records';
import { openWorld } from './world.test.helper';

const SKILL = 'e0000000-0000-4000-8000-000000000001';

/** An older app: it had no assets, knew something called `toy`, and skills could not be ended. */
const OLD: Layout = [
  ['toy', [['colour', 0]]],
  ...LAYOUT.filter(([kind]) => kind !== 'asset').map(
    ([kind, fields]) =>
      [kind, kind === 'skill' ? fields.filter(([name]) => name !== 'is_active') : fields] as const,
  ),
];
const OLD_SKILL = OLD.findIndex(([kind]) => kind === 'skill');
const BASE = { v: 1, scope: 0, level: 0, g: 1, id: SKILL } as const;
const MEMBERS: readonly MemberRecord[] = [
  { ...BASE, handle: 1, kind: OLD_SKILL, values: ['lift', '电梯', 'Lift'] },
  { ...BASE, handle: 2, kind: 0, values: ['red'] },
];

describe('members of an older app', () => {
  it('are moved by name, with a blank where there was nothing', () => {
    const { put, drop, state } = relaid(MEMBERS, { ...FIRST_STATE, layout: OLD });
    expect(drop).toEqual([[0, 2]]);
    expect(put[0]?.kind).toBe(kindIndex('skill'));
    expect(mergeMembers(put)).toEqual({
      id: SKILL,
      code: 'lift',
      name_zh: '电梯',
      name_en: 'Lift',
      is_active: true,
    });
    expect(isCurrent(state.layout)).toBe(true);
    expect(state.fresh_wanted).toBe(true);
  });

  it('are readable before any network, and the outbox is untouched', async () => {
    const store = new MemoryStore();
    const first = await openWorld({ store, mutators: {} });
    const { n } = await first.replica.mutate('skill.add', {
      code: 'pump',
      name_zh: '水泵',
      name_en: 'Pump',
    });
    await first.replica.close();
    const { state } = await store.load(() => {
      throw new Error('the store has an identity');
    });
    const nothing = { drop: [], results: [], purge: [], keep: [], unkeep: [] };
    await store.commit({ ...nothing, put: MEMBERS, state: { ...state, layout: OLD } });

    const { replica } = await openWorld({ store, mutators: {} });
    expect(replica.view.get('skill', SKILL)?.name_zh).toBe('电梯');
    expect(replica.outbox().map((item) => item.n)).toEqual([n]);
  });

  it('knows its own shape', () => {
    expect(LAYOUT.map(([kind]) => kind)).toEqual(KINDS.map((kind) => kind.name));
    expect(isCurrent(OLD)).toBe(false);
  });
});
