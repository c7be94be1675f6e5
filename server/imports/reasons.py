"""What the report says about a row, in the two languages. Pure."""

# code → (English, Chinese); figures in braces
WORDS: dict[str, tuple[str, str]] = {
    "no_key": ("the key column is empty", "编号列为空"),
    "key_too_long": ("the key is longer than {limit} letters", "编号超过 {limit} 个字符"),
    "same_key": ("the key stands in line {line} already", "编号与第 {line} 行重复"),
    "too_many_cells": (
        "{count} cells stand to the right of the last column: is a quotation open?",
        "最后一列右侧还有 {count} 个单元格：引号是否未闭合？",
    ),
    "no_title": ("there is no text for the title", "没有可作标题的文字"),
    "no_whereabouts": (
        "there is neither an address nor anybody to ask",
        "既没有地址，也没有可联系的人",
    ),
    "bad_time": ("“{value}” in {column} is no time", "“{column}”中的“{value}”不是时间"),
    "time_ahead": ("“{value}” in {column} is yet to come", "“{column}”中的“{value}”是将来的时间"),
    "no_closing_time": ("it is closed, but no time says when", "状态为已关闭，但没有关闭时间"),
    "bad_coordinates": ("“{value}” are no coordinates", "“{value}”不是坐标"),
    "swapped_coordinates": (
        "longitude and latitude look exchanged: “{value}”",
        "经纬度似乎颠倒：“{value}”",
    ),
    "bad_value": ("it does not fit: {problem}", "内容不符：{problem}"),
    "refused": ("it was refused: {reason} {detail}", "被拒绝：{reason} {detail}"),
    "needs_place": ("needs a place", "待定位"),
    "taken": ("from the register: {fields}", "按登记册更新：{fields}"),
    "kept": (
        "kept as it is here ({fields}): the order was changed or is over",
        "保留系统内的内容（{fields}）：工单已被修改或已结束",
    ),
    "came_otherwise": (
        "the order did not come by this import; nothing is compared",
        "工单不是由导入产生，不作比较",
    ),
}
FIELDS: dict[str, tuple[str, str]] = {
    "title": ("title", "标题"),
    "description": ("description", "描述"),
    "grade": ("grade", "等级"),
    "skill": ("trade", "工种"),
    "duration": ("duration", "时长"),
    "address": ("address", "地址"),
    "place": ("place", "位置"),
}


def in_words(locale: str, code: str, **figures: object) -> str:
    """The sentence of a code; codes of fields among the figures (`fields`) become words too."""
    language = 1 if locale.startswith("zh") else 0
    fields = figures.get("fields")
    if isinstance(fields, tuple):
        names = [FIELDS[str(name)][language] for name in fields]  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
        figures["fields"] = ("、" if language else ", ").join(names)
    return WORDS[code][language].format(**figures)
