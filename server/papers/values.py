"""Values as they stand on paper: times in the place's zone, quantities, codes as words, "—"."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.papers.documents import Document, Visit
from server.papers.words import MISSING, Words

# Control characters print nothing; direction marks could turn a line around on paper.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
# Longer than a line and without a place to break it.
UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]{20,}")
BREAK_CHARS = 10
BREAK = "\u200b"
Values = dict[str, str]


def clean(text: str) -> str:
    """The text without what cannot be printed, and with places to break what has none."""
    plain = UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    return UNBROKEN.sub(lambda found: _broken(found[0]), plain)


def _broken(run: str) -> str:
    return BREAK.join(run[at : at + BREAK_CHARS] for at in range(0, len(run), BREAK_CHARS))


def shown(text: str) -> str:
    """The text, or "—" where there is none."""
    return clean(text).strip() or MISSING


def width(text: str) -> int:
    """In half-widths, as terminals count: a Chinese letter takes two."""
    return sum(2 if east_asian_width(letter) in "FW" else 1 for letter in text)


def instant(at_ms: int | None, zone: str) -> str:
    """2026-11-20 09:46 in the zone; "" for None."""
    if at_ms is None:
        return ""
    try:
        where = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        where = UTC
    return datetime.fromtimestamp(at_ms / 1000, where).strftime("%Y-%m-%d %H:%M")


def quantity(milli: int) -> str:
    """2000 → 2, 1500 → 1.5."""
    whole, rest = divmod(milli, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


def short_hash(sha256: str) -> str:
    """The first sixteen digits: enough to find the file in the package's manifest."""
    return f"{sha256[:8]} {sha256[8:16]}…"


def pairs_of(document: Document, words: Words) -> dict[str, Values]:
    """Section → column → value, for the sections that are pairs."""
    head, parties, place = document.head, document.parties, document.place
    zone = head.zone
    return {
        "parties": {
            "customer": parties.customer_name,
            "contact": parties.contact_name,
            "relation": parties.relation,
            "phone": parties.phone,
        },
        "place": {
            "project": place.project_name,
            "location": " ".join(place.location_names),
            "address": place.address,
            "access": place.access,
            "asset": place.asset_name,
            "asset_code": place.asset_code,
            "asset_serial": place.asset_serial,
        },
        "report": {
            "grade": words(f"grade.{head.grade}"),
            "channel": words(f"channel.{head.channel}"),
            "reported": instant(head.reported_ms, zone),
            "title": head.title,
            "description": head.description,
        },
        "receipt": {
            "received_by": document.received_by_name,
            "received": instant(document.received_ms, zone),
        },
        **_of_visit(document, words),
        **_of_work(document, words),
        **_of_decisions(document, words),
    }


def _of_visit(document: Document, words: Words) -> dict[str, Values]:
    """The last visit: a paper that needs one is refused without."""
    if not document.visits:
        return {}
    visit, zone = document.visits[-1], document.head.zone
    window = f"{instant(visit.start_ms, zone)} – {instant(visit.end_ms, zone)[-5:]}"
    return {
        "visit": {
            "technician": visit.technician_name,
            "technician_phone": visit.technician_phone,
            "window": window,
            "duration": f"{visit.duration_min} {words('unit.minutes')}",
            "dispatcher": visit.dispatcher_name,
        },
        "arrival": {
            "technician": visit.technician_name,
            "arrived": instant(visit.arrived_ms, zone),
            "distance": _distance(visit, words),
        },
    }


def _distance(visit: Visit, words: Words) -> str:
    if visit.distance_m is None:
        return visit.away_reason
    metres = f"{visit.distance_m} {words('unit.metres')}"
    if visit.radius_m is None:
        return metres
    allowed = f"{words('unit.allowed')} {visit.radius_m} {words('unit.metres')}"
    reason = f": {visit.away_reason}" if visit.away_reason else ""
    return f"{metres} ({allowed}){reason}"


def _of_work(document: Document, words: Words) -> dict[str, Values]:
    """Over all visits: who first arrived and who finished last."""
    zone = document.head.zone
    visits = [visit for visit in document.visits if visit.arrived_ms or visit.finished_ms]
    names = dict.fromkeys(visit.technician_name for visit in visits if visit.technician_name)

    def bound(pick: Callable[[list[int]], int], field: str) -> str:
        found: list[int] = [at for visit in visits if (at := getattr(visit, field)) is not None]
        return instant(pick(found), zone) if found else ""

    return {
        "work": {
            "technician": (", " if words.language == "en" else "、").join(names),
            "arrived": bound(min, "arrived_ms"),
            "started": bound(min, "started_ms"),
            "finished": bound(max, "finished_ms"),
            "summary": "\n".join(visit.summary for visit in visits if visit.summary),
        }
    }


def _of_decisions(document: Document, words: Words) -> dict[str, Values]:
    zone, survey, plan = document.head.zone, document.survey, document.plan
    coverage = document.coverage
    minutes = plan.duration_min if plan else None
    cost_fen = plan.cost_fen if plan else None
    duration = "" if minutes is None else f"{minutes} {words('unit.minutes')}"
    cost = "" if cost_fen is None else f"{cost_fen // 100}.{cost_fen % 100:02}"
    verdict = f"verdict.{coverage.verdict}" if coverage else ""
    return {
        "survey": {
            name: getattr(survey, name) if survey else ""
            for name in ("symptom", "measure", "cause", "extent", "hazards")
        },
        "plan": {
            **{
                name: getattr(plan, name) if plan else ""
                for name in ("method", "materials", "people", "safety")
            },
            "duration": duration,
            "cost": f"{cost} {words('unit.money')}" if cost else "",
        },
        "approval": {
            "approver": plan.approver_name if plan else "",
            "approved": instant(plan.approved_ms, zone) if plan else "",
        },
        "coverage": {
            "part": coverage.part if coverage else "",
            "verdict": words(verdict) if verdict else "",
            "until": (coverage.until_on or "") if coverage else "",
            "basis": coverage.basis if coverage else "",
            "liable": coverage.liable if coverage else "",
            "repaired_until": (coverage.repaired_until_on or "") if coverage else "",
        },
    }


def _items(document: Document, _: Words) -> list[Values]:
    return [
        {
            "item": each.item,
            "quantity": quantity(each.quantity_milli),
            "unit": each.unit,
            "serial": each.serial,
        }
        for each in document.items
    ]


def _checks(document: Document, words: Words) -> list[Values]:
    found: list[Values] = []
    for check in document.checks:
        answer = check.answer
        if check.kind == "check" and answer:
            answer = words(f"check.{answer}")
        elif check.kind == "photo" and answer:
            answer = words("check.photo")
        elif check.kind == "choice":
            answer = words.pick(check.answer_zh, check.answer_en)
        elif answer and check.unit:
            answer = f"{answer} {check.unit}"
        found.append({"label": words.pick(check.label_zh, check.label_en), "answer": answer})
    return found


def _remarks(document: Document, _: Words) -> list[Values]:
    zone = document.head.zone
    return [
        {"at": instant(each.at_ms, zone), "author": each.author_name, "text": each.text}
        for each in document.remarks
    ]


LINES: dict[str, Callable[[Document, Words], list[Any]]] = {
    "items": _items,
    "checks": _checks,
    "remarks": _remarks,
}
