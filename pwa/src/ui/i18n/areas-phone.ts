import { register } from './catalogue';
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

register(
  common,
  sync,
  job,
  states,
  reasons,
  verbs,
  errors,
  login,
  device,
  checklists,
  conflicts,
  held,
  tech,
);
