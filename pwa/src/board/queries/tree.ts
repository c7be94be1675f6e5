/** One level of the tree of places: projects, then what stands in them. */
import type { LocationKind } from '../../contract/enums';
import type { View } from '../../sync/api';
import { pathOf } from './places';
import { score } from './search';

export interface Child {
  readonly id: string;
  readonly name: string;
  readonly kind: LocationKind | null;
  /** Nothing is below it: a tap takes it. */
  readonly leaf: boolean;
}

export interface Branch {
  readonly path: readonly string[];
  /** The location one level up; null: the project itself. */
  readonly above: string | null;
  readonly children: readonly Child[];
}

const SHOWN_MAX = 80;

function named<T extends { name: string; initials: string }>(rows: readonly T[], query: string) {
  const found =
    query.trim() === ''
      ? rows
      : rows.filter((each) => score([each.name, each.initials], query) > 0);
  return [...found]
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }))
    .slice(0, SHOWN_MAX);
}

export function branch(
  view: View,
  projectId: string | null,
  parentId: string | null,
  query: string,
): Branch {
  if (projectId === null) {
    const projects = view.all('project').filter((each) => each.is_active);
    const children = named(projects, query).map(({ id, name }) => ({
      id,
      name,
      kind: null,
      leaf: false,
    }));
    return { path: [], above: null, children };
  }
  const inside =
    parentId === null
      ? view.by('location', 'project_id', projectId).filter((each) => each.parent_id === null)
      : view.by('location', 'parent_id', parentId);
  const below = inside.filter((each) => each.is_active);
  const project = view.get('project', projectId)?.name ?? '';
  return {
    path: parentId === null ? [project] : pathOf(view, parentId),
    above: parentId === null ? null : (view.get('location', parentId)?.parent_id ?? null),
    children: named(below, query).map(({ id, name, kind }) => ({
      id,
      name,
      kind,
      leaf: view.by('location', 'parent_id', id).length === 0,
    })),
  };
}
