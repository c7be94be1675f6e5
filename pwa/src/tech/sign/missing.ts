/** What the form holds, and what it still lacks. */
import { SignerRole } from '../../contract/enums';

export type SignMode = 'draw' | 'type' | 'refuse';
/** What is in the box: nothing, too little for a name, or a signature. */
export type Ink = 'none' | 'blank' | 'drawn';

export interface SignValues {
  readonly mode: SignMode;
  readonly role: SignerRole;
  readonly name: string;
  readonly relation: string;
  readonly reason: string;
  readonly agrees: boolean;
}

export const ROLES = [
  SignerRole.CUSTOMER,
  SignerRole.PROPERTY_MANAGER,
  SignerRole.WITNESS,
] as const;

export interface Missing {
  readonly words:
    | `tech.sign.no_${'reason' | 'name' | 'consent' | 'strokes'}`
    | 'reason.blank_signature'
    | 'reason.appointment_state';
  /** Id of the field to go to. */
  readonly at: string;
}

export function missingOf(values: SignValues, ink: Ink): Missing | null {
  if (values.mode === 'refuse') {
    return values.reason.trim() === ''
      ? { words: 'tech.sign.no_reason', at: 'refuse-reason' }
      : null;
  }
  if (values.name.trim() === '') return { words: 'tech.sign.no_name', at: 'signer-name' };
  if (!values.agrees) return { words: 'tech.sign.no_consent', at: 'signer-name' };
  if (values.mode !== 'draw' || ink === 'drawn') return null;
  const words = ink === 'blank' ? 'reason.blank_signature' : 'tech.sign.no_strokes';
  return { words, at: 'signer-name' };
}
