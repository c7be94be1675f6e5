/**
 * The lane of the bytes, beside the sync: one file at a time, the most urgent first.
 * The receipt is the attachment's own row, which says `stored` once the server verified the hash.
 */
import { BlobState } from '../contract/enums';
import type { UploadItem } from './api';
import type { Core } from './core';
import type { AnyRow } from './members';
import { BLOB_PARTS, type Receipt, type UploadRecord } from './records';
import { type Bounds, COUNTED_MS, isCovered } from './retention';
import type { RunEnd } from './scheduler';
import {
  ask,
  create,
  PART_BYTES_MAX,
  PART_BYTES_MIN,
  sendPart,
  type TusAnswer,
  type TusFile,
} from './tus';
import { compareUploads, rankOf } from './upload-order';

const MISMATCHES_MAX = 3;
const REFUSED = 'refused';
const NOT_FOUND = 'not_found';
/** A part that took less doubles the next one; one that took four times as long halves it. */
const PART_TARGET_MS = 2_000;

const AGAIN: RunEnd = { kind: 'again' };
const DONE: RunEnd = { kind: 'done' };

export class UploadLane {
  private part_bytes = PART_BYTES_MIN;
  private current: string | null = null;

  constructor(
    private readonly core: Core,
    private readonly onSent: () => void,
  ) {}

  /** Sends one file as far as it goes. */
  async run(): Promise<RunEnd> {
    const upload = this.next();
    if (upload === undefined) return DONE;
    this.current = upload.attachment_id;
    this.core.onChange();
    try {
      return await this.send(upload);
    } catch (error) {
      this.core.ports.log.warn('upload broke off', error);
      this.part_bytes = Math.max(PART_BYTES_MIN, this.part_bytes / 2);
      return { kind: 'unreachable' };
    } finally {
      this.current = null;
      this.core.onChange();
    }
  }

  items(): UploadItem[] {
    return [...this.core.uploads.values()]
      .sort((a, b) => a.order - b.order)
      .map((upload) => ({
        attachment_id: upload.attachment_id,
        size_bytes: upload.size_bytes,
        sent_bytes: upload.state === 'stored' ? upload.size_bytes : upload.sent_bytes,
        state: this.stateOf(upload),
        ...(upload.error ? { error: upload.error } : {}),
      }));
  }

  hasWork(): boolean {
    return this.next() !== undefined;
  }

  /** What was sent and never confirmed is asked about again: a new leader begins like this. */
  async resume(): Promise<void> {
    for (const upload of this.core.uploads.values()) {
      if (upload.state === 'sent') await this.save({ ...upload, state: 'waiting' });
    }
  }

  /** After a page: receipts, refusals, and bytes that nobody here can look at any more. */
  async review(): Promise<void> {
    for (const upload of [...this.core.uploads.values()]) {
      const row = this.core.view.confirmed.get('attachment', upload.attachment_id);
      const isOpen = upload.state === 'waiting' || upload.state === 'sent';
      if (isOpen && row?.['state'] === BlobState.STORED) await this.stored(upload);
      else if (isOpen && row === undefined && this.isRefused(upload))
        await this.fail(upload, REFUSED);
      // A restored server may have neither the receipt nor the bytes: it is asked.
      else if (upload.state === 'sent' && upload.sent_epoch !== this.core.state.cursor[0])
        await this.save({ ...upload, state: 'waiting' });
      // The office had its entry run after all: the row is the grant.
      else if (row !== undefined && upload.state === 'failed' && upload.error === REFUSED)
        await this.save({ ...upload, state: 'waiting', error: '' });
      else if (upload.state === 'stored') await this.keepOrForget(upload, row);
      // The job is another's by now: that the server has every byte is all the receipt there is.
      else if (row === undefined && upload.state === 'sent' && this.isGone(upload))
        await this.stored(upload);
    }
  }

