/** The file of an order: every row that its certificate may speak of; as `server/papers/file.py`. */
import { Slot } from '../../contract/enums';
import type {
  Appointment,
  Asset,
  Attachment,
  CheckIn,
  ChecklistAnswer,
  Contact,
  Customer,
  Fact,
  Location,
  Project,
  Signature,
  Technician,
  WorkOrder,
} from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import type { Item as ChecklistItem } from '../checklists/rules';
import type { ShownLine } from '../signatures/changes';

const PHOTO_SLOTS: readonly Slot[] = [Slot.REPORT, Slot.BEFORE, Slot.DURING, Slot.AFTER];

export interface OrderFile {
  readonly firm_name: string;
  readonly zone: string;
  readonly order: WorkOrder;
  readonly customer: Customer | null;
  readonly contact: Contact | null;
  /** From the order's own upwards. */
  readonly locations: readonly Location[];
  readonly project: Project | null;
  readonly asset: Asset | null;
  /** By their start. */
  readonly visits: readonly Appointment[];
  readonly technicians: Readonly<Record<string, Technician>>;
  readonly user_names: Readonly<Record<string, string>>;
  /** These four by their time. */
  readonly facts: readonly Fact[];
  readonly signatures: readonly Signature[];
  readonly attachments: readonly Attachment[];
  readonly check_ins: readonly CheckIn[];
  readonly items: readonly ChecklistItem[];
  readonly answers: readonly ChecklistAnswer[];
}

export type Detail = Readonly<Record<string, unknown>>;

export function stands(fact: Fact): boolean {
  return fact.struck_by_id === null;
}

/** The figures of a line of history. */
export function detailOf(fact: Fact): Detail {
  return JSON.parse(fact.detail) as Detail;
}

export function textOf(detail: Detail, name: string): string {
  return String(detail[name] ?? '');
}

export function isPhoto({ slot }: Attachment): boolean {
  return PHOTO_SLOTS.includes(slot);
}

/** What was used up and not struck through. */
export function usedIn(facts: readonly Fact[]): readonly ShownLine[] {
  return facts
    .filter((fact) => fact.verb === Mutation.Use && stands(fact))
    .map((fact) => {
      const detail = detailOf(fact);
      return {
        item: fact.text,
        quantity_milli: Number(detail['quantity_milli'] ?? 0),
        unit: textOf(detail, 'unit'),
        serial: textOf(detail, 'serial'),
      };
    });
}
