/** The tables of a phone's database. Rows, cursor and outbox live in one, or a wipe could split them. */
import Dexie, { type Table } from 'dexie';

import type {
  BlobRecord,
  EntryRecord,
  Identity,
  KeptRecord,
  MemberRecord,
  ResultRecord,
  SyncState,
  UploadRecord,
} from '../sync/records';

export interface DraftRecord {
  readonly v: 1;
  readonly key: string;
  readonly value: unknown;
}

export type MetaRecord =
  | { readonly v: 1; readonly key: 'identity'; readonly value: Identity }
  | { readonly v: 1; readonly key: 'state'; readonly value: SyncState };

/** Version of the layout. A new one is added below; the old lines stay, so that phones can climb. */
export const DATABASE_VERSION = 1;

export class Database extends Dexie {
  declare readonly members: Table<MemberRecord, [number, number]>;
  declare readonly outbox: Table<EntryRecord, [string, number]>;
  declare readonly results: Table<ResultRecord, [string, number]>;
  declare readonly kept: Table<KeptRecord, [string, string]>;
  declare readonly uploads: Table<UploadRecord, string>;
  declare readonly blobs: Table<BlobRecord, [string, string]>;
  declare readonly drafts: Table<DraftRecord, string>;
  declare readonly meta: Table<MetaRecord, string>;

  constructor(name: string) {
    // Strict: what the screen calls saved must survive the battery being pulled out.
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(DATABASE_VERSION).stores({
      members: '[scope+handle], id',
      outbox: '[replica+n]',
      results: '[replica+n]',
      kept: '[kind+id]',
      uploads: 'attachment_id',
      blobs: '[attachment_id+part]',
      drafts: 'key',
      meta: 'key',
    });
    // A newer version of the app in another tab must not hang on this one.
    this.on('versionchange', () => this.close());
  }
}
