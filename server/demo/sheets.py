"""Checklists of the demo: one a trade and one for the rest, in both languages."""

from server.checklists.schema import ChecklistItem, ChecklistOption, ItemKind
from server.demo.model import Sheet

Options = tuple[tuple[str, str, str], ...]  # code, zh, en


def _check(code: str, zh: str, en: str, *, need: bool = True) -> ChecklistItem:
    return ChecklistItem(code=code, kind=ItemKind.CHECK, label_zh=zh, label_en=en, is_required=need)


def _photo(code: str, zh: str, en: str) -> ChecklistItem:
    return ChecklistItem(code=code, kind=ItemKind.PHOTO, label_zh=zh, label_en=en, is_required=True)


def _text(code: str, zh: str, en: str) -> ChecklistItem:
    return ChecklistItem(code=code, kind=ItemKind.TEXT, label_zh=zh, label_en=en)


def _number(code: str, zh: str, en: str, unit: str, low: float, high: float) -> ChecklistItem:
    return ChecklistItem(
        code=code,
        kind=ItemKind.NUMBER,
        label_zh=zh,
        label_en=en,
        is_required=True,
        unit=unit,
        min_milli=round(low * 1_000),
        max_milli=round(high * 1_000),
    )


def _choice(code: str, zh: str, en: str, options: Options, *, need: bool = True) -> ChecklistItem:
    return ChecklistItem(
        code=code,
        kind=ItemKind.CHOICE,
        label_zh=zh,
        label_en=en,
        is_required=need,
        options=tuple(
            ChecklistOption(code=each, label_zh=label_zh, label_en=label_en)
            for each, label_zh, label_en in options
        ),
    )


DONE = _photo("photo_done", "完工照片", "Photo of the finished work")
CLEAN = _check("clean", "现场已清理", "Place is clean", need=False)
REMARK = _text("remark", "补充说明", "Anything else")

SHEETS = (
    Sheet("waterproofing", "防水维修检查表", "Waterproofing checklist", (
        _check("source", "已找到渗漏源", "Source of the leak found"),
        _choice("layer", "失效部位", "What failed", (
            ("membrane", "卷材", "Membrane"), ("coating", "涂膜", "Coating"),
            ("sealant", "密封胶", "Sealant"), ("drain", "地漏根部", "Around the drain"),
        )),
        _number("moisture", "基层含水率", "Moisture of the ground", "%", 0, 9),
        _number("thickness", "防水层厚度", "Thickness of the layer", "mm", 1.5, 3),
        _check("pond", "闭水（淋水）试验合格", "Water test passed"),
        DONE,
    )),
    Sheet("mep", "机电检修检查表", "Plumbing and electrics checklist", (
        _check("isolated", "作业前已断电、断水", "Power and water shut off first"),
        _choice("system", "系统", "System", (
            ("water", "给排水", "Plumbing"), ("power", "电气", "Electrical"),
            ("air", "暖通空调", "Heating and cooling"),
        )),
        _number("insulation", "绝缘电阻", "Insulation resistance", "MΩ", 0.5, 200),
        _number("pressure", "运行压力", "Working pressure", "MPa", 0.2, 0.6),
        _check("trial", "试运行十分钟正常", "Ran for ten minutes without trouble"),
        DONE,
        REMARK,
    )),
    Sheet("doors_windows", "门窗检修检查表", "Doors and windows checklist", (
        _check("moves", "开闭顺畅", "Opens and closes freely"),
        _number("gap", "框扇间隙", "Gap between frame and leaf", "mm", 2, 4),
        _choice("glass", "玻璃", "Glass", (
            ("good", "完好", "Good"), ("cracked", "开裂", "Cracked"), ("misted", "起雾", "Misted"),
        )),
        _check("seal", "密封条完好", "Seals are sound"),
        _check("locks", "锁具可靠", "Locks hold", need=False),
        DONE,
    )),
    Sheet("finishing", "装修维修检查表", "Finishing checklist", (
        _check("structure", "结构无异常", "Structure is sound"),
        _number("hollow", "空鼓面积", "Hollow area", "m²", 0, 0.5),
        _number("level", "平整度偏差", "Out of level over 2 m", "mm", 0, 3),
        _choice("surface", "饰面", "Surface", (
            ("paint", "涂料", "Paint"), ("tile", "瓷砖", "Tile"), ("wood", "木饰面", "Wood"),
        )),
        DONE,
        CLEAN,
    )),
    Sheet("fire", "消防检修检查表", "Fire safety checklist", (
        _check("panel", "控制器无故障信号", "Panel shows no trouble"),
        _number("static", "最不利点静压", "Static pressure at the far end", "MPa", 0.15, 0.5),
        _check("smoke", "喷烟试验报警", "Alarm on test smoke"),
        _choice("linkage", "联动方式", "Linkage", (
            ("auto", "自动", "Automatic"), ("manual", "手动", "Manual"),
        )),
        _check("ways", "疏散通道畅通", "Ways out are clear"),
        DONE,
        REMARK,
    )),
    Sheet("elevator", "电梯检修检查表", "Elevator checklist", (
        _check("sign", "已设检修围挡", "Barrier set up"),
        _check("phone", "轿厢对讲正常", "Car telephone works"),
        _number("level", "平层误差", "Levelling error", "mm", -10, 10),
        _number("brake", "制动器间隙", "Brake clearance", "mm", 0.3, 0.7),
        _choice("rope", "曳引绳", "Ropes", (
            ("good", "良好", "Good"), ("worn", "磨损", "Worn"), ("replace", "需更换", "Replace"),
        )),
        _check("door", "门机防夹有效", "Door reopens on contact"),
        _text("card", "维保卡编号", "Number of the service card"),
        DONE,
    )),
    Sheet("municipal", "市政养护检查表", "Streets and sewers checklist", (
        _check("fence", "围挡和警示到位", "Fence and signs in place"),
        _choice("pavement", "面层", "Pavement", (
            ("brick", "透水砖", "Brick"), ("asphalt", "沥青", "Asphalt"),
            ("concrete", "混凝土", "Concrete"),
        )),
        _number("area", "修复面积", "Area repaired", "m²", 0.1, 30),
        _number("step", "相邻高差", "Height step", "mm", 0, 3),
        DONE,
        CLEAN,
    )),
    Sheet("landscape", "绿化养护检查表", "Landscape checklist", (
        _check("stakes", "支撑牢固", "Stakes hold"),
        _number("depth", "培土深度", "Depth of soil", "cm", 20, 60),
        _choice("health", "长势", "Health", (
            ("good", "良好", "Good"), ("weak", "偏弱", "Weak"), ("dead", "枯死", "Dead"),
        )),
        _check("water", "浇灌正常", "Watering works", need=False),
        DONE,
    )),
    Sheet(None, "通用上门检查表", "General visit checklist", (
        _check("told", "已向客户说明情况", "Customer was told what was found"),
        _check("works", "故障已排除", "The trouble is gone"),
        _choice("cause", "原因", "Cause", (
            ("wear", "老化磨损", "Wear"), ("use", "使用不当", "Use"),
            ("making", "施工质量", "Workmanship"), ("other", "其他", "Other"),
        )),
        _number("duration", "客户停用时间", "Out of use for", "h", 0, 24),
        DONE,
        REMARK,
    )),
)  # fmt: skip
