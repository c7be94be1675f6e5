/** Reads a file line by line: a long one takes no more memory than a short. */
import type { Report, Trust } from './findings';
import { BrokenLine, type Head, readLine } from './lines';
import { type Check, Verifier } from './verify';

const LINE_FEED = 10;
/** More than any line has: arguments end at 16 KB, a head of many epochs far below. */
const LINE_BYTES_MAX = 16 * 1024 * 1024;

type Progress = (doneBytes: number) => void;

/** The whole check. Rejects only where the file itself cannot be read. */
export async function checkFile(
  chunks: AsyncIterable<Uint8Array>,
  trust: Trust,
  check: Check,
  progress: Progress,
): Promise<Report> {
  const verifier = new Verifier(trust, check);
  let rest: Uint8Array = new Uint8Array();
  let doneBytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      const line = glued(rest, chunk.subarray(from, at));
      rest = new Uint8Array();
      const wait = verifier.read(line);
      if (wait) await wait;
      from = at + 1;
    }
    rest = glued(rest, chunk.subarray(from));
    if (rest.length > LINE_BYTES_MAX) break;
    doneBytes += chunk.length;
    progress(doneBytes);
  }
  return verifier.close(rest);
}

/** A blob in parts, each read only when the one before is done. */
export async function* chunksOf(blob: Blob, sizeBytes = 1024 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += sizeBytes) {
    yield new Uint8Array(await blob.slice(at, at + sizeBytes).arrayBuffer());
  }
}

/** Heads as `fieldward heads` prints them, one a line; null where a line is none. */
export function headsIn(text: string): Head[] | null {
  const found: Head[] = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    try {
      const read = readLine(new TextEncoder().encode(line.trim()));
      if (read.line !== 'head') return null;
      found.push(read);
    } catch (error) {
      if (error instanceof BrokenLine) return null;
      throw error;
    }
  }
  return found;
}

function glued(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail;
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
