"""A Chinese works' sheet: who reported is known once, and rows without a place have a location."""

from pathlib import Path

import msgspec
import pytest

from server.customers.schema import AddCustomer, Contact, Customer
from server.imports.mapping import BadMap, Mapping, read_map
from server.imports.reading import Table, read_table
from server.places.schema import AddLocation, LocationKind
from server.shapes import Args
from server.work_orders.schema import Channel, ReportWorkOrder
from tests.server.imports.conftest import OpenTown
from tests.server.imports.town import TENANT_ID, Town, counts

MAP = """
register = "south-lake"
zone = "Asia/Shanghai"
[columns]
key = ["编号"]
title = ["{类型}"]
address = ["{房号}"]
customer = ["{单位}"]
contact = ["{业主}"]
phone = ["{电话}"]
[unlocated]
default = "SL"
"""
SHEET = """编号,类型,房号,单位,业主,电话
1,漏水,3-201,,王丽华,13800000001
2,门锁,3-201,,王丽华,13800000001
3,电梯,大堂,南湖物业,李建平,13800000002
4,路灯,,南湖物业,,
5,井盖,,,,13800000003
6,,,南湖物业,,
"""


def table() -> Table:
    return read_table("报修.csv", SHEET.encode("gb18030"))


def mapping() -> Mapping:
    return read_map("m", MAP)


async def say(town: Town, args: Args, key: str) -> None:
    values = msgspec.to_builtins(args)
    result = await town.gateway.submit_system(TENANT_ID, args.mutation, values, key)
    assert result.outcome == "accepted"


@pytest.fixture
async def town(open_town: OpenTown, new_york: Path) -> Town:
    opened = await open_town(new_york)
    place = AddLocation(kind=LocationKind.SITE, name="南湖花园", code="SL")
    await say(opened, place, "a")
    await say(opened, AddCustomer(name="南湖物业"), "b")
    return opened


async def test_customers_and_contacts_are_there_once(town: Town) -> None:
    reports = await town.bring_in(table(), mapping=mapping())
    assert counts(reports) == {"new": 5, "rejected": 1}
    assert reports[-1].reason == "没有可作标题的文字"
    customers = {each.id: each.name for each in await town.rows(Customer)}
    assert sorted(customers.values()) == ["13800000003", "南湖物业", "王丽华"]
    contacts = {each.id: (each.name, each.phone) for each in await town.rows(Contact)}
    assert sorted(contacts.values()) == [
        ("13800000003", "13800000003"),
        ("李建平", "13800000002"),
        ("王丽华", "13800000001"),
    ]
    orders = {each.external_ref: each for each in await town.orders()}
    said = {ref: (customers[o.customer_id or ""], o.contact_id) for ref, o in orders.items()}
    assert said["south-lake:1"] == said["south-lake:2"]
    assert said["south-lake:4"] == ("南湖物业", None)
    assert len({order.location_id for order in orders.values()}) == 1
    before = await town.recorded()
    assert counts(await town.bring_in(table(), mapping=mapping()))["unchanged"] == 5
    assert await town.recorded() == before


async def test_an_order_that_came_by_another_way_is_left_alone(town: Town) -> None:
    ref = ReportWorkOrder(
        title="早已报修", channel=Channel.IMPORT, address="3-201", external_ref="south-lake:1"
    )
    await say(town, ref, "c")
    reports = await town.bring_in(table(), mapping=mapping())
    assert counts(reports) == {"new": 4, "unchanged": 1, "rejected": 1}
    assert reports[0].reason == "工单不是由导入产生，不作比较"


async def test_a_row_that_was_wrong_comes_in_once_it_is_right(town: Town) -> None:
    await town.bring_in(table(), mapping=mapping())
    right = read_table("t", SHEET.replace("6,,", "6,渗水,").encode())
    assert counts(await town.bring_in(right, mapping=mapping())) == {"new": 1, "unchanged": 5}


async def test_a_location_that_the_firm_does_not_have_stops_it(town: Town) -> None:
    before = await town.recorded()
    with pytest.raises(BadMap, match="XX"):
        await town.bring_in(table(), mapping=read_map("m", MAP.replace("SL", "XX")))
    assert await town.recorded() == before
