/** The certificate's document: the shapes of `server/papers/documents.py`, where they are described. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type {
  Channel,
  Form,
  Grade,
  ItemKind,
  SignerRole,
  Slot,
  WorkOrderKind,
} from '../../contract/enums';
import { canonical } from '../../sync/canonical';
import type { Change } from '../signatures/changes';

export const VERSION = 2;

export interface Head {
  readonly form: Form;
  readonly version: number;
  readonly firm_name: string;
  readonly zone: string;
  readonly work_order_id: string;
  readonly number: string;
  readonly kind: WorkOrderKind;
  readonly grade: Grade;
  readonly channel: Channel;
  readonly title: string;
  readonly description: string;
  readonly reported_ms: number;
  readonly dated_ms: number;
}

export interface Parties {
  readonly customer_name: string;
  readonly contact_name: string;
  readonly relation: string;
  readonly phone: string;
}

export interface Place {
  readonly project_name: string;
  readonly location_names: readonly string[];
  readonly address: string;
  readonly access: string;
  readonly asset_name: string;
  readonly asset_code: string;
  readonly asset_serial: string;
}

export interface Photo {
  readonly sha256: string;
  readonly slot: Slot;
  readonly caption: string;
  readonly captured_ms: number;
  readonly is_stored: boolean;
}

export interface Item {
  readonly item: string;
  readonly quantity_milli: number;
  readonly unit: string;
  readonly serial: string;
}

export interface Check {
  readonly label_zh: string;
  readonly label_en: string;
  readonly kind: ItemKind;
  readonly answer: string;
  readonly answer_zh: string;
  readonly answer_en: string;
  readonly unit: string;
}

export interface Visit {
  readonly technician_name: string;
  readonly technician_phone: string;
  readonly dispatcher_name: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly duration_min: number;
  readonly arrived_ms: number | null;
  readonly started_ms: number | null;
  readonly finished_ms: number | null;
  readonly distance_m: number | null;
  readonly radius_m: number | null;
  readonly away_reason: string;
  readonly summary: string;
}

export interface Signature {
  readonly role: SignerRole;
  readonly signer_name: string;
  readonly relation: string;
  readonly reason: string;
  readonly at_ms: number;
  readonly sha256: string | null;
  readonly is_stored: boolean;
  readonly consent: string;
  readonly shown: string;
  readonly changes: readonly Change[];
}

/** What a certificate does not speak of is empty, as in the document of any form. */
export interface Certificate {
  readonly head: Head;
  readonly parties: Parties;
  readonly place: Place;
  readonly received_by_name: '';
  readonly received_ms: null;
  readonly visits: readonly Visit[];
  readonly survey: null;
  readonly plan: null;
  readonly coverage: null;
  readonly items: readonly Item[];
  readonly checks: readonly Check[];
  readonly remarks: readonly [];
  readonly photos: readonly Photo[];
  readonly signatures: readonly Signature[];
  readonly flags: readonly string[];
}

/** Hex SHA-256 of the canonical bytes: what stands at the foot of the paper. */
export function fingerprint(document: Certificate): string {
  return bytesToHex(sha256(canonical(document)));
}
