/**
 * Strongly connected components by Tarjan's algorithm with a stack of its own, so that no length of chain can exhaust
 * the machine's.
 */

/** Groups of nodes that reach each other, each after the groups that it leads to. */
export function components<T>(
  nodes: readonly T[],
  next: (node: T) => readonly T[],
): readonly (readonly T[])[] {
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const open = new Set<T>();
  const path: T[] = [];
  const found: T[][] = [];
  for (const root of nodes) {
    if (index.has(root)) continue;
    const work: { readonly node: T; readonly edges: readonly T[]; at: number }[] = [];
    const enter = (node: T): void => {
      index.set(node, index.size);
      low.set(node, index.size - 1);
      open.add(node);
      path.push(node);
      work.push({ node, edges: next(node), at: 0 });
    };
    enter(root);
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const edge = frame.edges[frame.at++];
      if (edge !== undefined) {
        if (!index.has(edge)) enter(edge);
        else if (open.has(edge)) lower(low, frame.node, index.get(edge) ?? 0);
        continue;
      }
      work.pop();
      const own = low.get(frame.node) ?? 0;
      const parent = work.at(-1);
      if (parent) lower(low, parent.node, own);
      if (own === index.get(frame.node)) found.push(close(path, open, frame.node));
    }
  }
  return found;
}

function lower<T>(low: Map<T, number>, node: T, value: number): void {
  low.set(node, Math.min(low.get(node) ?? value, value));
}

function close<T>(path: T[], open: Set<T>, root: T): T[] {
  const group = path.splice(path.lastIndexOf(root));
  for (const node of group) open.delete(node);
  return group;
}

/** Whether a component is a circle: several nodes, or one that leads to itself. */
export function isCycle<T>(component: readonly T[], next: (node: T) => readonly T[]): boolean {
  const [first] = component;
  return component.length > 1 || (first !== undefined && next(first).includes(first));
}
