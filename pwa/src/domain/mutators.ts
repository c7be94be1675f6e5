/** Every mutation that a phone or the board makes, with its optimistic effect. */
import type { Mutators } from '../sync/mutator';
import { APPOINTMENT_MUTATORS } from './appointments/mutators';
import { ASSET_MUTATORS } from './assets/mutators';
import { ATTACHMENT_MUTATORS } from './attachments/mutators';
import { CHECK_IN_MUTATORS } from './check_ins/mutators';
import { CHECKLIST_MUTATORS } from './checklists/mutators';
import { CONFLICT_MUTATORS } from './conflicts/mutators';
import { CUSTOMER_MUTATORS } from './customers/mutators';
import { ENTRY_MUTATORS } from './entries/mutators';
import { IDENTITY_MUTATORS } from './identity/mutators';
import { PAPER_MUTATORS } from './papers/mutators';
import { PLACE_MUTATORS } from './places/mutators';
import { SIGNATURE_MUTATORS } from './signatures/mutators';
import { TECHNICIAN_MUTATORS } from './technicians/mutators';
import { TERRITORY_MUTATORS } from './territories/mutators';
import { WORK_ORDER_MUTATORS } from './work_orders/mutators';

export const MUTATORS: Mutators = {
  ...IDENTITY_MUTATORS,
  ...CUSTOMER_MUTATORS,
  ...TERRITORY_MUTATORS,
  ...PLACE_MUTATORS,
  ...TECHNICIAN_MUTATORS,
  ...ASSET_MUTATORS,
  ...CHECKLIST_MUTATORS,
  ...ATTACHMENT_MUTATORS,
  ...WORK_ORDER_MUTATORS,
  ...APPOINTMENT_MUTATORS,
  ...CHECK_IN_MUTATORS,
  ...SIGNATURE_MUTATORS,
  ...CONFLICT_MUTATORS,
  ...ENTRY_MUTATORS,
  ...PAPER_MUTATORS,
};
