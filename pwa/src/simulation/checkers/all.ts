/** The invariants that are judged while a history runs. 13 and 14 are judged beside the server. */
import type { CheckerKind } from '../watch';
import { acknowledged } from './acknowledged';
import { captures } from './captures';
import { cards } from './cards';
import { causal } from './causal';
import { checkpoints } from './checkpoints';
import { convergence } from './convergence';
import { cursor } from './cursor';
import { digest } from './digest';
import { files } from './files';
import { liveness } from './liveness';
import { loops } from './loops';
import { once } from './once';
import { resurrection } from './resurrection';
import { sight } from './sight';

export const CHECKERS: readonly CheckerKind[] = [
  acknowledged,
  captures,
  once,
  convergence,
  sight,
  cursor,
  digest,
  files,
  cards,
  causal,
  liveness,
  resurrection,
  checkpoints,
  loops,
];
