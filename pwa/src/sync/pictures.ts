/** Bytes of attachments: into records, and back from this device or the server. */
import { Slot } from '../contract/enums';
import type { Attach } from '../contract/mutations';
import type { Pictures } from './api';
import type { Ports } from './ports';
import type { BlobPart, BlobRecord, UploadRecord } from './records';

const TIMEOUT_MS = 60_000;

type Sized = Pick<UploadRecord, 'size_bytes'>;

/** Records of what is given. Read first, written later: a store transaction cannot wait for bytes. */
export async function blobRecords(
  attachment_id: string,
  pictures: Pictures,
): Promise<BlobRecord[]> {
  const given: [BlobPart, Blob | undefined][] = [
    ['original', pictures.original],
    ['derivative', pictures.derivative],
    ['thumb', pictures.thumb],
  ];
  const records: BlobRecord[] = [];
  for (const [part, blob] of given) {
    if (blob === undefined) continue;
    const bytes = { type: blob.type, data: await blob.arrayBuffer() };
    records.push({ v: 1, attachment_id, part, bytes });
  }
  return records;
}

export function uploadRecord(
  place: Pick<UploadRecord, 'attachment_id' | 'replica' | 'n' | 'order'>,
  file: Sized & Partial<Attach>,
): UploadRecord {
  const untouched = {
    state: 'waiting',
    created: false,
    sent_bytes: 0,
    mismatches: 0,
    error: '',
  } as const;
  const { size_bytes, sha256, media_type, captured_ms } = file;
  const is_signature = file.slot === Slot.SIGNATURE;
  const record: UploadRecord = { v: 1, ...place, size_bytes, is_signature, ...untouched };
  if (sha256 === undefined || media_type === undefined || captured_ms === undefined) return record;
  return { ...record, captured: { sha256, media_type, captured_ms } };
}

const LOCAL_PARTS: Record<'thumb' | 'large', readonly BlobPart[]> = {
  thumb: ['thumb', 'derivative', 'original'],
  large: ['derivative', 'original'],
};

/** The picture from this device, else from the server; null when neither can give it now. */
export async function loadPicture(
  { store, transport }: Ports,
  attachment_id: string,
  size: 'thumb' | 'large',
): Promise<Blob | null> {
  for (const part of LOCAL_PARTS[size]) {
    const bytes = await store.blob(attachment_id, part);
    if (bytes) return new Blob([bytes.data], { type: bytes.type });
  }
  const path = `/files/${attachment_id}/picture?size=${size}`;
  try {
    const http = await transport.send({ method: 'GET', path, headers: {}, timeout_ms: TIMEOUT_MS });
    const type = http.header('content-type') ?? '';
    const isPicture = http.status === 200 && type.startsWith('image/');
    return isPicture ? new Blob([http.body], { type }) : null;
  } catch {
    return null;
  }
}
