"""Words of the workload, in the two languages that people in the field write."""

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
CITIES = (
    "上海市闵行区",
    "杭州市拱墅区",
    "苏州市吴中区",
    "南京市建邺区",
    "深圳市南山区",
    "广州市天河区",
    "成都市武侯区",
    "武汉市江岸区",
)
ROADS = (
    "沪闵路",
    "莫干山路",
    "东吴南路",
    "江东中路",
    "深南大道",
    "天河北路",
    "人民南路",
    "解放大道",
    "长江路",
    "中山路",
)
ESTATES = (
    "碧水湾",
    "银杏苑",
    "江畔名邸",
    "春申城",
    "吴越府",
    "听雨轩",
    "软件新城",
    "滨河花园",
)
PHASES = ("一期", "二期", "三期", "东区", "西区")
FAULTS = (
    "屋面漏雨",
    "厨房返水",
    "入户门变形",
    "瓷砖脱落",
    "阳台推拉门卡滞",
    "新风机不启动",
    "电梯门关不严",
    "外墙涂料起皮",
    "石膏线开裂",
    "漏电保护器跳闸",
    "分水器滴水",
    "消火栓锈蚀",
)
REMARKS = (
    "已铲除空鼓砂浆并重新粉刷",
    "更换密封圈后试压无滴漏",
    "等业主腾空房间再进场",
    "现场照片和视频已经留存",
    "缺少配件需要下周再次上门",
    "已和物业约定停电时段",
    "蓄水二十四小时后复查合格",
    "电话回访业主表示认可",
    "基层潮湿需要继续通风干燥",
    "螺栓已经复紧并记录力矩",
)
CHECKS = (
    "Refill joint and water-test",
    "Replace valve core",
    "Check bolt torque",
    "Measure earth leakage",
    "Photograph the finished work",
    "Inspect roof membrane",
    "Log humidity reading",
    "Agree access with the caretaker",
)
PRODUCTS = (
    ("多联机室外机", "VRF-X48"),
    ("智能门锁", "SK-320"),
    ("断桥铝窗", "GM-70"),
    ("乘客电梯", "EL-800"),
    ("地暖分水器", "FH-24"),
    ("消防喷头", "SP-20"),
    ("户内配电箱", "DB-32"),
    ("防水卷材", "WP-III"),
)
