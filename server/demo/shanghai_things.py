"""What stands, hangs and runs in the projects of Shanghai."""

from server.demo.model import Thing

HOME = (
    Thing("lift", "1号楼电梯", 0, -1, "通力", "MonoSpace 500", 6),
    Thing("lift", "2号楼电梯", 1, -1, "通力", "MonoSpace 500", 6),
    Thing("roof", "1号楼屋面", 0, -1, "", "", 0, True),
    Thing("facade", "2号楼北立面", 1, -1, "", "", 0, True),
    Thing("riser", "3号楼给水立管", 2, -1, "", "", 0, True),
    Thing("board", "1号楼总配电箱", 0, -1, "正泰", "XL-21", 6),
)
STREET = (
    Thing("paving", "北侧人行道面层", 0, 0, "", "", 0, True),
    Thing("sewer", "雨水井 Y-12", 0, 1, "", "D700 球墨铸铁", 4),
    Thing("sewer", "雨水井 Y-27", 1, 0, "", "D700 球墨铸铁", 4),
    Thing("trees", "行道树香樟", 1, 1, "", "", 0, True),
)
PARK = (
    Thing("sprinkler", "东侧喷灌阀组", 0, 0, "雨鸟", "PGA-100", 3),
    Thing("sprinkler", "二标段喷灌阀组", 1, 0, "雨鸟", "PGA-100", 3),
    Thing("trees", "滨江香樟林带", 0, 1, "", "", 0, True),
    Thing("paving", "跑步道面层", 1, 1, "", "", 0, True),
)
ZHANGJIANG = (
    Thing("lift", "A座客梯", 0, 2, "上海三菱", "LEHY-III", 9),
    Thing("lift", "B座客梯", 1, 2, "上海三菱", "LEHY-III", 9),
    Thing("pump", "A座生活水泵", 0, 0, "格兰富", "CR 45-3", 7),
    Thing("board", "A座低压配电柜", 0, 1, "施耐德", "Blokset", 9),
    Thing("hydrant", "B座消火栓系统", 1, -1, "", "SN65", 9),
)
XUJIAHUI = (
    Thing("ac", "南楼冷水机组", 0, 0, "约克", "YVWA", 8),
    Thing("ac", "北楼空调箱", 1, 0, "开利", "39CQ", 8),
    Thing("alarm", "南楼火灾报警主机", 0, 1, "海湾", "GST5000", 8),
    Thing("lift", "南楼货梯", 0, 2, "奥的斯", "Gen2", 8),
    Thing("lift", "北楼客梯", 1, 2, "奥的斯", "Gen2", 8),
)
XINZHUANG = (
    Thing("roof", "一号厂房屋面", 0, -1, "", "", 0, True),
    Thing("board", "一号厂房动力柜", 0, 0, "正泰", "GGD", 11),
    Thing("pump", "二号厂房消防泵", 1, 0, "连成", "XBD 8/40", 11),
    Thing("doors", "二号厂房卷帘门", 1, 1, "", "5 m × 5 m", 5),
    Thing("hydrant", "一号厂房消火栓", 0, 1, "", "SN65", 11),
)
LINGANG = (
    Thing("inverter", "1 号逆变器", 1, 0, "阳光电源", "SG250HX", 3),
    Thing("inverter", "3 号逆变器", 0, 0, "阳光电源", "SG250HX", 3),
    Thing("board", "升压站低压柜", 0, 1, "施耐德", "Okken", 3),
    Thing("pump", "升压站消防泵", 0, -1, "连成", "XBD 5/20", 3),
)
SONGJIANG = (
    Thing("pump", "1 号潜水泵", 0, 0, "赛莱默", "Flygt 3202", 5),
    Thing("pump", "2 号潜水泵", 0, 0, "赛莱默", "Flygt 3202", 5),
    Thing("board", "配电楼进线柜", 1, 0, "西门子", "SIVACON 8PT", 5),
    Thing("ac", "值班室空调", 1, 1, "格力", "KFR-72", 4),
)
