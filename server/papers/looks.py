"""A template, opened: the words, sections and logo that a sheet is made with. Pure."""

from base64 import b64decode

import msgspec

from server.papers.schema import Form, PaperSection, PaperTemplate, PaperText
from server.papers.sections import COLUMNS, FORMS


class Look(msgspec.Struct, frozen=True):
    """What a firm has chosen; what it has not is built in."""

    texts: tuple[PaperText, ...] = ()
    sections: tuple[PaperSection, ...] = ()
    logo: bytes = b""

    def sections_of(self, form: Form) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(section, columns) in their order on paper."""
        own = tuple((each.code, each.columns) for each in self.sections if each.form is form)
        return own or tuple((code, COLUMNS[code]) for code in FORMS[form])


BUILT_IN = Look()


def look_of(template: PaperTemplate | None) -> Look:
    """The look of a template's row; None is the built-in one."""
    if template is None:
        return BUILT_IN
    return Look(
        texts=msgspec.json.decode(template.texts, type=tuple[PaperText, ...]),
        sections=msgspec.json.decode(template.sections, type=tuple[PaperSection, ...]),
        logo=b64decode(template.logo),
    )
