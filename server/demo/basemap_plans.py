"""What the generator draws for each demo city."""

import msgspec

from server.demo.model import Degrees


class Plan(msgspec.Struct, frozen=True):
    """What is drawn: the box of the major grid, the denser core, water, greens, names."""

    box: tuple[float, float, float, float]  # west, south, east, north
    core: tuple[float, float, float, float]
    land: tuple[Degrees, ...]
    rivers: tuple[tuple[str, str, tuple[Degrees, ...], float], ...]  # zh, en, middle, width
    rings: tuple[tuple[str, str, Degrees, float, float], ...]  # zh, en, middle, radii
    parks: tuple[tuple[str, str, Degrees, float], ...]
    districts: tuple[tuple[str, str, Degrees], ...]
    streets: tuple[tuple[str, str], ...]
    is_chinese: bool


SHANGHAI = Plan(
    box=(121.06, 30.82, 122.0, 31.44),
    core=(121.24, 31.10, 121.66, 31.30),
    land=(
        (120.95, 30.70), (121.25, 30.70), (121.52, 30.82), (121.80, 30.84), (121.96, 30.87),
        (121.97, 30.98), (121.90, 31.06), (121.86, 31.18), (121.80, 31.26), (121.70, 31.34),
        (121.60, 31.40), (121.51, 31.42), (121.44, 31.48), (121.30, 31.54), (120.95, 31.60),
    ),
    rivers=(
        (
            "黄浦江", "Huangpu River",
            (
                (121.10, 30.98), (121.22, 30.98), (121.33, 30.99), (121.45, 31.00), (121.47, 31.06),
                (121.462, 31.12), (121.464, 31.17), (121.48, 31.188), (121.503, 31.202),
                (121.508, 31.225), (121.495, 31.243), (121.515, 31.25), (121.545, 31.262),
                (121.565, 31.30), (121.545, 31.34), (121.51, 31.38), (121.50, 31.43),
            ),
            0.0062,
        ),
        (
            "苏州河", "Suzhou Creek",
            (
                (121.20, 31.232), (121.30, 31.222), (121.37, 31.228), (121.42, 31.238),
                (121.45, 31.247), (121.49, 31.244),
            ),
            0.0011,
        ),
        (
            "川杨河", "Chuanyang Canal",
            ((121.464, 31.165), (121.54, 31.17), (121.62, 31.175), (121.78, 31.19)),
            0.0009,
        ),
    ),
    rings=(
        ("内环高架路", "Inner Ring", (121.478, 31.222), 0.068, 0.046),
        ("中环路", "Middle Ring", (121.478, 31.218), 0.118, 0.083),
        ("外环高速", "Outer Ring", (121.485, 31.215), 0.182, 0.132),
    ),
    parks=(
        ("世纪公园", "Century Park", (121.553, 31.218), 0.010),
        ("共青森林公园", "Gongqing Forest", (121.548, 31.325), 0.011),
        ("徐汇滨江绿地", "Xuhui Riverside", (121.452, 31.168), 0.005),
        ("闵行文化公园", "Minhang Park", (121.356, 31.172), 0.009),
        ("人民公园", "People's Park", (121.471, 31.234), 0.004),
        ("佘山森林公园", "Sheshan Forest", (121.196, 31.097), 0.014),
        ("滴水湖", "Dishui Lake", (121.925, 30.895), 0.012),
        ("桂林公园", "Guilin Park", (121.415, 31.168), 0.004),
    ),
    districts=(
        ("浦东新区", "Pudong", (121.56, 31.235)), ("陆家嘴", "Lujiazui", (121.512, 31.236)),
        ("张江", "Zhangjiang", (121.596, 31.202)), ("黄浦区", "Huangpu", (121.486, 31.226)),
        ("徐汇区", "Xuhui", (121.436, 31.186)), ("静安区", "Jing'an", (121.455, 31.256)),
        ("长宁区", "Changning", (121.402, 31.216)), ("普陀区", "Putuo", (121.395, 31.252)),
        ("虹口区", "Hongkou", (121.486, 31.272)), ("杨浦区", "Yangpu", (121.526, 31.288)),
        ("宝山区", "Baoshan", (121.448, 31.372)), ("虹桥", "Hongqiao", (121.318, 31.194)),
        ("闵行区", "Minhang", (121.366, 31.122)), ("松江区", "Songjiang", (121.226, 31.035)),
        ("青浦区", "Qingpu", (121.12, 31.15)), ("嘉定区", "Jiading", (121.262, 31.372)),
        ("奉贤区", "Fengxian", (121.47, 30.918)), ("川沙", "Chuansha", (121.70, 31.19)),
        ("临港新城", "Lingang", (121.905, 30.92)), ("金山区", "Jinshan", (121.34, 30.84)),
    ),
    streets=(
        ("世纪大道", "Century Avenue"), ("延安路", "Yan'an Road"), ("淮海路", "Huaihai Road"),
        ("南京路", "Nanjing Road"), ("肇嘉浜路", "Zhaojiabang Road"), ("漕溪路", "Caoxi Road"),
        ("锦绣路", "Jinxiu Road"), ("杨高路", "Yanggao Road"), ("龙吴路", "Longwu Road"),
        ("沪闵路", "Humin Road"), ("虹桥路", "Hongqiao Road"), ("申长路", "Shenchang Road"),
        ("顾戴路", "Gudai Road"), ("莘松路", "Xinsong Road"), ("文汇路", "Wenhui Road"),
        ("龙东大道", "Longdong Avenue"), ("科苑路", "Keyuan Road"), ("中山路", "Zhongshan Road"),
    ),
    is_chinese=True,
)  # fmt: skip

