"""Lists of checklist items: all lines of one checklist make one version."""

from server.checklists.rules import unpack
from tests.server.imports_lists.office import Office, said

ITEMS = """检查表,技能,编码,怎么答,中文问法,英文问法,必答,单位,下限,上限,选项
漏水,水管,dry,合格或不合格,干了吗,Dry?,是,,,,
漏水,,pressure,填数字,水压,Pressure,否,MPa,0.1,0.6,
漏水,,where,选一个,哪里漏,Where,,,,,接口 | Joint; 管身 | Pipe
漏水,,bad,选一个,哪里,,,,,,接口
漏水,,Bad Code,check,x,,,,,,
漏水,,dry,check,又一次,,,,,,
"""


async def test_items_become_one_version(office: Office) -> None:
    results = await office.take("checklists", ITEMS)
    assert said(results) == [
        "new",
        "new",
        "new",
        "rejected:bad_items",
        "rejected:does_not_fit",
        "rejected:twice",
    ]
    checklist = await office.row("checklist", name="漏水")
    (version,) = await office.rows("checklist_version")
    assert (version.id, version.number) == (checklist.current_version_id, 1)
    items = {item.code: item for item in unpack(version.items)}
    assert list(items) == ["dry", "pressure", "where"]
    assert (items["pressure"].min_milli, items["pressure"].max_milli) == (100, 600)
    assert [o.label_en for o in items["where"].options] == ["Joint", "Pipe"]
    assert [code for code, item in items.items() if item.is_required] == ["dry"]
    assert said(await office.take("checklists", ITEMS))[:3] == ["unchanged"] * 3
    assert len(await office.rows("checklist_version")) == 1


async def test_other_items_stay_and_codes_of_options_too(office: Office) -> None:
    await office.take("checklists", ITEMS)
    more = (
        "checklist,item,kind,label_zh,options\n"
        "漏水,where,choice,哪里漏,阀门 | Valve; 管身\n"
        "漏水,photo,photo,拍一张,\n"
    )
    assert said(await office.take("checklists", more)) == ["updated", "new"]
    checklist = await office.row("checklist", name="漏水")
    version = await office.row("checklist_version", id=checklist.current_version_id)
    items = {item.code: item for item in unpack(version.items)}
    assert (version.number, list(items)) == (2, ["dry", "pressure", "where", "photo"])
    codes = {o.label_zh: o.code for o in items["where"].options}
    assert codes == {"阀门": "option_3", "管身": "option_2"}
