/**
 * What a badge may wear. `urgent` is the only solid one: shape, not only colour, tells it apart.
 */
export type Tone =
  | 'neutral'
  | 'primary'
  | 'info'
  | 'warning'
  | 'success'
  | 'error'
  | 'conflict'
  | 'outline'
  | 'dashed'
  | 'urgent';
