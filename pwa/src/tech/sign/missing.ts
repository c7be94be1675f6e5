/** What the form holds, and what it still lacks. */
export type SignMode = 'draw' | 'type' | 'refuse';

export interface SignValues {
  readonly mode: SignMode;
  readonly name: string;
  readonly relation: string;
  readonly reason: string;
  readonly agrees: boolean;
}

export interface Missing {
  readonly words:
    | `tech.sign.no_${'reason' | 'name' | 'consent' | 'strokes'}`
    | 'reason.appointment_state';
  /** Id of the field to go to. */
  readonly at: string;
}

export function missingOf(values: SignValues, isPadEmpty: boolean): Missing | null {
  if (values.mode === 'refuse') {
    return values.reason.trim() === ''
      ? { words: 'tech.sign.no_reason', at: 'refuse-reason' }
      : null;
  }
  if (values.name.trim() === '') return { words: 'tech.sign.no_name', at: 'signer-name' };
  if (!values.agrees) return { words: 'tech.sign.no_consent', at: 'signer-name' };
  if (values.mode === 'draw' && isPadEmpty)
    return { words: 'tech.sign.no_strokes', at: 'signer-name' };
  return null;
}
