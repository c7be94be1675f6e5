/** Remarks that were on the screen are marked as read once, and only while somebody looks. */
const marked = new Set<string>();

/** Returns how to stop waiting for the screen to become visible. */
export function markSeen(
  fact_ids: readonly string[],
  see: (fact_id: string) => Promise<unknown>,
): () => void {
  const mark = () => {
    if (document.visibilityState !== 'visible') return;
    for (const id of fact_ids) {
      if (marked.has(id)) continue;
      marked.add(id);
      // Not kept, then not seen: the next look tries again.
      see(id).catch(() => marked.delete(id));
    }
  };
  mark();
  document.addEventListener('visibilitychange', mark);
  return () => document.removeEventListener('visibilitychange', mark);
}
