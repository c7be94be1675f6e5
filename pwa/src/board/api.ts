/** Routes of the server that are not mutations: reads that need more than the rows held here. */
import type { FeatureCollection } from 'geojson';
import type { Form } from '../contract/enums';
import type { PublishTemplate } from '../contract/mutations';
import { callApi, callFile } from '../store/transport';

export { boardSession, signInBoard, signOut } from '../store/session';
export { ApiError, isCaptive } from '../store/transport';

/** A typed value that says why somebody stands where he does, or why he is out. */
export interface Reason {
  readonly code: string;
  readonly [figure: string]: unknown;
}

export interface Fit {
  readonly technician_id: string;
  readonly name: string;
  readonly distance_m: number | null;
  readonly travel_s: number | null;
  readonly position: { readonly source: string; readonly age_ms: number | null } | null;
  readonly skill_level: number | null;
  readonly load: number;
  readonly shift_end_ms: number | null;
  readonly facts: readonly Reason[];
}

export interface Excluded {
  readonly technician_id: string;
  readonly name: string;
  readonly reasons: readonly Reason[];
}

export interface Nearest {
  readonly work_order_id: string;
  readonly at_ms: number;
  readonly fits: readonly Fit[];
  /** By name: as many as were asked for of `excluded_count`. */
  readonly excluded: readonly Excluded[];
  readonly excluded_count: number;
}

/**
 * Who could go, nearest first; who may not, all of them unless `excluded` says how many.
 * Throws ApiError, or whatever fetch throws without a network.
 */
export function nearest(
  work_order_id: string,
  at_ms: number,
  k: number,
  excluded: number | null,
): Promise<Nearest> {
  const asked = new URLSearchParams({ work_order_id, at_ms: String(at_ms), k: String(k) });
  if (excluded !== null) asked.set('excluded', String(excluded));
  return callApi<Nearest>('GET', `/api/v1/dispatch/nearest?${asked.toString()}`);
}

export interface Decisions {
  readonly assigned: readonly {
    readonly work_order_id: string;
    readonly technician_id: string;
    readonly start_local: string;
  }[];
  /** What stood in the way of each, the most frequent first. */
  readonly unassigned: readonly {
    readonly work_order_id: string;
    readonly reasons: readonly Reason[];
  }[];
}

/** Give every waiting order in sight to somebody, over `days` days from `from_day`. */
export function assignAll(from_day: string, days: number): Promise<Decisions> {
  return callApi<Decisions>('POST', '/api/v1/dispatch/assign_all', { from_day, days });
}

/** When a device last spoke to the server, and what it still held then. */
export interface Contact {
  readonly device_id: string;
  readonly last_contact_ms: number;
  readonly unsent_count: number;
  /** When the first entry that the server could not run yet was written. */
  readonly oldest_ms: number | null;
}

/** For administrators. Throws ApiError, or whatever fetch throws without a network. */
export async function deviceContacts(): Promise<readonly Contact[]> {
  const { devices } = await callApi<{ devices: readonly Contact[] }>('GET', '/api/v1/devices');
  return devices;
}

/** What a replica captured in a span and what of it is stored. */
export interface DeviceReceipt {
  readonly replica: string;
  readonly last_n: number;
  readonly stored_count: number;
  readonly stored_bytes: number;
  /** Announced, and their bytes are not on the server. */
  readonly waiting_count: number;
  readonly last_stored_ms: number | null;
  /** What the phone shows when it counts the same. */
  readonly code: string;
}

/** For administrators; the replica that spoke last comes first. Throws as the others do. */
export async function deviceReceipts(
  device_id: string,
  from_ms: number,
  until_ms: number,
): Promise<readonly DeviceReceipt[]> {
  const span = new URLSearchParams({ from_ms: String(from_ms), until_ms: String(until_ms) });
  const path = `/api/v1/devices/${encodeURIComponent(device_id)}/receipts?${span.toString()}`;
  return (await callApi<{ receipts: readonly DeviceReceipt[] }>('GET', path)).receipts;
}

/** When the newest backup of the server was made; null without one. Throws as the others do. */
export async function newestBackup(): Promise<number | null> {
  return (await callApi<{ made_ms: number | null }>('GET', '/api/v1/backup')).made_ms;
}

/** The one-time code with which a phone joins as this user. */
export function joinCode(user_id: string): Promise<{ code: string; expires_ms: number }> {
  return callApi('POST', '/api/v1/join-codes', { user_id });
}

/** Streets, water and names around here; null when the firm has no such layer. */
export async function localMap(): Promise<FeatureCollection | null> {
  try {
    return await callApi<FeatureCollection>('GET', '/api/v1/map/local.json');
  } catch {
    // The land and the pins are a map already; without a network there is nothing to tell.
    return null;
  }
}

/** A new password for somebody, by an administrator. Throws ApiError. */
export function setUserPassword(user_id: string, password: string): Promise<unknown> {
  const path = `/api/v1/users/${encodeURIComponent(user_id)}/password`;
  return callApi('POST', path, { password });
}

/** `lacks`: what the order does not have yet for this paper, '' when it can be printed. */
export interface PaperState {
  readonly form: Form;
  readonly lacks: string;
}

export type PaperLanguage = 'zh-CN' | 'en';

/** The papers of an order in the order of its life. Throws as the others do. */
export async function papersOf(work_order_id: string): Promise<readonly PaperState[]> {
  const path = `/api/v1/papers/${encodeURIComponent(work_order_id)}`;
  return (await callApi<{ papers: readonly PaperState[] }>('GET', path)).papers;
}

/** One paper as PDF. Throws ApiError `not_ready` with what the order lacks by now. */
export function paperFile(
  work_order_id: string,
  form: Form,
  language: PaperLanguage,
): Promise<Blob> {
  const path = `/api/v1/papers/${encodeURIComponent(work_order_id)}/${form}?language=${language}`;
  return callFile('application/pdf', 'GET', path);
}

/** A sample in a template that nobody has published: PNG in base64, one for each page. */
export async function previewPages(
  template: PublishTemplate,
  form: Form,
  language: PaperLanguage,
): Promise<readonly string[]> {
  const path = `/api/v1/papers/preview/pages?form=${form}&language=${language}`;
  return (await callApi<{ pages: readonly string[] }>('POST', path, template)).pages;
}
