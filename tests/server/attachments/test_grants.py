"""Who may upload what, and who is told that bytes are here already."""

from server.attachments.staging import Upload
from tests.server.attachments.app import OTHER_REPLICA, Desk
from tests.server.attachments.phone import Phone, upload
from tests.server.attachments.test_uploads import DATA, PART, SIZE
from tests.server.harness_people import REPLICA, TENANT_ID, UNKNOWN


async def test_only_the_author_uploads(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE, DATA[:PART])
    for user, replica in ((desk.stranger, OTHER_REPLICA), (desk.firm.admin, REPLICA)):
        other = Phone(phone.client, user, replica)
        assert (await other.create(attachment, SIZE)).status_code == 404
        assert (await other.look(attachment)).status_code == 404
        assert (await other.send(attachment, PART, DATA[PART:])).status_code == 404
        assert (await other.end(attachment)).status_code == 404
    for unknown in (UNKNOWN, "not-an-id", "%2e%2e%2fpasswd"):
        assert (await phone.look(unknown)).status_code == 404
    assert (await phone.create("", 5)).status_code == 404
    assert (await phone.look(attachment)).headers["Upload-Offset"] == str(PART)


async def test_the_creation_binds_the_replica(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    for foreign in (OTHER_REPLICA, UNKNOWN, "x"):
        as_other = Phone(phone.client, desk.user, foreign)
        assert (await as_other.create(attachment, SIZE)).status_code == 404
    assert (await phone.create(attachment, SIZE, DATA[:PART])).status_code == 201
    nameless = Phone(phone.client, desk.user, "")
    answer = await nameless.create(attachment, SIZE)
    assert (answer.status_code, answer.json()["code"]) == (409, "upload_bound")
    assert (await phone.look(attachment)).headers["Upload-Offset"] == str(PART)


async def test_a_row_that_speaks_of_other_bytes_begins_anew(desk: Desk, phone: Phone) -> None:
    """After a restore an id may be born again, in another entry of the same number."""
    attachment = desk.attach(DATA)
    path = desk.lane.staging.path(TENANT_ID, attachment)
    desk.lane.staging.bind(path, Upload(REPLICA, "ab" * 32, SIZE, ""))
    path.write_bytes(b"another file")
    assert (await phone.look(attachment)).status_code == 404
    assert (await phone.send(attachment, 12, DATA[12:])).status_code == 404
    assert (await phone.create(attachment, SIZE)).headers["Upload-Offset"] == "0"
    assert (await phone.send(attachment, 0, DATA)).status_code == 204
    assert desk.state(attachment) == "stored"


async def test_the_grant_outlives_reassignment(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    await phone.create(attachment, SIZE, DATA[:PART])
    second = desk.firm.person("second", ["technician"])
    other = desk.firm.done("technician.add", desk.firm.admin, user_id=second, name="S")
    visit = desk.firm.rows("appointment")[0].id
    moved = {"appointment_id": visit, "technician_id": other}
    desk.firm.done("appointment.reassign", desk.firm.admin, **moved)
    assert not desk.firm.sees(desk.user, attachment)
    assert (await phone.send(attachment, PART, DATA[PART:])).status_code == 204
    assert desk.state(attachment) == "stored"
    assert (await Phone(phone.client, second).get(f"/files/{attachment}/picture")).is_success


async def test_known_bytes_cost_one_request(desk: Desk, phone: Phone) -> None:
    await upload(phone, desk.attach(DATA), DATA)
    again = desk.attach(DATA, slot="before")
    answer = await phone.create(again, SIZE)
    assert answer.headers["Upload-Offset"] == str(SIZE)
    assert desk.state(again) == "stored"
    # Who does not read the answer's offset sends from 0, and is told the end.
    assert (await phone.send(again, 0, DATA)).headers["Upload-Offset"] == str(SIZE)


async def test_who_may_read_them_may_know_them(desk: Desk, phone: Phone) -> None:
    await upload(phone, desk.attach(DATA), DATA)
    own = desk.attach(DATA, author=desk.firm.admin)
    boss = Phone(phone.client, desk.firm.admin, "")
    assert (await boss.create(own, SIZE)).headers["Upload-Offset"] == str(SIZE)


async def test_nobody_else_learns_that_they_are_here(desk: Desk, phone: Phone) -> None:
    """The answers about a file that is here and one that is not are the same, byte by byte."""
    await upload(phone, desk.attach(DATA), DATA)
    technician = desk.firm.done("technician.add", desk.firm.admin, user_id=desk.stranger, name="S")
    elsewhere = desk.new_order(technician)
    stranger = Phone(phone.client, desk.stranger, OTHER_REPLICA)
    answers = []
    for data in (DATA, DATA[::-1]):
        own = desk.attach(data, author=desk.stranger, work_order_id=elsewhere)
        said = [await stranger.create(own, SIZE), await stranger.send(own, 0, data[:PART])]
        said.append(await stranger.create(own, SIZE))
        assert desk.state(own) == "waiting"
        hidden = {"upload-expires", "location"}
        answers.append(
            [
                (each.status_code, {k: v for k, v in each.headers.items() if k not in hidden})
                for each in said
            ]
        )
    assert answers[0] == answers[1]
    assert answers[0][0][1]["upload-offset"] == "0"


async def test_a_lost_blob_is_sent_again(desk: Desk, phone: Phone) -> None:
    first = desk.attach(DATA)
    await upload(phone, first, DATA)
    desk.lane.blobs.remove(TENANT_ID, desk.firm.row("attachment", first).sha256)
    again = desk.attach(DATA, slot="before")
    assert (await phone.create(again, SIZE)).headers["Upload-Offset"] == "0"
