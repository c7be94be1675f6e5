"""Documents that a template has to print before it is used: full, bare, long and strange ones."""

from server.papers import documents as d
from server.papers.schema import Form

NOW_MS = 1_795_000_000_000
LONG_ZH = "上海市浦东新区世纪大道与东方路交叉口西南侧第三地块商业综合体地下二层机电设备用房走廊" * 3
LONG_EN = "Unit 1802, Tower 3, Riverside Gardens Phase II, 1288 Century Avenue, Shanghai, " * 3
# What would be markup, a turned line, another script and a picture, were it not just text.
STRANGE = (
    '#read("/etc/passwd") $ a^2 $ *bold* `raw` <tag> @ref // \u202eabc\x00 '
    "\u05e9\u05dc\u05d5\u05dd \U0001f600 "
)


def sample(form: Form, *, photos: int = 2, text: str = "") -> d.Document:
    """A paper with everything on it; `text` instead of the usual words."""
    return d.Document(
        head=_head(form, text),
        parties=d.Parties(text or "张丽", text or "张丽", "业主", "13800000000"),
        place=_place(text),
        received_by_name="陈晨",
        received_ms=NOW_MS,
        visits=(_visit(text),),
        survey=d.Survey("地漏周边渗水", "湿度 38 %", "防水层失效", "0.6 m²", "地面湿滑"),
        plan=d.Plan("重做防水", "聚氨酯 2 kg", "2 人", 240, "断电", 48_000, "周强", NOW_MS),
        coverage=d.Coverage(
            "有防水要求的卫生间", "covered", "2028-09-15", text or "第四十条（二）", "施工", None
        ),
        items=(d.Item(text or "聚氨酯防水涂料", 2_000, "kg", "PU-260803-17"),),
        checks=(
            d.Check("蓄水 24 小时无渗漏", "24 h water test", "check", "pass", "", "", ""),
            d.Check("水深", "Water depth", "number", "30", "", "", "mm"),
        ),
        remarks=(d.Remark(NOW_MS, "王建国", text or "钥匙在物业"),),
        photos=tuple(_photo(number) for number in range(photos)),
        signatures=(_signature("customer", text), _signature("witness", text)),
        flags=("flag.changed", "flag.outside"),
    )


def bare(form: Form) -> d.Document:
    """A paper with only what it cannot do without."""
    head = d.Head(
        form=form, firm_name="F", zone="UTC", work_order_id="", number="1", kind="repair",
        grade="normal", channel="phone", title="", description="", reported_ms=0, dated_ms=0,
    )  # fmt: skip
    visit = d.Visit("", "", "", 0, 0, 60, 0, None, 0, None, None, "", "")
    plan = d.Plan("", "", "", None, "", None, "", None)
    return d.Document(
        head=head,
        parties=d.Parties("", "", "", ""),
        place=d.Place("", (), "A", "", "", "", ""),
        visits=(visit,),
        plan=plan,
    )


def samples() -> list[d.Document]:
    """What every template is tried on."""
    texts = ("", LONG_ZH + LONG_EN, STRANGE * 12 + "W" * 500)
    made = [sample(form, text=text) for form in Form for text in texts]
    return [*made, *(bare(form) for form in Form), sample(Form.CERTIFICATE, photos=40)]


def _head(form: Form, text: str) -> d.Head:
    return d.Head(
        form=form,
        firm_name=text[:120] or "上海恒建工程有限公司",
        zone="Asia/Shanghai",
        work_order_id="00000000-0000-4000-8000-000000000001",
        number="BX-2026-000427",
        kind="repair",
        grade="urgent",
        channel="phone",
        title=text[:160] or "卫生间地漏渗水",
        description=text or "渗至楼下 1702 室吊顶",
        reported_ms=NOW_MS - 86_400_000,
        dated_ms=NOW_MS,
    )


def _place(text: str) -> d.Place:
    path = (text,) if text else ("滨江云锦苑", "3 栋", "1802 室")
    return d.Place(text or "滨江云锦苑", path, text, "", "卫生间防水", "FS-1802", "")


def _visit(text: str) -> d.Visit:
    return d.Visit(
        technician_name="王建国",
        technician_phone="13900000000",
        dispatcher_name="陈晨",
        start_ms=NOW_MS - 7_200_000,
        end_ms=NOW_MS - 3_600_000,
        duration_min=60,
        arrived_ms=NOW_MS - 7_100_000,
        started_ms=NOW_MS - 7_000_000,
        finished_ms=NOW_MS - 600_000,
        distance_m=412,
        radius_m=200,
        away_reason=text[:120] or "小区大门打卡",
        summary=text or "拆除地漏周边饰面 0.6 m²，重做聚氨酯防水两遍，恢复饰面",
    )


def _signature(role: str, text: str) -> d.Signature:
    return d.Signature(
        role=role,
        signer_name=text[:120] or ("张丽" if role == "customer" else "周平"),
        relation=text[:120] or ("业主本人" if role == "customer" else ""),
        reason="",
        at_ms=NOW_MS,
        sha256=None,
        is_stored=False,
        consent=text or "以上属实。",
        shown="",
        changes=(d.Change("photo", "", f"{1:064x}"), d.Change("summary", text, text or "恢复饰面")),
    )


def _photo(number: int) -> d.Photo:
    slot = ("before", "after", "during")[number % 3] if number > 1 else ("before", "after")[number]
    return d.Photo(f"{number:064x}", slot, "地漏近景", NOW_MS - 1_000 * number, True)
