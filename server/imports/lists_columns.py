"""Columns of the lists that can be imported: what they are called in both languages."""

import re
from unicodedata import normalize

import msgspec


class Column(msgspec.Struct, frozen=True):
    """`field` is its name in code; a heading is known by `zh`, `en`, `field` or an alias."""

    field: str
    zh: str
    en: str
    example_zh: str = ""
    example_en: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def headings(self) -> frozenset[str]:
        return frozenset(map(folded, (self.field, self.zh, self.en, *self.aliases)))


def folded(heading: str) -> str:
    """How headings are compared: nobody remembers capitals, spaces, brackets and stars."""
    return re.sub(r"[\s_*:：()（）\-/]+", "", normalize("NFKC", heading)).lower()


NAME = Column("name", "名称", "Name", "张丽", "Li Zhang", True, ("姓名", "客户", "客户名称"))
PERSON = Column("name", "姓名", "Name", "王建国", "Jianguo Wang", True, ("名称",))
LOGIN = Column("login", "登录名", "Login", "wang", "wang", True, ("账号", "user", "username"))
PHONE = Column("phone", "电话", "Phone", "13800000000", "13800000000", False, ("手机", "mobile"))
TERRITORY = Column("territory", "区域", "Territory", "浦东", "Pudong")
LANGUAGE = Column("language", "语言", "Language", "中文", "English", False, ("locale",))
REMARK = Column("remark", "备注", "Remark", "", "", False, ("notes",))
ZONE = Column("zone", "时区", "Time zone", "Asia/Shanghai", "Asia/Shanghai", False, ("timezone",))
POINT = (
    Column("latitude", "纬度", "Latitude", "31.2304", "31.2304", False, ("lat",)),
    Column("longitude", "经度", "Longitude", "121.4737", "121.4737", False, ("lon", "lng")),
    Column("datum", "坐标系", "Datum", "GCJ-02", "WGS-84"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "users": (
        LOGIN,
        PERSON,
        PHONE,
        LANGUAGE,
        Column("roles", "角色", "Roles", "维修人员", "technician", False, ("role",)),
        TERRITORY,
        Column("password", "初始密码", "First password", "", "", False, ("密码", "password")),
    ),
    "technicians": (
        LOGIN,
        msgspec.structs.replace(PERSON, required=False),
        PHONE,
        TERRITORY,
        ZONE,
        Column("max_load", "一天最多", "Jobs a day", "8", "8", False, ("maxload",)),
        *POINT,
        Column("skills", "技能", "Skills", "防水 3 2027-12-31; 电工 2", "Waterproofing 3; pipes"),
        Column("shifts", "班次", "Shifts", "周一-周五 08:00-17:00", "Mon-Fri 08:00-17:00"),
    ),
    "customers": (
        NAME,
        PHONE,
        Column("tier", "级别", "Tier", "普通", "normal"),
        REMARK,
        Column("contact", "联系人", "Contact", "李敏", "Min Li", False, ("contactname",)),
        Column("relation", "身份", "Relation", "业主", "owner"),
        Column("contact_phone", "联系人电话", "Contact phone", "13900000000", "13900000000"),
        LANGUAGE,
    ),
    "projects": (
        Column("project", "工程", "Project", "锦绣花园", "Garden Court", True, ("工程名称",)),
        Column("type", "类型", "Type", "房建", "housing", False, ("工程类型",)),
        TERRITORY,
        Column("site", "项目现场", "Site", "", "", False, ("现场", "地块")),
        Column("building", "楼栋", "Building", "3 号楼", "Building 3", False, ("楼",)),
        Column("unit", "单元", "Unit", "1 单元", "Unit 1"),
        Column("floor", "楼层", "Floor", "", "", False, ("层",)),
        Column("room", "房间", "Room", "1201 室", "1201", False, ("室",)),
        Column("address", "地址", "Address", "花园路 8 号", "8 Garden Road"),
        Column("code", "编码", "Code", "JX-3-1201", "GC-3-1201", False, ("标签编码", "门牌编码")),
        *POINT,
        Column("radius_m", "打卡半径", "Check-in radius", "200", "200", False, ("半径", "radius")),
        Column(
            "access", "怎么进去", "How to get in", "先找门卫", "Ask the porter", False, ("access",)
        ),
    ),
    "assets": (
        Column("code", "编码", "Code", "DT-001", "LIFT-001", True, ("标签编码", "设备编码")),
        Column("name", "名称", "Name", "1 号电梯", "Lift 1", True, ("设备名称",)),
        Column("kind", "种类", "Kind", "设备", "equipment"),
        Column("location", "地点", "Place", "锦绣花园 / 3 号楼", "Garden Court / Building 3"),
        Column("manufacturer", "厂家", "Manufacturer", "", ""),
        Column("model", "型号", "Model", "", ""),
        Column("serial", "序列号", "Serial number", "", "", False, ("serial",)),
        Column("installed_on", "安装日期", "Installed on", "2024-05-01", "2024-05-01"),
        REMARK,
    ),
    "territories": (
        Column("name", "名称", "Name", "浦东", "Pudong", True, ("区域", "territory")),
        ZONE,
        Column("outline", "边界", "Outline", "", "", False, ("geojson", "多边形")),
    ),
    "checklists": (
        Column("checklist", "检查表", "Checklist", "漏水维修", "Leak repair", True),
        Column("skill", "技能", "Skill", "防水", "Waterproofing"),
        Column("item", "编码", "Item code", "pressure", "pressure", True, ("检查项编码", "item")),
        Column("kind", "怎么答", "Kind", "填数字", "number", True, ("类型",)),
        Column("label_zh", "中文问法", "Question in Chinese", "水压多少", "水压多少", True),
        Column("label_en", "英文问法", "Question in English", "Water pressure", "Water pressure"),
        Column("required", "必答", "Must be answered", "是", "yes", False, ("required",)),
        Column("measure", "单位", "Unit", "MPa", "MPa", False, ("unit",)),
        Column("min", "下限", "Lowest", "0.1", "0.1"),
        Column("max", "上限", "Highest", "0.6", "0.6"),
        Column("options", "选项", "Options", "", "", False, ("选择项",)),
    ),
}


def fields_of(noun: str, headers: tuple[str, ...]) -> dict[str, str]:
    """Field → the heading that stands for it in this file. Unknown headings are left alone."""
    found: dict[str, str] = {}
    for column in COLUMNS[noun]:
        for header in headers:
            if folded(header) in column.headings:
                found.setdefault(column.field, header)
    return found


def missing_columns(noun: str, fields: dict[str, str]) -> tuple[Column, ...]:
    """Columns without which no row of this noun can be understood."""
    return tuple(each for each in COLUMNS[noun] if each.required and each.field not in fields)
