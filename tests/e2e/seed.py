"""The firm that the browser tests play in, made through the gateway as the product makes it."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

from server.app import open_gateway
from server.db.migrate import upgrade, with_connection
from server.firm import create_firm
from server.gateway.gateway import Gateway, now_ms
from server.identity.credentials import hash_password
from server.settings import Settings
from sync.outcomes import Outcome

TENANT = "00000000-0000-7000-8000-00000000e2e0"
PASSWORD = "fieldward"
CUSTOMER = "陈阿姨"
PROJECT = "锦绣花园"
PLACE_CODE = "JX-3-1201"
ASSET_CODE = "WIN-1201"
SKILL = "防水"
ITEMS: tuple[dict[str, Any], ...] = (
    {
        "code": "joints",
        "kind": "check",
        "label_zh": "接缝不渗水",
        "label_en": "Joints are tight",
        "is_required": True,
    },
    {
        "code": "moisture",
        "kind": "number",
        "label_zh": "墙面含水率",
        "label_en": "Wall moisture",
        "is_required": True,
        "unit": "%",
        "min_milli": 0,
        "max_milli": 12_000,
    },
    {
        "code": "cause",
        "kind": "choice",
        "label_zh": "渗水来源",
        "label_en": "Where it comes from",
        "options": [
            {"code": "window", "label_zh": "窗", "label_en": "Window"},
            {"code": "pipe", "label_zh": "水管", "label_en": "Pipe"},
            {"code": "roof", "label_zh": "屋面", "label_en": "Roof"},
        ],
    },
    {"code": "test", "kind": "photo", "label_zh": "淋水试验", "label_en": "Water test"},
    {"code": "else", "kind": "text", "label_zh": "其他发现"},
)
OUTLINE = [[[1213000000, 310500000], [1218000000, 310500000], [1218000000, 314500000]]]
OUTLINE[0] += [[1213000000, 314500000], [1213000000, 310500000]]
# Wang lives a kilometre from where the tests' phones are, Zhao twelve.
HOMES = {"wang": ("王师傅", 1214737000, 312394000), "zhao": ("赵师傅", 1215900000, 312700000)}


class Seed:
    """Submits one named step after another; rows born are known by the step's key."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def born(self, key: str) -> str:
        """Id of the first row born in the step of that key."""
        return self._gateway.born_by_system(key, 0)

    async def __call__(self, key: str, mutation: str, /, **args: Any) -> str:
        """Carry one step out. Returns the id of the first row born in it."""
        result = await self._gateway.submit_system(TENANT, mutation, args, key)
        assert result.outcome == Outcome.ACCEPTED.value, (key, result.reason, result.detail)
        return self.born(key)


async def _people(step: Seed, territory_id: str) -> None:
    secret = hash_password(PASSWORD)
    office = {"min": ("敏姐", ["dispatcher"]), "lin": ("林经理", ["dispatcher", "manager"])}
    for login, (name, roles) in {**office, "admin": ("管理员", ["administrator"])}.items():
        await step(login, "user.add", login=login, name=name, roles=roles, password_hash=secret)
    skill_id = await step(
        "skill", "skill.add", code="waterproofing", name_zh=SKILL, name_en="Waterproofing"
    )
    for login, (name, lon_e7, lat_e7) in HOMES.items():
        user_id = await step(
            login,
            "user.add",
            login=login,
            name=name,
            roles=["technician"],
            password_hash=secret,
            territory_id=territory_id,
        )
        technician_id = await step(
            f"technician:{login}",
            "technician.add",
            user_id=user_id,
            name=name,
            phone="13800000000",
            territory_id=territory_id,
            home={"lon_e7": lon_e7, "lat_e7": lat_e7},
            max_load=20,
        )
        grant = {"technician_id": technician_id, "skill_id": skill_id, "level": 3}
        await step(f"grant:{login}", "technician.grant_skill", **grant)
        for weekday in range(7):
            shift = {"weekday": weekday, "start_min": 0, "end_min": 1440}
            key = f"shift:{login}:{weekday}"
            await step(key, "technician.set_shift", technician_id=technician_id, **shift)


async def _places(step: Seed, territory_id: str) -> str:
    project_id = await step(
        "project", "project.add", name=PROJECT, type="housing", territory_id=territory_id
    )
    fix = {"lon_e7": 1214737000, "lat_e7": 312304000, "accuracy_m": 10, "source": "map"}
    parent_id: str | None = None
    tree = [("building", "3 号楼", ""), ("unit", "1 单元", ""), ("room", "1201 室", PLACE_CODE)]
    for kind, name, code in tree:
        parent_id = await step(
            f"location:{kind}",
            "location.add",
            project_id=project_id,
            parent_id=parent_id,
            kind=kind,
            name=name,
            code=code,
            fix=fix,
            address="花园路 8 号",
        )
    assert parent_id is not None
    return parent_id


async def _what_to_look_at(step: Seed, location_id: str) -> None:
    """The list of the skill, and a window with a label."""
    skill_id = step.born("skill")
    await step("checklist", "checklist.add", name="防水检查", skill_id=skill_id, items=ITEMS)
    window = {"name": "主卧飘窗", "manufacturer": "海螺", "model": "70 系列", "serial": "HL-0731"}
    await step(
        "asset",
        "asset.add",
        kind="part",
        code=ASSET_CODE,
        location_id=location_id,
        installed_on="2019-05-01",
        **window,
    )


async def _orders(step: Seed, location_id: str) -> None:
    await step(
        "customer",
        "customer.add",
        name=CUSTOMER,
        phone="13900000001",
        contact_name=CUSTOMER,
        relation="业主",
    )
    about = {"skill_id": step.born("skill"), "asset_id": step.born("asset")}
    for number, title in enumerate(("厨房水管漏水", "阳台门关不严")):
        args = {"title": title, "location_id": location_id, "phone": "13900000001"}
        args |= about if number == 0 else {}
        await step(f"order:{number}", "work_order.report", new_customer_name=CUSTOMER, **args)


async def _fill(settings: Settings, *, is_fresh: bool) -> None:
    gateway = open_gateway(settings)
    await gateway.start()
    try:
        step = Seed(gateway)
        outline = json.dumps(OUTLINE, separators=(",", ":"))
        territory_id = await step(
            "territory", "territory.add", name="浦西", zone="Asia/Shanghai", outline=outline
        )
        await _people(step, territory_id)
        if not is_fresh:
            location_id = await _places(step, territory_id)
            await _what_to_look_at(step, location_id)
            await _orders(step, location_id)
    finally:
        await gateway.stop()


def seed_firm(data_dir: Path, *, is_fresh: bool = False) -> None:
    """A data folder with the firm in it; a fresh one has people, and nothing for them to do.

    In a thread: Playwright's loop runs in this one.
    """
    settings = Settings(data_dir=data_dir)
    data_dir.mkdir(parents=True)
    failure: list[BaseException] = []

    def run() -> None:
        try:
            upgrade(settings.url)
            with_connection(
                settings.url, lambda c: create_firm(c, TENANT, "试验公司", "abcdefgh", now_ms())
            )
            asyncio.run(_fill(settings, is_fresh=is_fresh))
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
