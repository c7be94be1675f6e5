/** Optimistic effects of everything that happens to a visit. */
import type { Mutators } from '../../sync/mutator';
import { assign, cancel, decline, reassign, reschedule } from './assigning';
import { land, landArrival, landComplete, landEnding, landSigning } from './landing';

export const APPOINTMENT_MUTATORS: Mutators = {
  'appointment.assign': assign,
  'appointment.reassign': reassign,
  'appointment.reschedule': reschedule,
  'appointment.cancel': cancel,
  'appointment.accept': (stage, args, when) => land(stage, args, when),
  'appointment.decline': decline,
  'appointment.depart': (stage, args, when) => land(stage, args, when),
  'appointment.arrive': landArrival,
  'appointment.start': (stage, args, when) => land(stage, args, when),
  'appointment.pause': (stage, args, when) => land(stage, args, when, 'reason'),
  'appointment.resume': (stage, args, when) => land(stage, args, when),
  'appointment.no_show': landEnding,
  'appointment.complete': landComplete,
  'appointment.cannot_complete': landEnding,
  'appointment.sign': (stage, args, when) => landSigning(stage, args, when, 'signer_name'),
  'appointment.refuse_to_sign': (stage, args, when) => landSigning(stage, args, when, 'reason'),
};