NEW_YORK = Plan(
    box=(-74.26, 40.50, -73.70, 40.92),
    core=(-74.06, 40.58, -73.80, 40.86),
    land=(
        (-74.30, 40.48), (-74.05, 40.57), (-73.95, 40.57), (-73.75, 40.585), (-73.68, 40.60),
        (-73.66, 40.95), (-74.30, 40.95),
    ),
    rivers=(
        (
            "哈得孙河", "Hudson River",
            ((-74.04, 40.60), (-74.035, 40.66), (-74.025, 40.71), (-74.005, 40.77),
             (-73.955, 40.84), (-73.92, 40.92)),
            0.016,
        ),
        (
            "东河", "East River",
            ((-74.02, 40.695), (-73.985, 40.708), (-73.97, 40.735), (-73.94, 40.775),
             (-73.92, 40.797), (-73.86, 40.802), (-73.78, 40.81), (-73.70, 40.86)),
            0.009,
        ),
        (
            "哈林河", "Harlem River",
            ((-73.93, 40.795), (-73.932, 40.83), (-73.915, 40.87), (-73.925, 40.88)),
            0.0025,
        ),
    ),
    rings=(),
    parks=(
        ("中央公园", "Central Park", (-73.966, 40.782), 0.011),
        ("展望公园", "Prospect Park", (-73.969, 40.661), 0.010),
        ("法拉盛草地公园", "Flushing Meadows", (-73.841, 40.74), 0.012),
        ("范科特兰公园", "Van Cortlandt Park", (-73.888, 40.898), 0.012),
        ("绿带", "Greenbelt", (-74.14, 40.588), 0.016),
    ),
    districts=(
        ("曼哈顿", "Manhattan", (-73.985, 40.755)), ("布朗克斯", "Bronx", (-73.87, 40.85)),
        ("布鲁克林", "Brooklyn", (-73.95, 40.645)), ("皇后区", "Queens", (-73.81, 40.715)),
        ("斯塔滕岛", "Staten Island", (-74.15, 40.575)), ("哈林", "Harlem", (-73.945, 40.812)),
        ("阿斯托里亚", "Astoria", (-73.922, 40.764)), ("法拉盛", "Flushing", (-73.825, 40.763)),
        ("科尼岛", "Coney Island", (-73.98, 40.578)), ("牙买加", "Jamaica", (-73.795, 40.70)),
    ),
    streets=(
        ("百老汇大街", "Broadway"), ("公园大道", "Park Avenue"), ("大西洋大道", "Atlantic Avenue"),
        ("弗拉特布什大道", "Flatbush Avenue"), ("皇后大道", "Queens Boulevard"),
        ("北方大道", "Northern Boulevard"), ("福特汉姆路", "Fordham Road"),
        ("列克星敦大道", "Lexington Avenue"), ("海兰大道", "Hylan Boulevard"),
        ("诺斯特兰大道", "Nostrand Avenue"), ("牙买加大道", "Jamaica Avenue"),
        ("特里蒙特大道", "Tremont Avenue"),
    ),
    is_chinese=False,
)  # fmt: skip

PLANS = {"shanghai": SHANGHAI, "new-york": NEW_YORK}
