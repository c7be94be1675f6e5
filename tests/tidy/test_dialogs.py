"""Every sheet and dialog of the app is on its face's list, which the tests that visit them read."""

import re

from tests.tidy.repo import text, under

LISTED = re.compile(r"\{ name: '(\w+)', file: '([^']+)' \}")
OPENS = re.compile(r"""<(?:Sheet|Dialog|dialog)\b|\brole="(?:alert)?dialog\"""")
UNION = re.compile(r"export type (\w+) =([^;]+);")
KIND = re.compile(r"readonly kind: ([^;]+);")
WORD = re.compile(r"'(\w+)'")
VISITS = {
    "tech": ("tests/e2e/sheets.py", "tests/e2e/test_axe_phone.py"),
    "board": ("tests/e2e/dialogs.py", "tests/e2e/test_axe_board.py"),
}


def listed(face: str) -> dict[str, str]:
    """Name → component of the face's own list."""
    return dict(LISTED.findall(text(f"pwa/src/{face}/router.ts")))


def unlisted(face: str, sources: dict[str, str], files: set[str]) -> list[str]:
    """Components of the face that open something over the screen and are on no list."""
    base = f"pwa/src/{face}/"
    found = [name.removeprefix(base) for name, source in sources.items() if OPENS.search(source)]
    return sorted(set(found) - files)


def sources(face: str) -> dict[str, str]:
    return {name: text(name) for name in under(f"pwa/src/{face}", suffixes=(".svelte",))}


def words_of(source: str, type_name: str) -> set[str]:
    """The strings of a union type."""
    return {
        word
        for name, body in UNION.findall(source)
        if name == type_name
        for word in WORD.findall(body)
    }


def test_every_sheet_and_dialog_is_listed() -> None:
    for face in VISITS:
        assert unlisted(face, sources(face), set(listed(face).values())) == [], face


def test_every_listed_component_is_there() -> None:
    for face in VISITS:
        here = {name.removeprefix(f"pwa/src/{face}/") for name in sources(face)}
        assert set(listed(face).values()) - here == set(), face


def test_every_question_and_pane_of_the_board_is_listed() -> None:
    board = text("pwa/src/board/board.svelte.ts")
    asked = {word for kinds in KIND.findall(board) for word in WORD.findall(kinds)}
    assert len(asked) >= 11
    assert asked - listed("board").keys() == set()
    modes = words_of(board, "Mode")
    assert len(modes) >= 4
    assert modes - listed("board").keys() == set()


def test_every_step_with_a_reason_is_listed() -> None:
    steps = words_of(text("pwa/src/tech/job/reasons.ts"), "ReasonStep")
    assert len(steps) >= 4
    assert steps - listed("tech").keys() == set()


def test_every_listed_one_is_visited() -> None:
    """The visits say the names; whether they were really open is asserted where they run."""
    for face, files in VISITS.items():
        said = {word for name in files for word in re.findall(r'"(\w+)"', text(name))}
        assert listed(face).keys() - said == set(), face


def test_a_new_sheet_is_seen() -> None:
    files = {"job/NoteSheet.svelte"}
    new = {"pwa/src/tech/job/NewSheet.svelte": "<Sheet bind:open>"}
    assert unlisted("tech", new, files) == ["job/NewSheet.svelte"]
    assert unlisted("tech", {"pwa/src/tech/job/NoteSheet.svelte": "<Sheet>"}, files) == []
    assert unlisted("tech", {"pwa/src/tech/job/Job.svelte": "<NoteSheet>"}, files) == []
    assert unlisted("board", {"pwa/src/board/a.svelte": '<div role="dialog">'}, set()) != []
