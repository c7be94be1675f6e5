"""`fieldward drill`: the proxy at the terminal, for a firm that rehearses on its own phones."""

import argparse
import asyncio
import io
import random
import socket
import ssl
import sys

import segno

from server.drill.message import Message
from server.drill.personalities import BY_NAME, PERSONALITIES
from server.drill.plan import Plan
from server.drill.proxy import Proxy
from server.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SOMEWHERE = ("192.0.2.1", 9)  # nothing is sent there: it tells which address leads out
PHONE_NOTE = "Phones install the app and work offline only over https: see docs/drill.md."


class CannotDrill(Exception):
    """Said to the person at the terminal as it is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help="describe every personality, and end")
    parser.add_argument("--personality", choices=sorted(BY_NAME), default="basement")
    parser.add_argument("--host", help="address to listen on; the FIELDWARD_HOST by default")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--to", help="the server; this machine's own by default")
    parser.add_argument("--seed", type=int, help="the same seed makes the same accidents")
    parser.add_argument("--pace", type=float, default=1.0, help="10: ten times as fast")


def described() -> str:
    """All personalities in plain words."""
    return "\n".join(
        f"{each.name:<16}{each.words}\n{'':<16}{each.words_zh}" for each in PERSONALITIES
    )


def run(settings: Settings, chosen: argparse.Namespace) -> None:
    """Stand between phones and server as a bad network."""
    if chosen.list:
        print(described())
        return
    if chosen.pace <= 0:
        raise CannotDrill("--pace is how many times as fast: 1, 10 or 0.5.")
    host = chosen.host or settings.host
    scheme = "https" if settings.tls_certificate else "http"
    to = chosen.to or f"{scheme}://127.0.0.1:{settings.port}"
    seed = random.SystemRandom().randrange(1_000_000) if chosen.seed is None else chosen.seed
    try:
        proxy = Proxy(
            to,
            BY_NAME[chosen.personality],
            seed=seed,
            pace=chosen.pace,
            watch=tell,
            trust=_trusting(settings),
        )
    except ValueError as error:
        raise CannotDrill(str(error)) from error
    origin = f"{scheme}://{reachable(host)}:{chosen.port}"
    print(banner(origin, to, chosen.personality, seed), flush=True)
    try:
        asyncio.run(_serve(proxy, host, chosen.port, _secure(settings)))
    except OSError as error:
        raise CannotDrill(f"Port {chosen.port} cannot be opened: {error.strerror}.") from error
    except KeyboardInterrupt:
        print("\n" + ", ".join(f"{count} {what}" for what, count in proxy.counts.most_common()))


async def _serve(proxy: Proxy, host: str, port: int, secure: ssl.SSLContext | None) -> None:
    await proxy.start(host, port, secure)
    try:
        await asyncio.Event().wait()
    finally:
        await proxy.stop()


def reachable(host: str) -> str:
    """The address that a phone in the same network would use."""
    if host not in ("0.0.0.0", "::"):
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK[0]


def banner(origin: str, to: str, name: str, seed: int) -> str:
    """Where to point a phone, as text and as a picture of it."""
    lines = [
        f"{name}: {BY_NAME[name].words}",
        f"  phones open    {origin}/",
        f"  the server is  {to}",
        f"  again          fieldward drill --personality {name} --seed {seed} --to {to}",
    ]
    if any(f"//{host}:" in origin for host in LOOPBACK):
        lines.append("  Only this machine gets here; for phones add --host 0.0.0.0.")
    else:
        picture = io.StringIO()
        segno.make(f"{origin}/", error="m").terminal(picture, compact=True)
        lines.append(picture.getvalue())
    if not origin.startswith("https:"):
        lines.append(f"  {PHONE_NOTE}")
    return "\n".join(lines)


def tell(request: Message, plan: Plan) -> None:
    """One line an exchange, without what is secret in an address."""
    target = request.target.partition("?")[0]
    print(f"  {request.method:<6} {target:<40} {plan.what or 'goes through'}", file=sys.stderr)


def _secure(settings: Settings) -> ssl.SSLContext | None:
    """With the firm's own certificate, when it has one."""
    if not settings.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.tls_certificate, settings.tls_key or None)
    return context


def _trusting(settings: Settings) -> ssl.SSLContext:
    """Believes what the machine believes, and the firm's own certificate under any name."""
    context = ssl.create_default_context()
    if settings.tls_certificate:
        context.load_verify_locations(settings.tls_certificate)
        context.check_hostname = False
    return context
