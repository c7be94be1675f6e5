/** The journal over files. Each tab adds to one of its own; a torn end is never added to. */
import type { Journal, JournalRecord } from '../sync/ports';
import type { Bytes } from '../sync/records';
import { framed, whole } from './frames';

/** Where the files lie. `opfs-files.ts` is the browser's. */
export interface JournalFiles {
  list(): Promise<readonly string[]>;
  /** A living tab writes it. */
  isHeld(name: string): Promise<boolean>;
  /** Null when it is not there. */
  read(name: string): Promise<Uint8Array | null>;
  /** At the end of a file that this tab holds from then on; durable when it resolves. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  /** A whole file, durable when it resolves. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

export const LOG = '.log';
const BYTES = '.bytes';
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

export class FileJournal implements Journal {
  private queue: Promise<unknown> = Promise.resolve();
  private number = 0;

  /** `tab`: a name that no other tab has or had. */
  constructor(
    private readonly files: JournalFiles,
    private readonly tab: string,
  ) {}

  async read(): Promise<readonly JournalRecord[]> {
    const records: JournalRecord[] = [];
    for (const name of await this.logs()) {
      const bytes = await this.files.read(name);
      if (bytes) for (const line of whole(bytes)) records.push(recordOf(line));
    }
    return records;
  }

  append(records: readonly JournalRecord[]): Promise<void> {
    return this.inTurn(() => this.add(records));
  }

  compact(make: () => Promise<readonly JournalRecord[]>): Promise<void> {
    return this.inTurn(async () => {
      const over: string[] = [];
      for (const name of await this.logs())
        if (name.startsWith(this.tab) || !(await this.files.isHeld(name))) over.push(name);
      const records = await make();
      this.number += 1;
      await this.add(records);
      for (const name of over) await this.files.remove(name);
    });
  }

  async putBytes(attachment_id: string, { type, data }: Bytes): Promise<void> {
    const bytes = framed([ENCODER.encode(type), new Uint8Array(data)]);
    await this.files.write(attachment_id + BYTES, bytes);
  }

  async bytes(attachment_id: string): Promise<Bytes | null> {
    const file = await this.files.read(attachment_id + BYTES);
    const [type, data] = file ? whole(file) : [];
    if (!type || !data) return null;
    return { type: DECODER.decode(type), data: data.slice().buffer as ArrayBuffer };
  }

  async kept(): Promise<readonly string[]> {
    const names = await this.files.list();
    return names.filter((name) => name.endsWith(BYTES)).map((name) => name.slice(0, -BYTES.length));
  }

  dropBytes(attachment_id: string): Promise<void> {
    return this.files.remove(attachment_id + BYTES);
  }

  async close(): Promise<void> {
    await this.queue;
    await this.files.close();
  }

  private async logs(): Promise<string[]> {
    return (await this.files.list()).filter((name) => name.endsWith(LOG)).sort();
  }

  private async add(records: readonly JournalRecord[]): Promise<void> {
    const lines = records.map((record) => ENCODER.encode(JSON.stringify(record)));
    try {
      await this.files.append(`${this.tab}-${this.number}${LOG}`, framed(lines));
    } catch (error) {
      // Its end may be torn: nothing behind it would be read.
      this.number += 1;
      throw error;
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }
}

function recordOf(line: Uint8Array): JournalRecord {
  return JSON.parse(DECODER.decode(line)) as JournalRecord;
}
