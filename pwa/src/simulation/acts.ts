/** Everything that people do, by name: on the board, in the field, and in the firm's office. */
import { BOARD_ACTS } from './acts-board';
import { CARD_ACTS } from './acts-cards';
import { FIELD_ACTS } from './acts-field';
import { FIRM_ACTS } from './acts-firm';
import type { Device } from './device';
import type { History } from './history';
import type { Dice } from './random';

export interface Act {
  readonly often: number;
  readonly who: 'phone' | 'board' | 'any';
  readonly run: (history: History, device: Device, dice: Dice) => void;
}

export const ACTS = { ...BOARD_ACTS, ...FIELD_ACTS, ...CARD_ACTS, ...FIRM_ACTS };
export type ActName = keyof typeof ACTS;
