import { checklists } from './admin/checklists';
import { imports } from './admin/imports';
import { kit } from './admin/kit';
import { papers } from './admin/papers';
import { people } from './admin/people';
import { places } from './admin/places';
import { area } from './area';

/** Administration, in parts that follow its pages. */
export const admin = area(
  { ...kit.zh, ...papers.zh, ...people.zh, ...places.zh, ...checklists.zh, ...imports.zh },
  { ...kit.en, ...papers.en, ...people.en, ...places.en, ...checklists.en, ...imports.en },
);
