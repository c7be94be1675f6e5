/** Authoring the customer's word: the picture of the signature first, then the signing that names it. */
import { Mutation } from '../../contract/mutations';
import { sha256Hex } from '../../device/photo';
import type { Job } from '../../domain/appointments/queries';
import type { Replica } from '../../sync/api';
import type { SignValues } from './missing';

export interface Drawn {
  readonly png: Blob;
  readonly width: number;
  readonly height: number;
}

export interface Signing {
  /** Null: the name was typed. */
  readonly drawn: Drawn | null;
  /** The sentence the signer saw. */
  readonly consent: string;
  /** Canonical JSON of what the signer saw. */
  readonly shown: string;
  /** By the device's clock. */
  readonly at_ms: number;
}

export async function sign(
  replica: Replica,
  job: Job,
  values: SignValues,
  { drawn, consent, shown, at_ms }: Signing,
): Promise<true> {
  const signer_name = values.name.trim();
  const attachment_id = drawn && (await keep(replica, job, signer_name, drawn, at_ms));
  await replica.mutate(Mutation.Sign, {
    appointment_id: job.id,
    signer_name,
    relation: values.relation,
    attachment_id,
    consent,
    shown,
  });
  return true;
}

export async function refuse(replica: Replica, job: Job, values: SignValues): Promise<true> {
  await replica.mutate(Mutation.RefuseToSign, {
    appointment_id: job.id,
    signer_name: values.name.trim(),
    reason: values.reason.trim(),
  });
  return true;
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
