"""Bugs in what the phones write to: the stores and the journal's files, `pwa/src/store/`."""

from tests.simulation.planted.bug import Bug

_STORE = "pwa/src/store/"

BUGS = (
    Bug(
        "an entry is shown as saved and is not",
        _STORE + "memory.ts",
        "    this.entries.set(entryKey(made.entry), made.entry);\n    if (made.upload)",
        "    if (made.entry.n % 2) this.entries.set(entryKey(made.entry), made.entry);\n"
        "    if (made.upload)",
        (2,),
        row=5,
    ),
    Bug(
        "a number is given twice",
        _STORE + "memory.ts",
        "next_n: identity.next_n + 1,",
        "next_n: identity.next_n + (identity.next_n % 4 === 3 ? 0 : 1),",
        (2, 3),
        row=6,
    ),
    Bug(
        "a row that left stays in the store",
        _STORE + "memory.ts",
        "for (const [scope, handle] of change.drop) this.rows.delete(memberKey(scope, handle));",
        "for (const [scope, handle] of change.drop.slice(1))\n"
        "      this.rows.delete(memberKey(scope, handle));",
        (7,),
        row=35,
    ),
    Bug(
        "a page is written without its last row",
        _STORE + "memory.ts",
        "for (const member of change.put) this.rows",
        "for (const member of change.put.slice(0, Math.max(1, change.put.length - 1))) this.rows",
        (7,),
    ),
    Bug(
        "a picture is not known to be owed",
        _STORE + "memory.ts",
        "if (made.upload) this.uploads.set(made.upload.attachment_id, made.upload);",
        "if (made.upload?.n === 1) this.uploads.set(made.upload.attachment_id, made.upload);",
        (8,),
        row=10,
    ),
    Bug(
        "a renamed entry also keeps its old name",
        _STORE + "memory.ts",
        "for (const { from } of renaming.moved) this.entries.delete(entryKey(from));",
        "for (const { from } of renaming.moved.slice(1)) this.entries.delete(entryKey(from));",
        (2, 3, 11),
        row=6,
    ),
    Bug(
        "a renamed store goes on under its old name",
        _STORE + "memory.ts",
        "    this.identity = renaming.identity;",
        "    this.identity = { ...renaming.identity, replica: this.who().replica };",
        (3, 11, 16),
    ),
    Bug(
        "every third entry never reaches IndexedDB",
        _STORE + "dexie-store.ts",
        "await db.outbox.add(made.entry);",
        "if (made.entry.n % 3) await db.outbox.add(made.entry);",
        (2,),
        row=3,
    ),
    Bug(
        "rows that left stay in IndexedDB",
        _STORE + "dexie-store.ts",
        "await db.members.bulkDelete(change.drop.map(",
        "await db.members.bulkDelete(change.drop.slice(1).map(",
        (7,),
        row=35,
    ),
    Bug(
        "IndexedDB has the cursor and not all of its rows",
        _STORE + "dexie-store.ts",
        "await db.members.bulkPut([...change.put]);",
        "await db.members.bulkPut(change.put.filter(({ handle }) => handle % 9 !== 4));",
        (7,),
        row=31,
    ),
    Bug(
        "one torn line hides all of the journal's file",
        _STORE + "frames.ts",
        "    if (end > bytes.length) break;",
        "    if (end > bytes.length) return [];",
        (2,),
        row=5,
    ),
    Bug(
        "the journal is believed before it is durable",
        _STORE + "file-journal.ts",
        "    return this.inTurn(() => this.add(records));",
        "    void this.inTurn(() => this.add(records)).catch(() => undefined);\n"
        "    return Promise.resolve();",
        (2,),
        row=5,
    ),
    Bug(
        "the journal is removed before it is written anew",
        _STORE + "file-journal.ts",
        "      const records = await make();\n      this.number += 1;\n"
        "      await this.add(records);\n"
        "      for (const name of over) await this.files.remove(name);",
        "      const records = await make();\n      this.number += 1;\n"
        "      for (const name of over) await this.files.remove(name);\n"
        "      await this.add(records);",
        (2,),
        row=5,
    ),
)