  /** Until every backup of the server holds it, the original stays, to be sent once more. */
  private async keepOrForget(upload: UploadRecord, row: AnyRow | undefined): Promise<void> {
    const { state, ports } = this.core;
    if (state.has_stale || this.isOwed(upload)) return;
    const receipt = upload.receipt ?? this.receipt();
    if (receipt.epoch !== state.cursor[0]) {
      const isThere = row?.['state'] === BlobState.STORED;
      const bytes = isThere ? null : await ports.store.blob(upload.attachment_id, 'original');
      if (bytes === null) await this.save({ ...upload, receipt: this.receipt() });
      else await this.save({ ...upload, state: 'waiting', created: false, sent_bytes: 0 });
    } else if (isCovered(receipt, this.bounds())) {
      if (row === undefined && this.isGone(upload)) await this.letGo(upload, receipt);
      else if (!upload.isBare) await this.dropOriginal(upload);
    }
  }

  private stateOf(upload: UploadRecord): UploadItem['state'] {
    if (upload.state === 'sent' || upload.attachment_id === this.current) return 'sending';
    return upload.state;
  }

  private next(): UploadRecord | undefined {
    const open = [...this.core.uploads.values()].filter(
      (one) => one.state === 'waiting' && this.isGranted(one),
    );
    return open.sort(compareUploads)[0];
  }

  /** Something more urgent was captured meanwhile: a long clip lets it pass between two parts. */
  private isOvertaken(upload: UploadRecord): boolean {
    const next = this.next();
    return next !== undefined && rankOf(next) < rankOf(upload);
  }

  /** The accepted row is the grant to upload. */
  private isGranted(upload: UploadRecord): boolean {
    const { replica, n } = upload;
    if (this.core.view.confirmed.has('attachment', upload.attachment_id)) return true;
    if (n === null || this.isOwed(upload)) return false;
    // Only accepted entries are ever let go of, see `Outbox.surplus`.
    if (!this.core.outbox.has({ replica, n })) return true;
    return this.resultOf(upload)?.outcome === 'accepted';
  }

  private isRefused(upload: UploadRecord): boolean {
    const result = this.resultOf(upload);
    return result !== undefined && result.outcome !== 'accepted';
  }

  /** Its entry has to be answered once more by a server that was restored. */
  private isOwed({ replica, n }: UploadRecord): boolean {
    const { outbox } = this.core;
    return n !== null && outbox.has({ replica, n }) && outbox.isOwed({ replica, n });
  }

  /** Nobody is left who could tell the server of it: it was restored, and this store was lost. */
  private isOrphan({ attachment_id, replica, n }: UploadRecord): boolean {
    const { outbox, state, view } = this.core;
    if (state.has_stale || view.confirmed.has('attachment', attachment_id)) return false;
    return n === null || !outbox.has({ replica, n });
  }

  /** Its row is not about to arrive. */
  private isGone(upload: UploadRecord): boolean {
    const result = this.resultOf(upload);
    if (this.isOwed(upload)) return false;
    return !this.core.state.has_stale && (result === undefined || result.settled);
  }

  private resultOf({ replica, n }: UploadRecord) {
    return n === null ? undefined : this.core.outbox.result({ replica, n });
  }

  private async send(upload: UploadRecord): Promise<RunEnd> {
    const bytes = await this.core.ports.store.blob(upload.attachment_id, 'original');
    if (bytes === null) return this.fail(upload, 'bytes_missing');
    const { transport } = this.core.ports;
    // As known before the first question: an answer may be older than the next page.
    let now: UploadRecord = { ...upload, sent_epoch: this.core.state.cursor[0] };
    let answer = now.created ? await ask(transport, now) : await create(transport, now);
    while (answer.kind === 'offset') {
      now = await this.save({ ...now, created: true, sent_bytes: answer.offset, error: '' });
      if (answer.offset >= now.size_bytes) return this.sent(now);
      if (this.isOvertaken(now)) return AGAIN;
      answer = await this.part(now, new Uint8Array(bytes.data, answer.offset));
    }
    return this.settle(now, answer);
  }

