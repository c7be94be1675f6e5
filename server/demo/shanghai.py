"""Shanghai: firm, crew and works. Persons and projects are invented."""

from server.demo.model import Area, City, Trade, Works
from server.demo.shanghai_faults import FAULTS
from server.demo.shanghai_things import (
    HOME,
    LINGANG,
    PARK,
    STREET,
    XINZHUANG,
    XUJIAHUI,
    ZHANGJIANG,
)
from server.demo.shanghai_things import (
    SONGJIANG as PUMPS,
)
from server.demo.sheets import SHEETS
from server.demo.words import CHINESE

PUDONG = (
    (121.475, 31.105), (121.478, 31.18), (121.508, 31.20), (121.516, 31.232), (121.512, 31.244),
    (121.545, 31.265), (121.585, 31.33), (121.76, 31.29), (121.83, 31.12),
)  # fmt: skip
XUHUI = (
    (121.39, 31.13), (121.39, 31.22), (121.41, 31.26), (121.48, 31.26), (121.503, 31.24),
    (121.498, 31.205), (121.46, 31.185), (121.455, 31.13),
)  # fmt: skip
HONGQIAO = ((121.22, 31.12), (121.22, 31.27), (121.385, 31.27), (121.385, 31.12))
SONGJIANG = (
    (121.10, 30.90), (121.10, 31.10), (121.45, 31.10), (121.83, 31.09), (121.97, 30.95),
    (121.93, 30.85), (121.40, 30.83),
)  # fmt: skip

HOMES = ("1号楼", "2号楼", "3号楼")
FLATS = ("101室", "302室", "1101室")
HALLS = ("一号厂房", "二号厂房")
SPOTS = ("东侧", "西侧")

PROJECTS = (
    Works(
        "锦绣花园", "housing", 0, (121.545, 31.218), "浦东新区锦绣路1688弄", "",
        HOMES, FLATS, HOME,
    ),
    Works(
        "滨江雅苑", "housing", 1, (121.462, 31.192), "徐汇区龙腾大道2200弄", "",
        HOMES, FLATS, HOME,
    ),
    Works(
        "虹桥新苑", "housing", 2, (121.352, 31.185), "闵行区虹莘路3300弄", "",
        HOMES, FLATS, HOME,
    ),
    Works(
        "松江大学城公寓", "housing", 3, (121.222, 31.052), "松江区文汇路800弄", "",
        HOMES, FLATS, HOME,
    ),
    Works(
        "世纪大道人行道改造", "municipal", 0, (121.531, 31.231), "浦东新区世纪大道1200号段",
        "浦东市政养护中心", ("北段", "南段"), SPOTS, STREET,
    ),
    Works(
        "张江机电安装", "mep", 0, (121.598, 31.206), "浦东新区张江科苑路88号",
        "张江创新园物业", ("A座", "B座"), ("水泵房", "配电间", "电梯厅"), ZHANGJIANG,
    ),
    Works(
        "徐家汇中心机电安装", "mep", 1, (121.437, 31.194), "徐汇区虹桥路1号",
        "徐家汇中心物业", ("南楼", "北楼"), ("空调机房", "消防控制室", "电梯厅"), XUJIAHUI,
    ),
    Works(
        "徐汇绿道景观", "landscape", 1, (121.452, 31.170), "徐汇区龙水南路滨江段",
        "徐汇绿化管理所", ("一标段", "二标段"), SPOTS, PARK,
    ),
    Works(
        "莘庄工业园厂房", "plant", 2, (121.375, 31.125), "闵行区金都路4299号",
        "申莘精密制造", HALLS, ("车间", "仓库", "门卫"), XINZHUANG,
    ),
    Works(
        "虹桥商务区道路养护", "municipal", 2, (121.312, 31.196), "闵行区申长路990号段",
        "虹桥市政养护中心", ("一工区", "二工区"), SPOTS, STREET,
    ),
    Works(
        "临港光伏电站", "energy", 3, (121.885, 30.905), "浦东新区临港海洋四路99号",
        "临港新能源", ("升压站", "光伏区"), ("逆变器室", "控制室"), LINGANG,
    ),
    Works(
        "松江污水提升泵站", "energy", 3, (121.238, 31.012), "松江区玉树南路500号",
        "松江水务运行", ("泵房", "配电楼"), ("设备间", "值班室"), PUMPS,
    ),
)  # fmt: skip

PEOPLE = (
    ("wang", "王建国"), ("zhao", "赵海峰"), ("liu", "刘志强"), ("sun", "孙伟东"),
    ("zhou", "周小军"), ("wu", "吴永明"), ("zheng", "郑国平"), ("feng", "冯立新"),
    ("chu", "褚文斌"), ("wei", "卫东升"), ("jiang", "蒋春生"), ("shen", "沈卫民"),
    ("han", "韩志刚"), ("yang", "杨德胜"), ("zhu", "朱红兵"), ("qin", "秦大勇"),
    ("xu", "许长林"), ("he", "何建平"), ("lv", "吕秀芳"), ("shi", "施阿根"),
    ("zhang", "张玉兰"), ("kong", "孔令辉"), ("cao", "曹金宝"), ("yan", "严晓峰"),
)  # fmt: skip

SHANGHAI = City(
    code="shanghai",
    zone="Asia/Shanghai",
    locale="zh-CN",
    words=CHINESE,
    areas=(
        Area("浦东", PUDONG, (121.585, 31.215)),
        Area("徐汇", XUHUI, (121.437, 31.195)),
        Area("虹桥·闵行", HONGQIAO, (121.335, 31.19)),
        Area("松江·临港", SONGJIANG, (121.35, 31.02)),
    ),
    trades=(
        Trade("waterproofing", "防水", "Waterproofing"),
        Trade("mep", "机电", "Plumbing and electrics"),
        Trade("doors_windows", "门窗", "Doors and windows"),
        Trade("finishing", "装修", "Finishing"),
        Trade("fire", "消防", "Fire safety"),
        Trade("elevator", "电梯", "Elevators"),
        Trade("municipal", "市政", "Streets and sewers"),
        Trade("landscape", "园林", "Landscape"),
    ),
    first_trades=("waterproofing", "mep", "finishing", "doors_windows"),
    office=(
        ("min", "陈敏", "dispatcher"),
        ("lin", "林伟", "manager"),
        ("admin", "管理员", "administrator"),
    ),
    people=PEOPLE,
    phone="138########",
    projects=PROJECTS,
    faults=FAULTS,
    sheets=SHEETS,
    orders=405,
)
