/**
 * The shape in which members lie in the store: kinds by number, values by position. An app that was
 * updated finds them in the shape of the one before, and moves each value to its new place by name,
 * so that people go on without a network. The next sync brings everything anew.
 */
import { KINDS } from '../contract/kinds';
import type { Json } from './canonical';
import type { MemberRecord, SyncState } from './records';

const LEVELS: Record<string, number> = { everyone: 0, crew: 1, office: 2 };

/** 0 everyone, 1 crew, 2 office. */
export function levelOf(sees: string): number {
  return LEVELS[sees] ?? 2;
}

/** For each kind its name and, in contract order, each field's name and level. */
export type Layout = readonly (readonly [
  kind: string,
  fields: readonly (readonly [name: string, level: number])[],
])[];

export const LAYOUT: Layout = KINDS.map((kind) => [
  kind.name,
  kind.fields.map((field) => [field.name, levelOf(field.sees)]),
]);

export interface Relaid {
  readonly put: readonly MemberRecord[];
  readonly drop: readonly (readonly [scope: number, handle: number])[];
  readonly state: SyncState;
}

export function isCurrent(layout: Layout): boolean {
  return JSON.stringify(layout) === JSON.stringify(LAYOUT);
}

/** The members as this app reads them; kinds that are no more are dropped. */
export function relaid(members: readonly MemberRecord[], state: SyncState): Relaid {
  const put: MemberRecord[] = [];
  const drop: (readonly [number, number])[] = [];
  for (const member of members) {
    const moved = moveMember(member, state.layout);
    if (moved) put.push(moved);
    else drop.push([member.scope, member.handle]);
  }
  return { put, drop, state: { ...state, layout: LAYOUT, fresh_wanted: true } };
}

function moveMember(member: MemberRecord, layout: Layout): MemberRecord | null {
  const [name, fields = []] = layout[member.kind] ?? [];
  const kind = KINDS.findIndex((each) => each.name === name);
  const shape = KINDS[kind];
  if (!shape) return null;
  const names = fields.filter(([, level]) => level <= member.level).map(([field]) => field);
  const known = new Map<string, Json>(names.map((field, at) => [field, member.values[at] ?? null]));
  const values = shape.fields
    .filter((field) => levelOf(field.sees) <= member.level)
    .map((field) => known.get(field.name) ?? field.blank);
  return { ...member, kind, values };
}
