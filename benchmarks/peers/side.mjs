// One side of one peer: `node side.mjs PEER serve|join`, a JSON command a line, one answer each.
import { createInterface } from 'node:readline';
import { areThese, keysOf } from './rows.mjs';

const POLL_MS = 20;
const LIMIT_MS = 90_000;
const [, , peer, role] = process.argv;
const make = (await import(`./${peer}.mjs`))[role];
let side = null;
let expected = new Set();

/** Waits until this side holds exactly the rows that it was told to expect. */
async function until() {
  const end_ms = Date.now() + LIMIT_MS;
  while (!areThese((await side.rows()).rows, expected)) {
    if (Date.now() > end_ms) throw new Error(`the ${role} side never held the rows of the phase`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function run({ do: name, with: given }) {
  if (name === 'open') {
    side = await make(given);
    return { port: side.port ?? 0, is_live: side.leave !== undefined };
  }
  if (name === 'expect') {
    expected = keysOf(given);
    return null;
  }
  if (name === 'until') return until();
  return (await side[name](given)) ?? null;
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await run(JSON.parse(line))
    .then((value) => ({ value: value ?? null }))
    .catch((error) => ({ error: String(error.stack ?? error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
