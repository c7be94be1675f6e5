import { area } from './area';
import { asking } from './board/asking';
import { checking } from './board/checking';
import { dispatch } from './board/dispatch';
import { pages } from './board/pages';
import { papers } from './board/papers';
import { shell } from './board/shell';
import { work } from './board/work';

/** The dispatcher's board, in parts that follow its screens. */
export const board = area(
  {
    ...shell.zh,
    ...work.zh,
    ...dispatch.zh,
    ...asking.zh,
    ...checking.zh,
    ...pages.zh,
    ...papers.zh,
  },
  {
    ...shell.en,
    ...work.en,
    ...dispatch.en,
    ...asking.en,
    ...checking.en,
    ...pages.en,
    ...papers.en,
  },
);
