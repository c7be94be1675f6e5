"""A backup while the server goes on, and what a restore makes of it, on both databases."""

import asyncio
from pathlib import Path

import pytest

from server.backup import layout
from server.backup.layout import CannotBackUp, CannotRestore
from server.backup.lock import holding
from server.backup.offered import Durable, read_offers
from server.gateway.tables import EPOCH
from server.settings import Settings
from tests.server.backup.firm import LATER_MS, Firm, Keeper, restore
from tests.server.gateway.founding import EPOCH as FIRST_EPOCH
from tests.server.gateway.founding import TENANT, id_of
from tests.simulation.audit import broken_links


@pytest.fixture
async def firm(settings: Settings) -> Firm:
    opened = Firm(settings)
    await opened.start()
    return opened


async def with_photos(firm: Firm, count: int = 3) -> str:
    order_id = await firm.order()
    await firm.visit(order_id, "ann")
    for number in range(count):
        await firm.photo(order_id, number)
    return order_id


async def back_up(firm: Firm, folder: Path) -> list[str]:
    return await asyncio.to_thread(firm.back_up, folder)


async def restored(firm: Firm, folder: Path, **more: object) -> list[str]:
    """Stop, restore over what is there, start."""
    await firm.stop()
    said = await asyncio.to_thread(
        restore, firm.settings, folder, firm.now_ms, **({"replace": True} | more)
    )
    await firm.again()
    return said


async def test_a_backup_is_whole_and_restores_what_it_held(firm: Firm, tmp_path: Path) -> None:
    await with_photos(firm)
    before = await firm.head()
    folder = tmp_path / "backups" / "one"
    await back_up(firm, folder)
    assert layout.damaged(folder) == []
    manifest = layout.read_manifest(folder)
    assert (manifest.firms[0].seq, manifest.blobs) == (before.seq, 3)
    later = await firm.order(title="After the backup")
    said = await restored(firm, folder)
    head = await firm.head()
    assert (head.seq, head.epoch != FIRST_EPOCH) == (before.seq + 1, True)
    assert later not in {order.id for order in await firm.rows("work_order")}
    assert any("nothing for you to do" in line for line in said)
    (ended,) = await firm.lines(EPOCH)
    assert (ended.epoch, ended.head, ended.chain) == (FIRST_EPOCH, before.seq, before.chain)
    assert broken_links(head, await firm.ledger(), await firm.events()) == []
    await firm.stop()


async def test_a_backup_of_one_database_restores_into_the_other(
    firm: Firm, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    await with_photos(firm)
    folder = tmp_path / "backup"
    await back_up(firm, folder)
    await firm.stop()
    is_sqlite = firm.settings.url.startswith("sqlite")
    url = request.getfixturevalue("postgresql")() if is_sqlite else ""
    other = Firm(Settings(data_dir=tmp_path / "other", database_url=url))
    await asyncio.to_thread(restore, other.settings, folder, firm.now_ms)
    await other.again()
    await firm.again()
    for kind in ("work_order", "attachment", "user"):
        assert await other.rows(kind) == await firm.rows(kind)
    for sum_of in await other.rows("attachment"):
        file = other.settings.data_dir / "blobs" / TENANT / sum_of.sha256
        assert layout.hash_of(file) == sum_of.sha256
    phone = Keeper(other, "ann")
    await phone.catch_up()  # its digest agrees
    await other.stop()
    await firm.stop()


async def test_a_flipped_byte_is_named_and_nothing_changes(firm: Firm, tmp_path: Path) -> None:
    await with_photos(firm, 2)
    folder = tmp_path / "backup"
    await back_up(firm, folder)
    await firm.stop()
    files = [path for path in layout.files_below(folder)]
    assert len(files) > 30
    for path in files:
        name = str(path.relative_to(folder))
        data = path.read_bytes()
        at = len(data) // 2
        path.unlink()  # a photo is the server's own file under another name
        path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :] if data else b"x")
        with pytest.raises(CannotRestore, match="Nothing was changed") as refused:
            restore(firm.settings, folder, firm.now_ms, replace=True)
        assert name in str(refused.value), (name, refused.value)
        path.write_bytes(data)
    assert layout.damaged(folder) == []
    (folder / "tables" / "extra").write_text("")
    assert layout.damaged(folder) == ["tables/extra"]
    await firm.again()
    assert (await firm.head()).epoch == FIRST_EPOCH
    await firm.stop()


