/** Authoring a signer's word: the picture of the signature first, then the signing that names it. */
import { Mutation } from '../../contract/mutations';
import { sha256Hex } from '../../device/photo';
import type { DeviceFix } from '../../device/position';
import type { Job } from '../../domain/appointments/queries';
import type { Replica } from '../../sync/api';
import type { SignValues } from './missing';
import { CONSENT } from './shown';

export interface Drawn {
  readonly strokes: string;
  readonly png: Blob;
  readonly width: number;
  readonly height: number;
}

/** What was shown, where and when. */
export interface Page {
  /** Canonical JSON of what the signer saw. */
  readonly shown: string;
  readonly shown_sha256: string;
  /** BCP 47 */
  readonly language: string;
  readonly fix: DeviceFix | null;
  /** By the device's clock. */
  readonly at_ms: number;
}

/** `drawn` null: the name was typed. */
export async function sign(
  replica: Replica,
  job: Job,
  values: SignValues,
  page: Page,
  drawn: Drawn | null,
): Promise<true> {
  const attachment_id = drawn && (await keep(replica, job, values.name.trim(), drawn, page.at_ms));
  await replica.mutate(Mutation.TakeSignature, {
    ...wordOf(job, values, page),
    ...CONSENT,
    strokes: drawn?.strokes ?? '',
    attachment_id,
  });
  return true;
}

export async function refuse(
  replica: Replica,
  job: Job,
  values: SignValues,
  page: Page,
): Promise<true> {
  await replica.mutate(Mutation.TakeRefusal, {
    ...wordOf(job, values, page),
    reason: values.reason.trim(),
  });
  return true;
}

function wordOf(job: Job, { role, name, relation }: SignValues, page: Page) {
  const { shown, shown_sha256, language, fix } = page;
  return {
    appointment_id: job.id,
    role,
    signer_name: name.trim(),
    relation,
    language,
    shown,
    shown_sha256,
    fix: fix && { ...fix },
  };
}

async function keep(
  replica: Replica,
  job: Job,
  caption: string,
  { png, width, height }: Drawn,
  at_ms: number,
): Promise<string> {
  const { attachment_id } = await replica.capture({
    bytes: png,
    thumb: png,
    args: {
      work_order_id: job.order.id,
      appointment_id: job.id,
      slot: 'signature',
      sha256: await sha256Hex(png),
      size_bytes: png.size,
      media_type: 'image/png',
      width_px: width,
      height_px: height,
      caption,
      captured_ms: at_ms,
    },
  });
  return attachment_id;
}
