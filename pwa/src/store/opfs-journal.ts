/** The journal in the browser's private file system, which survives when a database is dropped. */
import type { Journal } from '../sync/ports';
import { FileJournal, type JournalFiles } from './file-journal';
import type { OpfsAnswer, OpfsRequest } from './opfs.worker';

/** A first answer that takes longer is none: people wait for the app to open. */
const OPEN_MS_MAX = 5_000;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

class OpfsFiles implements JournalFiles {
  private readonly worker = new Worker(new URL('./opfs.worker.ts', import.meta.url), {
    type: 'module',
  });
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  private broken: Error | null = null;

  constructor(private readonly folder: string) {
    this.worker.addEventListener('message', ({ data }: MessageEvent<OpfsAnswer>) => {
      const waiting = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ('value' in data) waiting?.resolve(data.value as never);
      else waiting?.reject(Object.assign(new Error(data.error), { name: data.kind }));
    });
    this.worker.addEventListener('error', () => this.end('the worker of the journal died'));
  }

  list(): Promise<readonly string[]> {
    return this.ask('list', '');
  }

  isHeld(name: string): Promise<boolean> {
    return this.ask('isHeld', name);
  }

  read(name: string): Promise<Uint8Array | null> {
    return this.ask('read', name);
  }

  append(name: string, bytes: Uint8Array): Promise<void> {
    return this.ask('append', name, bytes);
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    return this.ask('write', name, bytes);
  }

  remove(name: string): Promise<void> {
    return this.ask('remove', name);
  }

  /** The files that it holds are free with the end of the worker. */
  async close(): Promise<void> {
    this.worker.terminate();
    this.end('the journal is closed');
  }

  private end(why: string): void {
    this.broken = new Error(why);
    for (const { reject } of this.waiting.values()) reject(this.broken);
    this.waiting.clear();
  }

  private ask<T>(act: OpfsRequest['act'], name: string, bytes?: Uint8Array): Promise<T> {
    if (this.broken) return Promise.reject(this.broken);
    this.last += 1;
    const id = this.last;
    const more = bytes ? { bytes } : {};
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      const request: OpfsRequest = { id, folder: this.folder, act, name, ...more };
      this.worker.postMessage(request);
    });
  }
}

/** Null where the browser has no such files, as in some private windows. */
export async function openOpfsJournal(folder: string, tab: string): Promise<Journal | null> {
  if (typeof Worker === 'undefined' || !navigator.storage?.getDirectory) return null;
  const files = new OpfsFiles(folder);
  try {
    const probe = `${tab}.probe`;
    const opened = files.write(probe, new Uint8Array(1)).then(() => files.remove(probe));
    await Promise.race([opened, late()]);
    return new FileJournal(files, tab);
  } catch {
    await files.close();
    return null;
  }
}

function late(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer')), OPEN_MS_MAX);
  });
}
