import { admin } from './admin';
import { board } from './board';
import { register } from './catalogue';
import { checklists } from './checklists';
import { common } from './common';
import { conflicts } from './conflicts';
import { errors } from './errors';
import { held } from './held';
import { job } from './job';
import { login } from './login';
import { reasons } from './reasons';
import { states } from './states';
import { sync } from './sync';
import { verbs } from './verbs';

register(
  common,
  sync,
  job,
  states,
  reasons,
  verbs,
  errors,
  login,
  checklists,
  conflicts,
  held,
  board,
  admin,
);
