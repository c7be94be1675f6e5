/** One technician with one job, as most tests of the engine begin. */
import type { Appointment } from '../contract/kinds';
import type { Attach } from '../contract/mutations';
import type { Mutators } from './mutator';
import { openWorld, sync, TECHNICIAN, type World, type WorldOptions } from './world.test.helper';

export const ORDER = '10000000-0000-4000-8000-000000000001';
export const VISIT = '20000000-0000-4000-8000-000000000001';
export const PLACE = '60000000-0000-4000-8000-000000000001';
export const ME = 7;
export const CATALOGUE = 1;

/** Two mutators are enough: one that moves a row, one that gives birth to one. */
export const MUTATORS: Mutators = {
  'appointment.accept': (stage, { appointment_id }) => {
    const visit = stage.get('appointment', appointment_id);
    if (!visit) return { reason: 'not_found', detail: {} };
    if (visit.state !== 'dispatched') return { reason: 'appointment_state', detail: {} };
    stage.put('appointment', { ...visit, state: 'accepted' });
    return 'done';
  },
  'work_order.note': (stage, { work_order_id, text = '' }, when) => {
    const fact = { id: when.born(0), work_order_id, text, at_ms: when.at_ms };
    stage.put('fact', fact as never);
    return 'done';
  },
  'work_order.hold': () => {
    throw new Error('a mutator with a bug');
  },
};

export interface Job extends World {
  /** Handle of the visit. */
  readonly visit: number;
}

export async function openJob(options: Partial<WorldOptions> = {}): Promise<Job> {
  const world = await openWorld({ mutators: MUTATORS, ...options });
  const { server } = world;
  server.scope(CATALOGUE, 0);
  server.scope(ME, 1);
  server.enter(ME, 'location', { id: PLACE, name: '3栋502' });
  server.enter(ME, 'work_order', {
    id: ORDER,
    title: '漏水',
    state: 'assigned',
    location_id: PLACE,
  });
  const visit = server.enter(ME, 'appointment', {
    id: VISIT,
    work_order_id: ORDER,
    technician_id: TECHNICIAN,
    state: 'dispatched',
  });
  await sync(world.replica);
  return { ...world, visit };
}

/** The server does what the mutation says. */
export function obey({ server, visit }: Job): void {
  server.judge = (entry) => {
    if (entry.name === 'appointment.accept') server.change(ME, visit, 'state', 'accepted');
    return { outcome: 'accepted' };
  };
}

export function stateOf({ replica }: Job): Appointment['state'] | undefined {
  return replica.view.get('appointment', VISIT)?.state;
}

/** A file of the job; without more, a picture whose bytes say `photo`. */
export async function capture(
  { replica }: World,
  more: Partial<Attach> = {},
  bytes: Blob = new Blob(['photo'], { type: 'image/jpeg' }),
): Promise<string> {
  const args = {
    work_order_id: ORDER,
    slot: 'after',
    sha256: '0'.repeat(64),
    size_bytes: bytes.size,
    media_type: 'image/jpeg',
    captured_ms: 1,
    ...more,
  } as const;
  return (await replica.capture({ bytes, args })).attachment_id;
}
