"""Handlers of what a technician can do and when he is there: skills, shifts, absences."""

from server.gateway.authorise import NOT_FOUND
from server.gateway.call import Call
from server.gateway.tx import Tx
from server.technicians import queries, rules
from server.technicians.schema import (
    Absence,
    AddAbsence,
    AddSkill,
    EditSkill,
    EndAbsence,
    GrantSkill,
    Reason,
    SetShift,
    Shift,
    Skill,
    Technician,
    TechnicianSkill,
)
from sync.outcomes import Accepted, Rejected, Verdict


def add_skill(tx: Tx, args: AddSkill, call: Call) -> Verdict:
    if queries.skill_by_code(tx, args.code) is not None:
        return Rejected(Reason.SKILL_CODE_TAKEN, {"code": args.code})
    tx.insert(
        Skill(
            id=call.born(0),
            code=args.code,
            name_zh=args.name_zh,
            name_en=args.name_en,
            is_active=True,
        )
    )
    return Accepted()


def edit_skill(tx: Tx, args: EditSkill, call: Call) -> Verdict:
    skill = tx.get(Skill, args.skill_id)
    if skill is None:
        return NOT_FOUND
    owner = queries.skill_by_code(tx, args.code)
    if owner is not None and owner.id != skill.id:
        return Rejected(Reason.SKILL_CODE_TAKEN, {"code": args.code})
    names = {"name_zh": args.name_zh, "name_en": args.name_en}
    tx.update(skill, code=args.code, is_active=args.is_active, **names)
    return Accepted()


def grant_skill(tx: Tx, args: GrantSkill, call: Call) -> Verdict:
    if tx.get(Technician, args.technician_id) is None or tx.get(Skill, args.skill_id) is None:
        return NOT_FOUND
    known = queries.skill_of(tx, args.technician_id, args.skill_id)
    if known is not None:
        fields = {"level": args.level, "expires_on": args.expires_on, "is_active": args.is_active}
        tx.update(known, **fields)
        return Accepted()
    tx.insert(
        TechnicianSkill(
            id=call.born(0),
            technician_id=args.technician_id,
            skill_id=args.skill_id,
            level=args.level,
            expires_on=args.expires_on,
            is_active=args.is_active,
        )
    )
    return Accepted()


def set_shift(tx: Tx, args: SetShift, call: Call) -> Verdict:
    if tx.get(Technician, args.technician_id) is None:
        return NOT_FOUND
    refusal = rules.check_shift(args.start_min, args.end_min)
    if refusal is not None:
        return refusal
    known = queries.shift_on(tx, args.technician_id, args.weekday)
    if known is not None:
        fields = {"start_min": args.start_min, "end_min": args.end_min}
        tx.update(known, **fields, is_active=args.is_active)
        return Accepted()
    tx.insert(
        Shift(
            id=call.born(0),
            technician_id=args.technician_id,
            weekday=args.weekday,
            start_min=args.start_min,
            end_min=args.end_min,
            is_active=args.is_active,
        )
    )
    return Accepted()


def add_absence(tx: Tx, args: AddAbsence, call: Call) -> Verdict:
    if tx.get(Technician, args.technician_id) is None:
        return NOT_FOUND
    refusal = rules.check_absence(args.from_ms, args.to_ms)
    if refusal is not None:
        return refusal
    tx.insert(
        Absence(
            id=call.born(0),
            technician_id=args.technician_id,
            from_ms=args.from_ms,
            to_ms=args.to_ms,
            reason=args.reason,
            is_active=True,
        )
    )
    return Accepted()


def end_absence(tx: Tx, args: EndAbsence, call: Call) -> Verdict:
    absence = tx.get(Absence, args.absence_id)
    if absence is None:
        return NOT_FOUND
    tx.update(absence, is_active=False)
    return Accepted()
