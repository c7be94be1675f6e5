"""Sixteen bad networks. Each draws a plan for each exchange; the same seed draws the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from server.drill.plan import Meddling, Plan, Reach, Reply

BODY_LIMIT_BYTES = 2_000
CUTS = tuple(reach for reach in Reach if reach not in (Reach.WHOLE, Reach.NOTHING))
PORTAL = """<!doctype html><html><head><title>Free Wi-Fi</title></head><body><h1>Welcome</h1>
<p>Please accept the terms to go on.</p><form method="post"><button>Accept</button></form>
</body></html>
"""
LOGIN = "http://login.wifi.invalid/?back="


@dataclass(frozen=True)
class Moment:
    """One exchange, as the network sees it. `number` counts from 0."""

    number: int
    elapsed_s: float
    seed: int
    method: str
    target: str
    body_bytes: int


@dataclass(frozen=True)
class Personality:
    """`words` say what a person would notice."""

    name: str
    words: str
    words_zh: str
    draw: Callable[[Random, Moment], Plan]

    def plan(self, moment: Moment) -> Plan:
        """What happens to this exchange: a function of the seed and the moment alone."""
        return self.draw(Random(f"{moment.seed}/{self.name}/{moment.number}"), moment)


def _clear(_: Random, __: Moment) -> Plan:
    return Plan()


def _slow_2g(dice: Random, _: Moment) -> Plan:
    return Plan(hold_s=dice.uniform(0.5, 0.9), up_bytes_s=3_000, down_bytes_s=6_000)


def _satellite(dice: Random, _: Moment) -> Plan:
    return Plan(hold_s=dice.uniform(0.9, 1.4), answer_delay_s=dice.uniform(0.9, 1.4))


def _lossy(dice: Random, _: Moment) -> Plan:
    drawn = dice.random()
    if drawn < 0.15:
        return Plan("the request is lost", reach=Reach.NOTHING)
    if drawn < 0.3:
        return Plan("the request is cut", reach=Reach.HALF_BODY)
    if drawn < 0.5:
        return Plan("the answer is lost", loses_answer=True)
    return Plan(hold_s=dice.uniform(0, 0.4))


def signal(seed: int, elapsed_s: float) -> tuple[bool, float]:
    """Of the basement: whether there is signal now, and for how many more seconds that lasts."""
    dice, until_s, is_on = Random(f"{seed}/signal"), 0.0, True
    while True:
        is_on = not is_on
        until_s += dice.uniform(5, 20) if is_on else dice.uniform(20, 60)
        if until_s > elapsed_s:
            return is_on, until_s - elapsed_s


def _basement(_: Random, moment: Moment) -> Plan:
    is_on, left_s = signal(moment.seed, moment.elapsed_s)
    if is_on:
        return Plan(down_bytes_s=40_000, up_bytes_s=20_000, cut_after_s=left_s)
    return Plan("no signal", reach=Reach.NOTHING, hold_s=min(left_s, 20.0))


def _captive_portal(_: Random, __: Moment) -> Plan:
    return Plan("the portal's page", reply=Reply(200, "OK", "text/html; charset=utf-8", PORTAL))


def _login_redirect(_: Random, moment: Moment) -> Plan:
    heads = (("location", LOGIN + moment.target),)
    return Plan("sent to a login page", reply=Reply(302, "Found", "text/html", "Moved", heads))


def _stale_cache(dice: Random, _: Moment) -> Plan:
    is_stale = dice.random() < 0.5
    return Plan("an old answer" if is_stale else "", is_stale=is_stale)


def _meddling_proxy(dice: Random, _: Moment) -> Plan:
    meddling = Meddling(
        spelling=dice.choice(("upper", "lower", "title")),
        reverses=dice.random() < 0.5,
        unpacks=dice.random() < 0.6,
        old_version=dice.random() < 0.4,
        chunk_bytes=dice.choice((0, 1, 7, 100)),
        forgets=("cache-control", "etag", "vary"),
        adds=(("Via", "1.0 box"), ("X-Cache", "MISS from box")),
    )
    return Plan("rewritten", meddling=meddling)


def _truncating(dice: Random, moment: Moment) -> Plan:
    if moment.number % 3 == 2:
        return Plan()
    honest = dice.random() < 0.5
    return Plan("the answer ends early", answer_share=dice.random(), seems_whole=honest)


def _cut_upload(_: Random, moment: Moment) -> Plan:
    """Every class of byte in turn, then one that gets through."""
    step = moment.number % (len(CUTS) + 1)
    if step == len(CUTS):
        return Plan()
    return Plan(f"cut after {CUTS[step].value}", reach=CUTS[step])


def _doubling(dice: Random, _: Moment) -> Plan:
    times = dice.choice((2, 2, 3))
    return Plan(f"sent {times} times", times=times)


def _late_answers(_: Random, moment: Moment) -> Plan:
    if moment.number % 3 == 2:
        return Plan()
    return Plan("the answer comes too late", answer_delay_s=130.0)


def _small_bodies(_: Random, moment: Moment) -> Plan:
    if moment.body_bytes <= BODY_LIMIT_BYTES:
        return Plan()
    page = "<html><body><h1>413 Request Entity Too Large</h1></body></html>"
    return Plan("too large", reply=Reply(413, "Request Entity Too Large", "text/html", page))


def _busy_gateway(dice: Random, moment: Moment) -> Plan:
    if moment.number % 3 == 2:
        return Plan()
    page = "<html><body><h1>Bad gateway</h1></body></html>"
    if dice.random() < 0.5:
        return Plan("502", reply=Reply(502, "Bad Gateway", "text/html", page))
    heads = (("retry-after", str(dice.randint(1, 5))),)
    reply = Reply(503, "Service Unavailable", "text/html", page, heads)
    return Plan("503", reply=reply)


def _trickle(dice: Random, _: Moment) -> Plan:
    return Plan(up_bytes_s=300, down_bytes_s=600, piece_bytes=dice.randint(1, 24))


def _lost_answer(_: Random, moment: Moment) -> Plan:
    if moment.number % 3 == 2:
        return Plan()
    return Plan("the answer was made and lost", loses_answer=True)


CLEAR = Personality("clear", "Nothing is wrong.", "一切正常。", _clear)

PERSONALITIES = (
    Personality(
        "slow-2g",
        "Always there and always slow: half a second to begin, 3 KB/s up, 6 KB/s down.",
        "一直有信号，但一直很慢：上行 3 KB/s，下行 6 KB/s。",
        _slow_2g,
    ),
    Personality(
        "satellite",
        "Fast but far: two to three seconds for each exchange.",
        "带宽够，但很远：每次往返两到三秒。",
        _satellite,
    ),
    Personality(
        "lossy",
        "Every other exchange dies: before the server, on the way to it, or on the way back.",
        "一半请求会断：到服务器之前、途中或返回时。",
        _lossy,
    ),
    Personality(
        "basement",
        "No signal for up to a minute, then some seconds of it, again and again.",
        "地下室：最长一分钟没信号，然后有几秒，反复如此。",
        _basement,
    ),
    Personality(
        "captive-portal",
        "A hotel's welcome page, with status 200, in place of every answer.",
        "酒店欢迎页：任何请求都得到状态 200 的网页。",
        _captive_portal,
    ),
    Personality(
        "login-redirect",
        "Every request is sent on to a login page elsewhere.",
        "任何请求都被重定向到别处的登录页。",
        _login_redirect,
    ),
    Personality(
        "stale-cache",
        "A cache on the way gives an old answer every other time.",
        "途中的缓存有一半时候给出旧答案。",
        _stale_cache,
    ),
    Personality(
        "meddling-proxy",
        "A box on the way unpacks bodies, respells and reorders heads, answers as HTTP/1.0.",
        "途中的设备解压内容、改写和打乱报头，并以 HTTP/1.0 作答。",
        _meddling_proxy,
    ),
    Personality(
        "truncating",
        "Two of three answers end in the middle, half of them as if that were the end.",
        "三分之二的答案中途结束，其中一半看起来还是完整的。",
        _truncating,
    ),
    Personality(
        "cut-upload",
        "The line is cut in the request: in its heads, its first byte, its middle, its last byte.",
        "请求发到一半就断：报头里、第一个字节、中间、最后一个字节。",
        _cut_upload,
    ),
    Personality(
        "doubling",
        "Every request reaches the server two or three times.",
        "每个请求会到达服务器两三次。",
        _doubling,
    ),
    Personality(
        "late-answers",
        "Two of three answers come when nobody waits for them any more.",
        "三分之二的答案在超时之后才到。",
        _late_answers,
    ),
    Personality(
        "small-bodies",
        f"Whatever is larger than {BODY_LIMIT_BYTES:,} bytes is refused with 413.",
        f"超过 {BODY_LIMIT_BYTES:,} 字节的请求一律以 413 拒绝。",
        _small_bodies,
    ),
    Personality(
        "busy-gateway",
        "Two of three requests get 502, or 503 with a time to wait.",
        "三分之二的请求得到 502，或带等待时间的 503。",
        _busy_gateway,
    ),
    Personality(
        "trickle",
        "A few bytes at a time, both ways, for as long as it takes.",
        "上下行都一点一点地流，每次只有几个字节。",
        _trickle,
    ),
    Personality(
        "lost-answer",
        "The server does its work; two of three answers are cut off when they are ready.",
        "服务器已办完，但三分之二的答案在返回时断线。",
        _lost_answer,
    ),
)
BY_NAME = {each.name: each for each in (*PERSONALITIES, CLEAR)}
