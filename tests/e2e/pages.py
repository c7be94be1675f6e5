"""The administrator's hands: lists, forms, imports and exports of the board."""

import io
import re
import warnings
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import listed


class Pages:
    """The pages of administration on one screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def pane(self) -> Locator:
        return self.page.get_by_test_id("edit-pane")

    def open(self, name: str) -> None:
        path = listed("board", "path")[name]
        self.page.evaluate("(path) => { location.hash = path; }", path)
        expect(self.page.locator("nav a[aria-current=page]").last).to_have_attribute(
            "href", f"#{path}"
        )

    def add(self, **fields: str) -> None:
        """A new row by the form; it stays open afterwards, as the stored row's."""
        self.page.get_by_test_id("add").get_by_role("link").click()
        expect(self.pane).to_be_visible()
        self.fill(fields)

    def fill(self, fields: dict[str, str]) -> None:
        """Labels → texts; a choice is named by its words."""
        for label, text in fields.items():
            labelled = self.page.get_by_label(re.compile(f"^{re.escape(label)}"))
            field = self.pane.locator("input, select, textarea").and_(labelled).first
            if field.evaluate("(node) => node.tagName") == "SELECT":
                field.select_option(label=text)
            else:
                field.fill(text)

    def save(self) -> None:
        self.pane.get_by_test_id("save").get_by_role("button").first.click()

    def saved(self, title: str) -> None:
        """Save a new row: its pane is then called by its name."""
        self.save()
        expect(self.pane.get_by_role("heading", level=2)).to_have_text(title, timeout=10_000)

    def edit(self, title: str, **fields: str) -> None:
        """Change the open row."""
        self.fill(fields)
        self.save()
        button = self.pane.get_by_test_id("save").get_by_role("button").first
        expect(button).not_to_have_attribute("aria-busy", "true")
        expect(self.pane.get_by_test_id("form-problem")).to_have_count(0)
        expect(self.pane.get_by_role("heading", level=2)).to_have_text(title)

    def close(self) -> None:
        self.pane.get_by_role("button", name="关上").first.click()
        expect(self.pane).to_have_count(0)

    def row(self, text: str) -> Locator:
        return self.page.locator("tbody tr").filter(has_text=text)

    def deactivate(self, text: str) -> None:
        """From the list; the row leaves the active ones."""
        self.row(text).get_by_test_id("deactivate").get_by_role("button").click()
        expect(self.row(text)).to_have_count(0, timeout=10_000)

    def export(self) -> list[tuple[Any, ...]]:
        """The rows of the file that the button gives."""
        with self.page.expect_download() as coming:
            self.page.get_by_test_id("export").get_by_role("button").click()
        return rows_of(coming.value.path())

    def choose(self, name: str, content: str) -> Locator:
        """Give the import dialog a file; returns the dialog after its dry run."""
        self.page.get_by_test_id("import").get_by_role("button").click()
        dialog = self.page.locator("dialog[open]")
        file: Any = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        dialog.locator("input[type=file]").set_input_files(file)
        expect(dialog.get_by_test_id("import-counts")).to_be_visible(timeout=10_000)
        return dialog


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    """What another program reads in an exported file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the file names no default style
        book = load_workbook(io.BytesIO(path.read_bytes()))
    sheet: Any = book.worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]
