/** The files of one journal in the browser's private file system. Only a worker can flush them. */
export interface OpfsRequest {
  readonly id: number;
  readonly folder: string;
  readonly act: 'list' | 'isHeld' | 'read' | 'append' | 'write' | 'remove';
  readonly name: string;
  readonly bytes?: Uint8Array;
}
export type OpfsAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string; readonly kind: string };

type Folder = FileSystemDirectoryHandle;

const held = new Map<string, FileSystemSyncAccessHandle>();
let queue: Promise<void> = Promise.resolve();
let open: FileSystemDirectoryHandle | null = null;

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  open ??= await root.getDirectoryHandle(name, { create: true });
  return open;
}

async function hold(
  folder: Folder,
  name: string,
  create: boolean,
): Promise<FileSystemSyncAccessHandle> {
  return (await folder.getFileHandle(name, { create })).createSyncAccessHandle();
}

function put(handle: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): void {
  const before = handle.getSize();
  try {
    if (handle.write(bytes, { at }) !== bytes.length) throw new Error('there is no room left');
    handle.flush();
  } catch (error) {
    handle.truncate(Math.min(before, at));
    throw error;
  }
}

async function read(folder: Folder, name: string): Promise<Uint8Array | null> {
  const own = held.get(name);
  if (own) {
    const bytes = new Uint8Array(own.getSize());
    own.read(bytes, { at: 0 });
    return bytes;
  }
  try {
    const file = await (await folder.getFileHandle(name)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    // Removed by another tab since it was listed: what it said is said elsewhere.
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

async function isHeld(folder: Folder, name: string): Promise<boolean> {
  if (held.has(name)) return true;
  try {
    (await hold(folder, name, false)).close();
    return false;
  } catch (error) {
    return !isMissing(error);
  }
}

async function remove(folder: Folder, name: string): Promise<void> {
  held.get(name)?.close();
  held.delete(name);
  await folder.removeEntry(name).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

async function obey({ folder: path, act, name, bytes }: OpfsRequest): Promise<unknown> {
  const folder = await folderOf(path);
  if (act === 'list') {
    const names: string[] = [];
    for await (const each of folder.keys()) names.push(each);
    return names;
  }
  if (act === 'isHeld') return isHeld(folder, name);
  if (act === 'read') return read(folder, name);
  if (act === 'remove') return remove(folder, name);
  if (act === 'append') {
    const handle = held.get(name) ?? (await hold(folder, name, true));
    held.set(name, handle);
    return put(handle, bytes ?? new Uint8Array(), handle.getSize());
  }
  const handle = await hold(folder, name, true);
  try {
    handle.truncate(0);
    put(handle, bytes ?? new Uint8Array(), 0);
  } finally {
    handle.close();
  }
  return null;
}

self.addEventListener('message', ({ data }: MessageEvent<OpfsRequest>) => {
  queue = queue.then(async () => {
    try {
      self.postMessage({ id: data.id, value: await obey(data) } satisfies OpfsAnswer);
    } catch (error) {
      const { name: kind, message } = error as Error;
      self.postMessage({ id: data.id, error: message, kind } satisfies OpfsAnswer);
    }
  });
});
