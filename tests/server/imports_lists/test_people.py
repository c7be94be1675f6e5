"""Lists of users and technicians, each first dry and then in earnest."""

from tests.server.imports_lists.office import Office, said, workbook

USERS = """登录名,姓名,电话,角色,区域,初始密码
DAN,丹师傅,13800000001,维修人员,pudong,eight letters
eva,Eva,,调度、经理,,
ann,安师傅,13900000000,,,
dan,丹师傅,,,,
fay,,,,,
gus,Gus,,园丁,,
hal,Hal,,维修人员,nowhere,
ivy,Ivy,,,,short
"""


async def test_users_by_login(office: Office) -> None:
    results = await office.take("users", USERS)
    assert said(results) == [
        "new",
        "new",
        "updated",
        "rejected:twice",
        "rejected:missing",
        "rejected:wrong_choice",
        "rejected:unknown",
        "rejected:password_too_short",
    ]
    assert [each["line"] for each in results] == list(range(2, 10))
    assert results[3]["detail"] == {"line": 2}
    assert results[6]["detail"] == {"column": "区域", "value": "nowhere"}
    dan = await office.row("user", login="dan")
    assert (dan.name, dan.initials, dan.phone) == ("丹师傅", "dsf", "13800000001")
    held = [
        (g.role, g.territory_id is None) for g in await office.rows("grant") if g.user_id == dan.id
    ]
    assert held == [("technician", False)]
    assert await office.sign_in("dan", "eight letters")
    assert (await office.row("user", login="ann")).name == "安师傅"


async def test_a_repeat_is_unchanged_and_writes_nothing(office: Office) -> None:
    await office.take("users", USERS)
    before = await office.seq()
    again = await office.take("users", USERS)
    assert said(again)[:3] == ["unchanged"] * 3
    assert await office.seq() == before


async def test_the_same_attempt_twice_is_one(office: Office) -> None:
    """A lost answer: the same key, the same file, once more."""
    await office.send("users", USERS, key="attempt")
    users = len(await office.rows("user"))
    answer = await office.send("users", USERS, key="attempt")
    assert answer.status_code == 200
    assert len(await office.rows("user")) == users


async def test_roles_are_added_and_never_taken_away(office: Office) -> None:
    results = await office.take("users", "login,name,roles\nchief,,manager\n")
    assert said(results) == ["updated"]
    chief = await office.row("user", login="chief")
    roles = {g.role for g in await office.rows("grant") if g.user_id == chief.id}
    assert roles == {"dispatcher", "manager"}


async def test_whoever_was_switched_off_stays_off(office: Office) -> None:
    ann = await office.row("user", login="ann")
    await office.done("boss", "user.set_active", user_id=ann.id, is_active=False)
    results = await office.take("users", "login,name\nann,Other\n")
    assert said(results) == ["rejected:inactive"]


async def test_technicians_with_trades_and_shifts(office: Office) -> None:
    await office.take("users", "login,name\nnew,New\n")
    content = workbook(
        ("登录名", "区域", "一天最多", "纬度", "经度", "坐标系", "技能", "班次"),
        (
            "new",
            "puxi",
            6,
            31.23,
            121.47,
            "GCJ-02",
            "水管 3 2027-12-31",
            "周一-周五 08:00-17:00; 周六 22:00-06:00",
        ),
        ("ann", None, 5, None, None, None, "pipes 2", None),
        ("nobody", None, None, None, None, None, None, None),
        ("bob", None, "many", None, None, None, None, None),
        ("cai", None, None, None, None, None, "juggling", None),
        ("cai", None, None, 131.23, 21.47, None, None, None),
        ("cai", None, None, None, None, None, None, "周一 8点"),
    )
    results = await office.take("technicians", content)
    assert said(results) == [
        "new",
        "updated",
        "rejected:unknown",
        "rejected:wrong_number",
        "rejected:unknown",
        "rejected:twice",
        "rejected:twice",
    ]
    new = await office.row("technician", name="New")
    assert (new.max_load, new.zone) == (6, "Asia/Shanghai")
    assert 312_200_000 < new.home_lat_e7 < 312_400_000
    assert new.home_lon_e7 != 1_214_700_000, "the shifted datum was taken back"
    shifts = {
        s.weekday: (s.start_min, s.end_min)
        for s in await office.rows("shift")
        if s.technician_id == new.id
    }
    assert shifts == dict.fromkeys(range(5), (480, 1020)) | {5: (1320, 1800)}
    (skill,) = [s for s in await office.rows("technician_skill") if s.technician_id == new.id]
    assert (skill.level, skill.expires_on) == (3, "2027-12-31")
    roles = [g.role for g in await office.rows("grant") if g.user_id == new.user_id]
    assert roles == ["technician"]
    assert said(await office.take("technicians", content))[:2] == ["unchanged"] * 2


async def test_wrong_points_and_shifts_are_said_at_their_cell(office: Office) -> None:
    results = await office.take(
        "technicians",
        "login,lat,lon,shifts\nann,121.47,31.23,\nbob,31.2,,\ncai,,,Mon 8-17\n",
    )
    assert said(results) == ["rejected:wrong_point", "rejected:missing", "rejected:wrong_shifts"]
    assert results[1]["detail"]["column"] == "lon"
