/** The places of a project as the lines of a tree. Pure. */
import type { Location } from '../../../contract/kinds';

export interface Leaf {
  readonly location: Location;
  /** 0: right below the project. */
  readonly depth: number;
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Parents before their children, siblings by name; a place whose parent is unknown is a root. */
export function treeOf(locations: readonly Location[]): readonly Leaf[] {
  const ids = new Set(locations.map((each) => each.id));
  const below = new Map<string | null, Location[]>();
  for (const location of locations) {
    const { parent_id } = location;
    const parent = parent_id !== null && ids.has(parent_id) ? parent_id : null;
    below.set(parent, [...(below.get(parent) ?? []), location]);
  }
  const leaves: Leaf[] = [];
  const walk = (parent: string | null, depth: number): void => {
    const children = [...(below.get(parent) ?? [])];
    children.sort((a, b) => collator.compare(a.name, b.name));
    for (const location of children) {
      leaves.push({ location, depth });
      walk(location.id, depth + 1);
    }
  };
  walk(null, 0);
  return leaves;
}
