/** Asks the server side and waits: while it works nothing else happens. Python: `pipe.py`. */
import { readSync, writeSync } from 'node:fs';

const HEAD_BYTES = 4;

/** The server side could not do what it was asked: the simulation itself is at fault. */
export class PipeBroken extends Error {
  override readonly name = 'PipeBroken';
}

export interface Command {
  readonly do: string;
  readonly [name: string]: unknown;
}

export class Pipe {
  constructor(
    private readonly read_fd: number,
    private readonly write_fd: number,
  ) {}

  ask<T>(command: Command): T {
    this.tell(command);
    const size = this.take(HEAD_BYTES).readUInt32LE(0);
    const answer = JSON.parse(this.take(size).toString('utf8')) as { error?: string };
    if (typeof answer.error === 'string') throw new PipeBroken(`${command.do}: ${answer.error}`);
    return answer as T;
  }

  tell(command: Command): void {
    const body = Buffer.from(JSON.stringify(command), 'utf8');
    const frame = Buffer.allocUnsafe(HEAD_BYTES + body.length);
    frame.writeUInt32LE(body.length, 0);
    body.copy(frame, HEAD_BYTES);
    for (let at = 0; at < frame.length; ) at += writeSync(this.write_fd, frame, at);
  }

  private take(size: number): Buffer {
    const taken = Buffer.allocUnsafe(size);
    for (let at = 0; at < size; ) {
      const got = readSync(this.read_fd, taken, at, size - at, null);
      if (got === 0) throw new PipeBroken('the server side is gone');
      at += got;
    }
    return taken;
  }
}
