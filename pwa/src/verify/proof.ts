/**
 * The proof of a paper: its document, and the piece of the firm's signed chain that holds it.
 * Twin of `sync/proof.py`, where it is described; `tests/contract/cases/proof.json` judges both.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { canonical } from '../sync/canonical';
import { linkOf, payloadHash } from './chain';
import {
  BrokenLine,
  type ChainEvent,
  HASH,
  type Head,
  hasShape,
  isNumber,
  isObject,
  KEYS,
  type Key,
  keyIdOf,
  lineOf,
  listOf,
  parsed,
  type Shape,
  signedBytes,
} from './lines';
import type { Check } from './verify';

const FORMAT = 'fieldward-proof';
const VERSION = 1;
const ISSUED = 'paper.issued';
/** How the canonical form begins, and no line of a chain export does. */
const START = new TextEncoder().encode('{"before":');
/** A document has 2 MB at most, a thousand links 100 KB. */
export const PROOF_BYTES_MAX = 16 * 1024 * 1024;

interface Proof {
  readonly format: string;
  readonly version: number;
  readonly document: Readonly<Record<string, unknown>>;
  readonly before: string;
  readonly event: ChainEvent;
  readonly links: readonly { readonly seq: number; readonly payload_hash: string }[];
  readonly head: Head;
  readonly keys: readonly Key[];
}

/** `unchecked`: this browser has no Ed25519. The others: see `Judged` in `sync/proof.py`. */
export type ProofVerdict =
  | 'valid'
  | 'broken'
  | 'edited'
  | 'not_covered'
  | 'unknown_key'
  | 'other_paper'
  | 'unchecked';

export interface Judged {
  readonly verdict: ProofVerdict;
  readonly fingerprint: string;
  readonly firm: string;
  readonly form: string;
  readonly number: string;
  readonly signed_ms: number;
  readonly public: string;
  readonly is_pinned: boolean;
}

const NOTHING: Judged = {
  verdict: 'broken',
  fingerprint: '',
  firm: '',
  form: '',
  number: '',
  signed_ms: 0,
  public: '',
  is_pinned: false,
};

const SHAPE: Shape = {
  format: (value) => value === FORMAT,
  version: (value) => value === VERSION,
  document: isObject,
  before: HASH,
  event: isLine('event'),
  links: listOf({ seq: isNumber, payload_hash: HASH }),
  head: isLine('head'),
  keys: KEYS,
};

/** Whether a file that begins so is the proof of a paper, and no chain. */
export function isProof(start: Uint8Array): boolean {
  return START.every((byte, at) => start[at] === byte);
}

/** `trusted`: public keys in hex; `paper`: the fingerprint at the foot of the paper, or ''. */
export async function judge(
  bytes: Uint8Array,
  trusted: readonly string[],
  paper: string,
  check: Check,
): Promise<Judged> {
  const proof = read(bytes);
  if (proof === null) return NOTHING;
  const fingerprint = bytesToHex(sha256(canonical(proof.document)));
  const key = keyOf(proof, trusted);
  let verdict = await verdictOf(proof, fingerprint, key, check);
  if (verdict === 'valid' && paper !== '' && paper !== fingerprint) verdict = 'other_paper';
  const head = isObject(proof.document['head']) ? (proof.document['head'] as object) : {};
  const said = head as { firm_name?: unknown; form?: unknown; number?: unknown };
  return {
    verdict,
    fingerprint,
    firm: String(said.firm_name ?? ''),
    form: String(said.form ?? ''),
    number: String(said.number ?? ''),
    signed_ms: proof.head.signed_ms,
    public: key,
    is_pinned: trusted.includes(key),
  };
}

function isLine(kind: 'event' | 'head') {
  return (value: unknown): boolean => {
    try {
      return lineOf(value).line === kind;
    } catch (error) {
      if (error instanceof BrokenLine) return false;
      throw error;
    }
  };
}

function read(bytes: Uint8Array): Proof | null {
  try {
    const value = parsed(bytes);
    return hasShape(value, SHAPE) ? (value as Proof) : null;
  } catch (error) {
    if (error instanceof BrokenLine) return null;
    throw error;
  }
}

/** The public key of the head's name; those in the file count only for who brings none. */
function keyOf({ keys, head }: Proof, trusted: readonly string[]): string {
  const known = trusted.length > 0 ? trusted : keys.map((key) => key.public);
  return known.find((each) => keyIdOf(each) === head.key_id) ?? '';
}

async function verdictOf(
  proof: Proof,
  fingerprint: string,
  key: string,
  check: Check,
): Promise<ProofVerdict> {
  const { event, head } = proof;
  if (event.payload === null || event.salt === null) return 'edited';
  const args = event.payload['args'];
  const named = isObject(args) ? (args as { sha256?: unknown }).sha256 : undefined;
  if (event.payload['name'] !== ISSUED || named !== fingerprint) return 'edited';
  if (payloadHash(event.salt, event.payload) !== event.payload_hash) return 'edited';
  if (!leads(proof)) return 'not_covered';
  if (key === '') return 'unknown_key';
  const isRight = await check(hexToBytes(key), hexToBytes(head.signature), signedBytes(head));
  if (isRight === null) return 'unchecked';
  return isRight ? 'valid' : 'not_covered';
}

/** The event and the links after it end at what the head says. */
function leads({ before, event, links, head }: Proof): boolean {
  if (event.chain !== linkOf(before, event.seq, event.payload_hash)) return false;
  let { seq, chain } = event;
  for (const link of links) {
    if (link.seq <= seq) return false;
    seq = link.seq;
    chain = linkOf(chain, seq, link.payload_hash);
  }
  return seq <= head.seq && chain === head.chain;
}
