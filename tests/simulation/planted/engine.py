"""Bugs in the engine of the phones: `pwa/src/sync/`."""

from tests.simulation.planted.bug import Bug

_SYNC = "pwa/src/sync/"

BUGS = (
    Bug(
        "any answer is taken for ours",
        _SYNC + "answer.ts",
        "if (value[1] !== nonce)",
        "if (value[1] === undefined)",
        (6, 7),
        row=20,
    ),
    Bug(
        "a proxy's 413 takes an entry's body",
        _SYNC + "answer.ts",
        "if (http.status === 413 && code === 'too_large')",
        "if (http.status === 413)",
        (2, 10),
    ),
    Bug(
        "signed out means deleted",
        _SYNC + "round.ts",
        "      default:\n        return { kind: verdict.kind };",
        "      default:\n"
        "        if (verdict.kind === 'signed_out')\n"
        "          await this.core.commit({ rows: [], change: { put: [], drop: [], results: [],\n"
        "            keep: [], unkeep: [], purge: plan.sent, state: this.core.state } });\n"
        "        return { kind: verdict.kind };",
        (2,),
        row=12,
    ),
    Bug(
        "the cursor is written before its rows",
        _SYNC + "core.ts",
        "    await this.ports.store.commit(change);\n    for",
        "    await this.ports.store.commit({ ...NO_CHANGE, state: change.state });\n"
        "    await this.ports.store.commit(change);\n    for",
        (7,),
        row=31,
    ),
    Bug(
        "what was pushed counts as read",
        _SYNC + "apply.ts",
        "    cursor: answer.cursor,",
        "    cursor: answer.results.reduce((c, { seq }) =>\n"
        "      seq > c[1] ? ([c[0], seq, 0, 0, 0, 0] as const) : c, answer.cursor),",
        (6, 7),
        row=32,
    ),
    Bug(
        "a leave is overlooked",
        _SYNC + "apply.ts",
        "if (member) draft.drop(member);",
        "if (member && handle % 7 !== 3) draft.drop(member);",
        (4, 7),
        row=16,
    ),
    Bug(
        "a fresh start keeps what it did not bring",
        _SYNC + "apply.ts",
        "if (hadStale && isHead) dropStale(draft, known.members, g);",
        "if (hadStale && isHead && g < 0) dropStale(draft, known.members, g);",
        (4, 7),
        row=27,
    ),
    Bug(
        "a scope that is gone keeps its rows",
        _SYNC + "apply.ts",
        "if (gone.includes(member.scope)) draft.drop(member);",
        "if (gone[0] === member.scope && gone.length > 1) draft.drop(member);",
        (5, 7),
    ),
    Bug(
        "the oldest entry is never sent",
        _SYNC + "outbox.ts",
        "return this.present.open.filter((entry) => this.isOwed(entry));",
        "return this.present.open.filter((entry) => this.isOwed(entry)).slice(1);",
        (11,),
        row=30,
    ),
    Bug(
        "entries are numbered anew in the order of the device's clock",
        _SYNC + "rename.ts",
        ".sort((a, b) => a.order - b.order);",
        ".sort((a, b) => a.device_ms - b.device_ms);",
        (10, 11, 17),
        row=8,
    ),
    Bug(
        "a restored server is owed nothing",
        _SYNC + "outbox.ts",
        "return result === undefined || (epoch !== '' && result.epoch !== epoch);",
        "return result === undefined;",
        (1, 2),
        row=18,
    ),
    Bug(
        "an app that was updated begins with an empty outbox",
        _SYNC + "core.ts",
        "await this.ports.store.commit({ ...NO_CHANGE, ...relaid(found.members, found.state) });",
        "await this.ports.store.commit({\n"
        "        ...NO_CHANGE, ...relaid(found.members, found.state), purge: found.entries });",
        (2,),
        row=1,
    ),
    Bug(
        "an app that was updated goes on at its cursor",
        _SYNC + "layout.ts",
        "state: { ...state, layout: LAYOUT, fresh_wanted: true } };",
        "state: { ...state, layout: LAYOUT } };",
        (4, 7),
        row=19,
    ),
    Bug(
        "every tab leads",
        _SYNC + "replica.ts",
        "if (!this.isLeader) return this.core.ports.channel.post({ kind: 'poke' });",
        "if (!this.isLeader) this.core.ports.channel.post({ kind: 'poke' });",
        (6, 7),
        row=28,
    ),
    Bug(
        "a full store is not noticed",
        _SYNC + "replica.ts",
        "const made = await this.core.ports.store.author(make);",
        "const made = await this.core.ports.store\n"
        "      .author(make)\n"
        "      .catch(() => make(this.core.outbox.who));",
        (2, 3),
        row=3,
    ),
    Bug(
        "nobody tries again after some failures",
        _SYNC + "scheduler.ts",
        "        this.enter('offline');\n        return this.runAfter(this.backOffMs());",
        "        this.enter('offline');\n"
        "        return this.failures < 3 ? this.runAfter(this.backOffMs()) : undefined;",
        (11,),
        row=30,
    ),
    Bug(
        "a renamed entry names rows by their old ids",
        _SYNC + "rename.ts",
        "args: rewrite(entry.args, ids) });",
        "args: entry.args });",
        (8, 9, 10),
    ),
    Bug(
        "a file counts as sent after its first bytes",
        _SYNC + "uploads.ts",
        "if (answer.offset >= now.size_bytes) return this.sent(now);",
        "if (answer.offset > now.size_bytes - 300) return this.sent(now);",
        (8,),
        row=10,
    ),
    Bug(
        "the journal is not told of an entry",
        _SYNC + "journal-store.ts",
        "      { v: 1, is: 'entry', entry },\n      ...(upload",
        "      ...(n % 2 ? [{ v: 1, is: 'entry', entry } as const] : []),\n      ...(upload",
        (2,),
        row=4,
    ),
    Bug(
        "a store that was taken back is not brought up",
        _SYNC + "journal.ts",
        "return identity.line !== store.line || identity.next_order > store.next_order;",
        "return identity.line !== store.line;",
        (2, 3),
        row=5,
    ),
)