async def test_half_a_backup_is_never_taken_for_one(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_photos(firm, 1)
    folder = tmp_path / "backup"

    def cut(_: Path) -> None:
        raise OSError("no space left on the device")

    with monkeypatch.context() as patched:
        patched.setattr("server.backup.writing._seal", cut)
        with pytest.raises(OSError, match="no space"):
            await back_up(firm, folder)
    assert not folder.exists()
    assert read_offers(firm.settings.data_dir) == []
    await back_up(firm, folder)
    with pytest.raises(CannotBackUp, match="a folder of its own"):
        await back_up(firm, folder)
    with pytest.raises(CannotBackUp, match="inside the data folder"):
        await back_up(firm, firm.settings.data_dir / "backup")
    (folder / layout.COMPLETE).unlink()
    with pytest.raises(CannotRestore, match="no finished backup"):
        restore(firm.settings, folder, firm.now_ms, replace=True)
    await firm.stop()


async def test_a_firm_is_replaced_only_on_demand_and_kept_aside(firm: Firm, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    await back_up(firm, folder)
    await firm.stop()
    with pytest.raises(CannotRestore, match="--replace"):
        await asyncio.to_thread(restore, firm.settings, folder, firm.now_ms)
    in_use = pytest.raises(CannotRestore, match="stop the server first")
    with holding(firm.settings.data_dir, alone=False), in_use:
        restore(firm.settings, folder, firm.now_ms, replace=True)
    said = await asyncio.to_thread(restore, firm.settings, folder, firm.now_ms, replace=True)
    aside = next(line.split(": ")[1] for line in said if "kept" in line)
    if firm.settings.url.startswith("sqlite"):
        assert Path(aside).is_file()
    else:
        assert aside.startswith("before_restore_")


async def test_devices_enrolled_since_come_in_and_revoked_ones_stay_out(
    firm: Firm, tmp_path: Path
) -> None:
    lost = await firm.enrol("bob", "lost-phone")
    folder = tmp_path / "backup"
    await back_up(firm, folder)
    await firm.enrol("ann", "new-phone")
    await firm.enrol("cai", "old-phone")
    await firm.done("boss", "device.revoke", device_id=lost)
    await firm.done("boss", "user.set_active", user_id=id_of("cai"), is_active=False)
    said = await restored(firm, folder)
    assert await firm.comes_in("new-phone")
    assert not await firm.comes_in("lost-phone")
    assert not await firm.comes_in("old-phone")
    assert not any("not possible" in line for line in said)
    devices = {device.name for device in await firm.rows("device")}
    assert devices == {"lost-phone", "new-phone", "old-phone"}
    # The log is what tells of them: a restore from the backup alone, elsewhere, knows it too.
    await firm.restart()
    assert await firm.comes_in("new-phone")
    await firm.stop()


async def test_everything_acknowledged_since_comes_back_by_itself(
    firm: Firm, tmp_path: Path
) -> None:
    ann, chief = Keeper(firm, "ann"), Keeper(firm, "chief")
    order_id = await firm.order()
    visit_id = await firm.visit(order_id, "bob")
    for phone in (ann, chief):
        await phone.catch_up()
    await back_up(firm, tmp_path / "older")
    for number in range(10):
        chief.write("work_order.note", work_order_id=order_id, text=f"c{number}")
    chief.write(
        "appointment.reassign",
        appointment_id=visit_id,
        technician_id=id_of("technician:ann"),
    )
    await chief.catch_up()
    await ann.catch_up()
    await back_up(firm, tmp_path / "newer")
    for number in range(10):
        ann.write("work_order.note", work_order_id=order_id, text=f"a{number}")
    ann.write("appointment.accept", appointment_id=visit_id)
    await ann.catch_up()
    assert {result.reason for result in ann.results.values()} == {""}
    facts = {fact.text for fact in await firm.rows("fact")}
    await restored(firm, tmp_path / "older")
    # The technician is first: the board has not yet said again that the visit is hers.
    for phone in (ann, chief, ann):
        await phone.catch_up()
        await phone.catch_up()
    assert {fact.text for fact in await firm.rows("fact")} == facts
    (visit,) = await firm.rows("appointment")
    assert (visit.technician_id, visit.state.value) == (id_of("technician:ann"), "accepted")
    assert {result.reason for result in chief.results.values()} == {""}
    head, ledger = await firm.head(), await firm.ledger()
    assert broken_links(head, ledger, await firm.events()) == []
    texts = [fact.text for fact in await firm.rows("fact") if fact.text]
    assert len(texts) == len(set(texts))
    await firm.stop()


async def test_what_every_offered_backup_holds_is_durable(firm: Firm, tmp_path: Path) -> None:
    phone = Keeper(firm, "chief")
    firm.gateway.durable = Durable(firm.settings.data_dir).through
    assert (await phone.sync()).durable == 0
    await back_up(firm, tmp_path / "one")
    first = (await firm.head()).seq
    await firm.order()
    firm.now_ms += LATER_MS
    await back_up(firm, tmp_path / "two")
    assert (await phone.sync()).durable == first
    await restored(firm, tmp_path / "two")
    firm.gateway.durable = Durable(firm.settings.data_dir).through
    assert (await phone.sync()).durable == first
    firm.now_ms += 31 * 24 * LATER_MS
    assert (await phone.sync()).durable == 0
    await firm.stop()
