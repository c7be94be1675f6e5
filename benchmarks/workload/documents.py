"""The seeded documents of workload W: 300 customers, 700 assets, 400 jobs, 600 checklists.

A document says what a person would have typed. `firm.py` says it to the product's mutations.
"""

import random
from dataclasses import dataclass

from benchmarks.workload.words import (
    CHECKS,
    CITIES,
    ESTATES,
    FAULTS,
    GIVEN,
    PHASES,
    PRODUCTS,
    REMARKS,
    ROADS,
    SURNAMES,
)

SEED = 20260101
CUSTOMERS, ASSETS, JOBS, CHECKLISTS = 300, 700, 400, 600
BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
YEAR_MS = 1_767_225_600_000  # 2026-01-01
STEP_MS = 61_000  # between two documents


@dataclass(frozen=True)
class Document:
    """`parent` is the place of the parent in the list one level up, None for an orphan.

    Levels: customer, asset of a customer, job on an asset, checklist of a job.
    """

    kind: str
    code: str
    parent: int | None
    title: str
    model: str
    address: str
    contact: str
    phone: str
    serial: str
    note: str
    detail: str
    project: str
    lon_e7: int
    lat_e7: int
    priority: int
    due_ms: int
    at_ms: int
    answers: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Workload:
    """`incoming` are jobs that come into sight in phase e."""

    customers: list[Document]
    assets: list[Document]
    jobs: list[Document]
    checklists: list[Document]
    incoming: list[Document]

    @property
    def documents(self) -> list[Document]:
        return [*self.customers, *self.assets, *self.jobs, *self.checklists]


class Writer:
    """Writes documents; everything it chooses comes from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self._at_ms = YEAR_MS

    def remarks(self, count: int) -> str:
        return ";".join(self.rng.choice(REMARKS) for _ in range(count))

    def person(self) -> str:
        given = self.rng.choices(GIVEN, k=self.rng.choice((1, 2)))
        return self.rng.choice(SURNAMES) + "".join(given)

    def phone(self) -> str:
        head = self.rng.choice(("38", "39", "56", "86", "77"))
        return f"1{head}{self.rng.randrange(10**8):08}"

    def address(self) -> str:
        pick, number = self.rng.choice, self.rng.randint
        road = f"{pick(CITIES)}{pick(ROADS)}{number(1, 900)}号"
        return f"{road}{pick(ESTATES)}{number(1, 30)}幢{number(101, 2900)}室"

    def serial(self, length: int) -> str:
        return "".join(self.rng.choices(BASE36, k=length))

    def _due_ms(self) -> int:
        return YEAR_MS + self.rng.randrange(9_000) * 3_600_000

    def document(self, kind: str, parents: int) -> Document:
        """One document; nine in ten have one of the `parents` above them."""
        pick = self.rng.choice
        self._at_ms += STEP_MS + self.rng.randrange(1_000)
        title, model = pick(PRODUCTS) if kind == "asset" else (self._title(kind), "")
        has_people = kind in ("customer", "job")
        return Document(
            kind=kind,
            code=f"{kind[:2].upper()}-2026-{self.rng.randrange(100_000, 1_000_000)}",
            parent=self.rng.randrange(parents) if parents and self.rng.random() < 0.9 else None,
            title=title,
            model=model,
            address="" if kind == "checklist" else self.address(),
            contact="" if kind == "asset" else self.person(),
            phone=self.phone() if has_people else "",
            serial=f"SN{self.serial(10)}" if kind == "asset" else "",
            note=self._note(kind),
            detail=self._detail(kind),
            project=f"{pick(CITIES)}{pick(ESTATES)}{pick(PHASES)}",
            lon_e7=0 if kind == "checklist" else 1_200_000_000 + self.rng.randrange(10**6) * 10,
            lat_e7=0 if kind == "checklist" else 300_000_000 + self.rng.randrange(10**6) * 10,
            priority=self.rng.randint(1, 4),
            due_ms=self._due_ms(),
            at_ms=self._at_ms,
            answers=self._answers() if kind == "checklist" else (),
        )

    def _title(self, kind: str) -> str:
        if kind == "customer":
            return f"{self.rng.choice(ESTATES)}业主 {self.person()}"
        fault = self.rng.choice(FAULTS)
        return f"{fault}检查表" if kind == "checklist" else f"{self.rng.choice(ESTATES)}{fault}"

    def _note(self, kind: str) -> str:
        if kind == "customer":
            return f"微信 wx_{self.serial(6).lower()},{self.remarks(2)}"
        if kind == "asset":
            day = f"{self.rng.randint(1, 9):02}-{self.rng.randint(10, 19)}"
            return f"保修至 20{self.rng.randint(26, 30)}-{day}"
        return self.remarks(1)

    def _detail(self, kind: str) -> str:
        check = self.rng.choice
        if kind == "customer":
            return f"{check(CHECKS)} / {self.remarks(1)}"
        if kind == "asset":
            return f"{check(CHECKS)}; {check(CHECKS)}; {self.remarks(2)}"
        if kind == "job":
            return f"{check(CHECKS)}. {self.remarks(2)}。{check(CHECKS)}."
        return self.remarks(1)

    def _answers(self) -> tuple[tuple[str, bool], ...]:
        return tuple((self.rng.choice(CHECKS), self.rng.random() < 0.5) for _ in range(4))


def write(seed: int = SEED) -> Workload:
    """The whole workload of one seed."""
    writer = Writer(seed)
    return Workload(
        customers=[writer.document("customer", 0) for _ in range(CUSTOMERS)],
        assets=[writer.document("asset", CUSTOMERS) for _ in range(ASSETS)],
        jobs=[writer.document("job", ASSETS) for _ in range(JOBS)],
        checklists=[writer.document("checklist", JOBS) for _ in range(CHECKLISTS)],
        incoming=[writer.document("job", ASSETS) for _ in range(50)],
    )
