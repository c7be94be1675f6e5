"""Lists of customers, projects with their trees, assets and territories."""

import json

from tests.server.imports_lists.office import Office, said

CUSTOMERS = """名称,电话,级别,联系人,身份,联系人电话
张丽,138 0000 0001,重要,李敏,租户,13900000002
张丽,13800000001,,周航,物业,
张丽,13800000009,,,,
王五,,金牌,,,
,13800000001,,,,
赵六,,,,业主,
"""
PROJECTS = """工程,类型,区域,楼栋,单元,房间,地址,编码,纬度,经度,半径
锦绣花园,房建,pudong,,,,,,,,
锦绣花园,,,3 号楼,1 单元,1201 室,花园路 8 号,JX-3-1201,31.25,121.45,80
锦绣花园,,,3 号楼,1 单元,1202 室,,JX-3-1201,,,
锦绣花园,,,3 号楼,1 单元,1201 室,,,,,
锦绣花园,,,3 号楼,,,花园路 8 号,,,,
新工程,桥梁,,,,,,,,,
无楼工程,,,,,,哪里,,,,
锦绣花园,,,,3 号楼,,,,,,
"""


async def test_customers_by_name_and_phone(office: Office) -> None:
    results = await office.take("customers", CUSTOMERS)
    assert said(results) == [
        "new",
        "updated",
        "new",
        "rejected:wrong_choice",
        "rejected:missing",
        "rejected:missing",
    ]
    first = await office.row("customer", phone="13800000001")
    assert (first.name, first.tier, first.initials) == ("张丽", "vip", "zl")
    contacts = {c.name: (c.relation, c.phone) for c in await office.rows("contact")}
    assert contacts["李敏"] == ("租户", "13900000002")
    assert contacts["周航"][0] == "物业"
    before = await office.seq()
    again = await office.take("customers", CUSTOMERS.replace("138 0000 0001", "13800000001"))
    assert said(again)[:3] == ["unchanged"] * 3
    assert await office.seq() == before


async def test_a_tree_of_places_grows_from_columns(office: Office) -> None:
    results = await office.take("projects", PROJECTS)
    assert said(results) == [
        "new",
        "new",
        "rejected:code_taken",
        "rejected:twice",
        "updated",
        "rejected:wrong_choice",
        "rejected:no_place",
        "rejected:other_kind",
    ]
    room = await office.row("location", code="JX-3-1201")
    assert (room.name, room.kind, room.radius_m) == ("1201 室", "room", 80)
    assert (room.lat_e7, room.lon_e7) == (312_500_000, 1_214_500_000)
    unit = await office.row("location", id=room.parent_id)
    building = await office.row("location", id=unit.parent_id)
    assert (unit.name, building.name) == ("1 单元", "3 号楼")
    assert (building.address, building.parent_id) == ("花园路 8 号", None)
    assert len([p for p in await office.rows("project") if p.name == "锦绣花园"]) == 1
    assert said(await office.take("projects", PROJECTS))[:2] == ["unchanged", "unchanged"]


async def test_assets_by_code_at_their_place(office: Office) -> None:
    await office.take("projects", PROJECTS)
    results = await office.take(
        "assets",
        "编码,名称,种类,地点,安装日期\n"
        "DT-1,1 号电梯,设备,锦绣花园 / 3 号楼,2024年5月1日\n"
        "WM-1,屋面,部位,JX-3-1201,\n"
        "JX-3-1201,门,,,\n"
        "X-1,泵,,月球 / 1 号楼,\n"
        "X-2,泵,,,2024-13-01\n"
        "DT-1,重复,,,\n",
    )
    assert said(results) == [
        "new",
        "new",
        "rejected:asset_code_taken",
        "rejected:unknown",
        "rejected:wrong_day",
        "rejected:twice",
    ]
    lift = await office.row("asset", code="DT-1")
    building = await office.row("location", name="3 号楼")
    assert (lift.location_id, lift.installed_on) == (building.id, "2024-05-01")
    assert said(await office.take("assets", "code,name,kind\nDT-1,,part\n")) == ["rejected:fixed"]
    assert said(await office.take("assets", "code,name,model\nDT-1,,M2\n")) == ["updated"]
    assert (await office.row("asset", code="DT-1")).location_id == building.id


async def test_territories_with_outlines(office: Office) -> None:
    ring = [[121, 31], [122, 31], [122, 32], [121, 31]]
    shape = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}

    def cell(value: object) -> str:
        return '"' + json.dumps(value).replace('"', '""') + '"'

    content = (
        "name,time zone,outline\n"
        f"North,Europe/Berlin,{cell(shape)}\n"
        "pudong,Mars/Base,\n"
        f"Bow,,{cell(bow)}\n"
        "Text,,here\n"
        "puxi,Asia/Tokyo,\n"
    )
    results = await office.take("territories", content)
    assert said(results) == [
        "new",
        "rejected:unknown_zone",
        "rejected:bad_outline",
        "rejected:wrong_outline",
        "updated",
    ]
    north = await office.row("territory", name="North")
    assert json.loads(north.outline)[0][1] == [1_220_000_000, 310_000_000]
    puxi = await office.row("territory", name="puxi")
    assert (puxi.zone, puxi.outline != "") == ("Asia/Tokyo", True)
    assert said(await office.take("territories", content))[0] == "unchanged"
