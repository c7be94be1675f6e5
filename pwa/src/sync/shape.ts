/** Strict reading of JSON: what has another shape than the protocol says is no answer. */
import type { Json } from './canonical';

/** The body is not what the protocol says: whoever answered, it was not our server. */
export class BadShape extends Error {
  override readonly name = 'BadShape';
}

export function fail(what: string): never {
  throw new BadShape(what);
}

export function list(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(`${what} is not a list`);
}

export function whole(value: unknown, what: string): number {
  return Number.isSafeInteger(value) ? (value as number) : fail(`${what} is not a whole number`);
}

export function text(value: unknown, what: string): string {
  return typeof value === 'string' ? value : fail(`${what} is not text`);
}

export function flag(value: unknown, what: string): boolean {
  return typeof value === 'boolean' ? value : fail(`${what} is neither true nor false`);
}

export function wholes(value: unknown, what: string): number[] {
  return list(value, what).map((item) => whole(item, what));
}

export function texts(value: unknown, what: string): string[] {
  return list(value, what).map((item) => text(item, what));
}

export function record(value: unknown, what: string): Record<string, Json> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, Json>) : fail(`${what} is not an object`);
}

/** Handles travel as the first one and then differences. */
export function handles(value: unknown, what: string): number[] {
  let sum = 0;
  return wholes(value, what).map((step) => {
    sum += step;
    return sum;
  });
}
