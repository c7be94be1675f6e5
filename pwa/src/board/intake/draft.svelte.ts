/** A call that is being taken down. It outlives the pane: Esc or a look elsewhere loses nothing. */
import type { Grade } from '../../contract/enums';
import type { Fix, ReportWorkOrder } from '../../contract/mutations';
import type { View } from '../../sync/api';
import { type Point, pointOf } from '../queries/places';

/** A place as it is being given: a known location, or an address with or without a point. */
export class PlaceDraft {
  location_id = $state<string | null>(null);
  address = $state('');
  fix = $state.raw<Fix | null>(null);

  get isEmpty(): boolean {
    return this.location_id === null && this.fix === null && this.address.trim() === '';
  }

  choose(location_id: string): void {
    this.location_id = location_id;
    this.fix = null;
  }

  pin(fix: Fix): void {
    this.fix = fix;
    this.location_id = null;
  }

  clear(): void {
    this.location_id = null;
    this.fix = null;
  }

  pointIn(view: View): Point | null {
    return this.fix ?? pointOf(view, this.location_id);
  }

  args(): { location_id: string | null; address: string; fix: Fix | null } {
    return { location_id: this.location_id, address: this.address.trim(), fix: this.fix };
  }
}

export class IntakeDraft {
  customer_id = $state<string | null>(null);
  contact_id = $state<string | null>(null);
  name = $state('');
  phone = $state('');
  relation = $state('');
  language = $state<'zh-CN' | 'en'>('zh-CN');
  readonly place = new PlaceDraft();
  title = $state('');
  description = $state('');
  grade = $state<Grade>('normal');
  /** Id of an asset of the place; "" is none. */
  asset = $state('');
  skill = $state('');
  minutes = $state('60');

  get hasPerson(): boolean {
    return this.customer_id !== null || this.name.trim() !== '' || this.phone.trim() !== '';
  }

  get isTouched(): boolean {
    return this.hasPerson || !this.place.isEmpty || this.title.trim() !== '';
  }

  takeCustomer(customer_id: string | null, contact_id: string | null): void {
    this.customer_id = customer_id;
    this.contact_id = contact_id;
    if (customer_id !== null) this.name = this.phone = '';
  }

  args(local_code: string): ReportWorkOrder {
    const phone = this.phone.trim();
    const name = this.name.trim();
    const isKnown = this.customer_id !== null;
    return {
      title: this.title.trim(),
      description: this.description.trim(),
      grade: this.grade,
      channel: 'phone',
      local_code,
      customer_id: this.customer_id,
      contact_id: this.contact_id,
      ...(isKnown ? { new_contact_name: name } : { new_customer_name: name }),
      relation: this.relation.trim(),
      phone,
      locale: this.language,
      ...this.place.args(),
      asset_id: this.asset === '' ? null : this.asset,
      skill_id: this.skill === '' ? null : this.skill,
      duration_min: Number(this.minutes),
    };
  }
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** `B-7KQ2`: what the board calls an order until the server has numbered it. */
export function localCode(random: Uint8Array): string {
  return `B-${[...random].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`;
}
