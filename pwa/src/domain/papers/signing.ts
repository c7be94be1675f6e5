/**
 * Whose word stands on an order, and what has changed since it was given. Pure; means the same as
 * `server/papers/signing.py`.
 */
import { BlobState, SignerRole } from '../../contract/enums';
import type { Fact, Signature } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import { changesOf, type Now, seenOf } from '../signatures/changes';
import { standing } from '../signatures/rules';
import { placeText } from '../work_orders/queries';
import type * as d from './document';
import { detailOf, isPhoto, type OrderFile, stands, textOf, usedIn } from './file';

/** A signature's row, or as much of one as an older app's line of history says. */
interface Word
  extends Pick<
    Signature,
    | 'id'
    | 'appointment_id'
    | 'role'
    | 'signer_name'
    | 'relation'
    | 'is_refused'
    | 'reason'
    | 'shown'
    | 'attachment_id'
    | 'at_ms'
  > {
  /** The sentence above the pad, where it was named beside what was shown. */
  readonly consent?: string;
}

/** Signatures and refusals that stand, oldest first. */
export function wordsOf(file: OrderFile): readonly d.Signature[] {
  return standing(givenOn(file)).map((said) => wordOf(file, said));
}

/** All that nobody struck through, those of older apps among them, oldest first. */
function givenOn({ facts, signatures }: OrderFile): readonly Word[] {
  const struck = facts
    .filter((fact) => !stands(fact))
    .map((fact) => detailOf(fact)['signature_id']);
  const own: Word[] = signatures.filter(({ id }) => !struck.includes(id));
  return [...own, ...facts.filter(isOlder).map(fromFact)].sort(
    (a, b) => a.at_ms - b.at_ms || (a.id < b.id ? -1 : 1),
  );
}

function isOlder(fact: Fact): boolean {
  return (fact.verb === Mutation.Sign || fact.verb === Mutation.RefuseToSign) && stands(fact);
}

/** An older app's signing, which is a line of history and no row. */
function fromFact(fact: Fact): Word {
  const detail = detailOf(fact);
  const { id, at_ms, text } = fact;
  const is_refused = fact.verb === Mutation.RefuseToSign;
  return {
    id,
    at_ms,
    is_refused,
    appointment_id: fact.appointment_id ?? '',
    role: SignerRole.CUSTOMER,
    signer_name: is_refused ? textOf(detail, 'signer_name') : text,
    relation: textOf(detail, 'relation'),
    reason: is_refused ? text : '',
    shown: textOf(detail, 'shown'),
    attachment_id: textOf(detail, 'attachment_id') || null,
    consent: textOf(detail, 'consent'),
  };
}

function wordOf(file: OrderFile, said: Word): d.Signature {
  const drawn = file.attachments.find((each) => each.id === said.attachment_id);
  const { role, signer_name, relation, reason, at_ms, shown } = said;
  return {
    role,
    signer_name,
    relation,
    reason,
    at_ms,
    sha256: drawn?.sha256 ?? null,
    is_stored: drawn?.state === BlobState.STORED,
    consent: said.is_refused ? '' : said.consent || (seenOf(shown)?.consent ?? ''),
    shown,
    changes: said.is_refused ? [] : changesOf(shown, nowOf(file, said)),
  };
}

/** What the same signer would be shown now, whole. */
function nowOf(file: OrderFile, { appointment_id }: Word): Now {
  const { order, project, locations, visits, facts, attachments } = file;
  const names = [project?.name ?? '', ...locations.map((each) => each.name).reverse()];
  const address = order.address || (locations.find((each) => each.address)?.address ?? '');
  return {
    title: order.title,
    place: placeText(names, address),
    summary: visits.find(({ id }) => id === appointment_id)?.summary ?? '',
    lines: usedIn(facts),
    photos: attachments.filter(isPhoto).map(({ slot, sha256 }) => ({ slot, sha256 })),
  };
}
