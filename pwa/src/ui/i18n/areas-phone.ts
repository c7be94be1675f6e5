import { register } from './catalogue';
import { checklists } from './checklists';
import { common } from './common';
import { device } from './device';
import { errors } from './errors';
import { job } from './job';
import { login } from './login';
import { reasons } from './reasons';
import { states } from './states';
import { sync } from './sync';
import { tech } from './tech';
import { verbs } from './verbs';

register(common, sync, job, states, reasons, verbs, errors, login, device, checklists, tech);