  private async part(file: TusFile & UploadRecord, rest: Uint8Array): Promise<TusAnswer> {
    const { clock, transport } = this.core.ports;
    const began = clock.monoMs();
    const part = rest.subarray(0, this.part_bytes);
    const answer = await sendPart(transport, file, file.sent_bytes, part);
    const took_ms = clock.monoMs() - began;
    if (took_ms < PART_TARGET_MS) this.part_bytes = Math.min(PART_BYTES_MAX, this.part_bytes * 2);
    if (took_ms > PART_TARGET_MS * 4)
      this.part_bytes = Math.max(PART_BYTES_MIN, this.part_bytes / 2);
    return answer;
  }

  private async settle(upload: UploadRecord, answer: TusAnswer): Promise<RunEnd> {
    switch (answer.kind) {
      case 'signed_out':
        return answer;
      case 'wait':
        await this.save({ ...upload, error: answer.code });
        return { kind: 'wait', wait_ms: answer.wait_ms };
      case 'unknown':
        // Only of what it was told of now: an upload that it has forgotten is announced once more.
        if (answer.isSaid && !upload.created && this.isOrphan(upload))
          return this.fail(upload, NOT_FOUND);
        await this.save({ ...upload, created: false, sent_bytes: 0 });
        return { kind: 'wait', wait_ms: null };
      case 'conflict':
        await this.save({ ...upload, created: true });
        return upload.created ? { kind: 'wait', wait_ms: null } : AGAIN;
      case 'mismatch': {
        const mismatches = upload.mismatches + 1;
        if (mismatches >= MISMATCHES_MAX) return this.fail(upload, 'checksum_mismatch');
        await this.save({ ...upload, mismatches, sent_bytes: 0 });
        return AGAIN;
      }
      case 'refused':
        return this.fail(upload, answer.code);
      default:
        return AGAIN;
    }
  }

  private async sent(upload: UploadRecord): Promise<RunEnd> {
    await this.save({ ...upload, state: 'sent', sent_bytes: upload.size_bytes, error: '' });
    this.onSent();
    return AGAIN;
  }

  private async stored(upload: UploadRecord): Promise<void> {
    const { size_bytes } = upload;
    const receipt = this.receipt();
    const now = { state: 'stored', sent_bytes: size_bytes, error: '', receipt } as const;
    await this.save({ ...upload, ...now });
  }

  private receipt(): Receipt {
    const { cursor } = this.core.state;
    return { epoch: cursor[0], seq: cursor[1], at_ms: this.bounds().now_ms };
  }

  private bounds(): Bounds {
    const { state, ports } = this.core;
    const now_ms = ports.clock.nowMs() + state.skew_ms;
    return { epoch: state.cursor[0], durable: state.durable, now_ms };
  }

  /** Where a derivative shows the picture as well. */
  private async dropOriginal(upload: UploadRecord): Promise<void> {
    const { store } = this.core.ports;
    if (await store.blob(upload.attachment_id, 'derivative'))
      await store.dropUpload(upload.attachment_id, ['original'], false);
    await this.save({ ...upload, isBare: true });
  }

  /** The bytes at once; that they were here, once no receipt of a day counts them any more. */
  private async letGo(upload: UploadRecord, receipt: Receipt): Promise<void> {
    const { attachment_id } = upload;
    const isCounted = this.bounds().now_ms - receipt.at_ms < COUNTED_MS;
    if (isCounted && upload.isBare) return;
    await this.core.ports.store.dropUpload(attachment_id, BLOB_PARTS, !isCounted);
    if (isCounted) await this.save({ ...upload, isBare: true });
    else this.core.uploads.delete(attachment_id);
  }

  private async fail(upload: UploadRecord, error: string): Promise<RunEnd> {
    await this.save({ ...upload, state: 'failed', error });
    return AGAIN;
  }

  private async save(upload: UploadRecord): Promise<UploadRecord> {
    await this.core.ports.store.putUpload(upload);
    this.core.uploads.set(upload.attachment_id, upload);
    this.core.onChange();
    return upload;
  }
}
