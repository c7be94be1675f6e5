"""Bugs in what both sides agree on: `sync/`."""

from tests.simulation.planted.bug import Bug

BUGS = (
    Bug(
        "a row that leaves is added to the sum",
        "sync/digest.py",
        "    return (total - digest) % MODULUS",
        "    return (total + digest) % MODULUS",
        (7,),
    ),
    Bug(
        "a row's sum does not tell its id",
        "sync/digest.py",
        "canonical([scope, handle, kind, row_id, *values])",
        "canonical([scope, handle, kind, *values])",
        (7,),
    ),
    Bug(
        "device times are not added up",
        "sync/entries.py",
        "device_ms += entries.device_ms[index]",
        "device_ms = entries.device_ms[index]",
        (2, 3, 16),
        row=8,
    ),
    Bug(
        "the third entry takes the second one's base",
        "sync/entries.py",
        "        return column[index]\n    if len(column) == 1:",
        "        return column[min(index, 1)]\n    if len(column) == 1:",
        (2, 3, 9),
    ),
    Bug(
        "an entry's hash does not cover its arguments",
        "sync/entries.py",
        '        "args": args,\n    }\n    return blake2s',
        '        "args": {},\n    }\n    return blake2s',
        (2, 3),
        row=6,
    ),
    Bug(
        "a difference after nothing begins at zero",
        "sync/columns.py",
        "before = before if value is None else value",
        "before = value or 0",
        (7,),
    ),
    Bug(
        "rows of others are told as one's own",
        "sync/id_table.py",
        '"" if writer == replica else writer,',
        '"" if writer == replica or len(lines) < 6 else writer,',
        (4, 7),
    ),
    Bug(
        "what an entry said is taken for what was stored",
        "sync/columns.py",
        "if not names or unpack(column, len(values), (), entries) != list(values):",
        "if not names:",
        (7,),
    ),
    Bug(
        "the later rows of a mutation get the first one's id",
        "sync/id_table.py",
        "line = (row_id, int(match[2]), birth.ordinal)",
        "line = (row_id, int(match[2]), birth.ordinal % 2)",
        (4, 7),
    ),
    Bug(
        "what the crew sees includes what the office sees",
        "sync/kinds.py",
        "reach = SEES_ORDER.index(level)",
        "reach = SEES_ORDER.index(level) + (level is Sees.CREW)",
        (5, 7),
    ),
    Bug(
        "a field of one authority is overwritten unseen",
        "sync/kinds.py",
        "if field.merge in (Merge.LWW, Merge.AUTHORITY) and not field.sources",
        "if field.merge is Merge.LWW and not field.sources",
        (9, 13),
        row=17,
    ),
)
