/** Every area, for tests, the gallery and people who proof-read. Pages register their own. */
import { admin } from './admin';
import type { Area } from './area';
import { board } from './board';
import { checkIns } from './check-ins';
import { checklists } from './checklists';
import { common } from './common';
import { conflicts } from './conflicts';
import { device } from './device';
import { errors } from './errors';
import { held } from './held';
import { job } from './job';
import { login } from './login';
import { reasons } from './reasons';
import { states } from './states';
import { sync } from './sync';
import { tech } from './tech';
import { verbs } from './verbs';

export const allAreas: readonly Area[] = [
  common,
  sync,
  job,
  states,
  reasons,
  verbs,
  errors,
  login,
  device,
  checkIns,
  checklists,
  conflicts,
  held,
  tech,
  board,
  admin,
];
