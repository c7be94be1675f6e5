/** Messages of every released version stay readable. Python: `tests/protocol/test_messages.py`. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { judge } from './answer';
import type { Json } from './canonical';
import type { EntryRecord } from './records';

interface Exchange {
  about: string;
  replica: string;
  entries: { n: number; name: string; args: Json; device_ms: number }[];
  request: string;
  answer: string;
}

const FOLDER = new URL('../../../tests/protocol/messages/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

function exchanges(name: string): Exchange[] {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return (JSON.parse(text) as { exchanges: Exchange[] }).exchanges;
}

describe.each(FILES)('recorded in %s', (name) => {
  it.each(exchanges(name))('$about', ({ replica, entries, request, answer }) => {
    const asked = JSON.parse(request) as Json[];
    const told = JSON.parse(answer) as Json[];
    const http = {
      status: 200,
      header: () => 'application/json',
      body: new TextEncoder().encode(answer),
    };
    const sent = entries as unknown as EntryRecord[];
    const verdict = judge(http, String(asked[3]), { replica, entries: sent });
    if (verdict.kind !== 'answer') throw new Error(JSON.stringify(verdict));
    expect(verdict.answer.cursor.slice(0, 2)).toEqual((told[4] as Json[]).slice(0, 2));
    expect(verdict.answer.results.map(({ n }) => n)).toEqual(entries.map(({ n }) => n));
    const pages = (told[13] ?? []) as Json[][];
    expect(verdict.answer.kinds.map(({ kind, scope }) => [kind, scope])).toEqual(
      pages.map(([kind, scope]) => [kind, scope]),
    );
    for (const { ids, handles, columns, copied } of verdict.answer.kinds) {
      expect(ids.length).toBe(copied ? 0 : handles.length);
      for (const column of columns) expect(column.length).toBe(handles.length);
    }
  });
});
