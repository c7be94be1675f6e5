"""What a browser holds of one person: every store of his database and every file of his journal."""

from typing import Any

from playwright.sync_api import Page

DUMP = """async (userId) => {
  const text = (value) => {
    if (value instanceof ArrayBuffer) return new TextDecoder('utf-8').decode(value);
    if (ArrayBuffer.isView(value)) return new TextDecoder('utf-8').decode(value);
    return JSON.stringify(value, (_, part) =>
      part instanceof ArrayBuffer || ArrayBuffer.isView(part) ? text(part) : part);
  };
  const names = (await indexedDB.databases()).map((each) => each.name);
  const found = { names, stores: {}, files: {} };
  const name = names.find((each) => each.endsWith(userId));
  if (name) {
    const db = await new Promise((done, fail) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done, fail) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      });
      found.stores[store] = rows.map(text);
    }
    db.close();
  }
  const walk = async (folder, path) => {
    for await (const [key, handle] of folder.entries()) {
      if (handle.kind === 'directory') await walk(handle, `${path}/${key}`);
      else found.files[`${path}/${key}`] = text(await (await handle.getFile()).arrayBuffer());
    }
  };
  const root = await navigator.storage.getDirectory();
  for await (const [key, handle] of root.entries())
    if (key.endsWith(userId) && handle.kind === 'directory') await walk(handle, key);
  return found;
}"""


def vault(page: Page, user_id: str) -> dict[str, Any]:
    """`stores`: name → rows as text; `files`: path → text; `names`: of all databases."""
    return page.evaluate(DUMP, user_id)


def texts_of(page: Page, user_id: str) -> str:
    """All of it in one text, to look for what must not be there."""
    found = vault(page, user_id)
    rows = [row for store in found["stores"].values() for row in store]
    return "\n".join([*rows, *found["files"].values()])
