import { checklists } from './admin/checklists';
import { imports } from './admin/imports';
import { kit } from './admin/kit';
import { people } from './admin/people';
import { places } from './admin/places';
import { area } from './area';

/** Administration, in parts that follow its pages. */
export const admin = area(
  { ...kit.zh, ...people.zh, ...places.zh, ...checklists.zh, ...imports.zh },
  { ...kit.en, ...people.en, ...places.en, ...checklists.en, ...imports.en },
);
