"""The technician's screens and sheets, and how each is reached in the demo city."""

import re
from collections.abc import Callable

from scripts.screens import PASSWORD, REST_MS, WAIT_MS, Shot, Stage, pressing, to


def phone_today(stage: Stage) -> None:
    """Signs Wang in and waits for the day."""
    page = stage.page
    page.locator("#login").fill("wang")
    page.locator("#password").fill(PASSWORD)
    stage.press("[data-testid=sign-in-submit] button")
    job = page.locator("[data-testid=now-card] a[href*='#/job/']").first
    job.wait_for(timeout=WAIT_MS)
    if stage.at("slab").get_attribute("data-step") == "sign":  # from the round before
        job = page.locator("[data-testid=day-route] li.ahead a[href*='#/job/']").first
    page.locator("[data-testid=strip][data-phase=idle]").wait_for(timeout=WAIT_MS)
    found = re.search(r"#/job/([0-9a-f-]{36})", job.get_attribute("href") or "")
    stage.job_id = found[1] if found else ""


def phone_sign_in(stage: Stage) -> None:
    stage.page.goto(f"{stage.origin}/")
    stage.at("sign-in").wait_for()


def phone_search(stage: Stage) -> None:
    stage.go("/search", "strip")
    stage.page.get_by_role("textbox").first.fill("BX-2026-0003")


def on_job(opener: str) -> Callable[[Stage], None]:
    """A sheet of the job's own screen."""

    def open_it(stage: Stage) -> None:
        stage.go(f"/job/{stage.job_id}", "visit-state")
        pressing(opener)(stage)

    return open_it


def behind_more(step: str) -> Callable[[Stage], None]:
    def open_it(stage: Stage) -> None:
        on_job("[data-testid=job-more] button")(stage)
        pressing(f"[data-testid=more-{step}] button")(stage)

    return open_it


def phone_order(stage: Stage) -> None:
    """A second fault that was found on the way: an order of its own."""
    stage.go(f"/job/{stage.job_id}/report", "report-form")
    stage.page.locator("#report-title").fill(stage.summary)
    stage.press("[data-testid=report-slab] button")
    stage.page.wait_for_url(re.compile("#/order/"))


def phone_place(stage: Stage) -> None:
    """The place of the job, by the code that the demo gave it."""
    stage.go("/scan", "scan-view")
    stage.page.get_by_role("textbox").fill("P00-1-1-302")
    stage.press("[data-testid=scan-by-hand] button")
    stage.page.wait_for_url(re.compile("#/place/"))


WORKING = ("checklist", "photo", "complete", "sign")


def work(stage: Stage) -> None:
    """Takes the job's next steps until the repair is going on and a photo is taken."""
    stage.go(f"/job/{stage.job_id}", "visit-state")
    slab = stage.at("slab")
    while (step := slab.get_attribute("data-step") or "") not in WORKING:
        slab.get_by_role("button").click()
        if step == "arrive":
            stage.at("arrive-slab").get_by_role("button").click()
        stage.page.locator(f"[data-testid=slab]:not([data-step={step}])").wait_for(timeout=WAIT_MS)
    if step in ("checklist", "photo"):
        stage.go(f"/job/{stage.job_id}/camera?slot=after", "camera")
        stage.press("[data-testid=shutter] button")
        stage.page.locator("[data-testid=saved-count][data-n='1']").wait_for(timeout=WAIT_MS)
        stage.press("[data-testid=camera-back] button")
        stage.at("visit-state").wait_for()


def phone_complete(stage: Stage) -> None:
    work(stage)
    stage.go(f"/job/{stage.job_id}/complete", "complete-slab")
    stage.page.locator("#summary").fill(stage.summary)


def phone_sign(stage: Stage) -> None:
    """The repair is done, with or without the whole checklist; the phone is handed over."""
    phone_complete(stage)
    stage.at("complete-slab").get_by_role("button").click()
    stage.page.wait_for_timeout(REST_MS)
    if stage.at("gaps-reason").count() > 0:
        stage.at("gaps-reason").get_by_role("textbox").fill(stage.summary)
        stage.press("[data-testid=gaps-send] button")
    stage.at("visit-state").wait_for(timeout=WAIT_MS)
    stage.go(f"/job/{stage.job_id}/sign", "shown")


def phone_asset(stage: Stage) -> None:
    """What the job is about, by its card; the card is there only when there is such a thing."""
    stage.go(f"/job/{stage.job_id}", "visit-state")
    card = stage.page.locator("[data-testid=asset-card] a[href*='#/asset/']")
    if card.count() > 0:
        card.first.click()
        stage.at("asset-facts").wait_for()
    else:
        stage.go("/asset/none", "strip")


def phone_outbox(stage: Stage) -> None:
    """With something in it that waits for a signal."""
    stage.page.context.set_offline(True)
    stage.go(f"/job/{stage.job_id}", "visit-state")
    stage.press("[data-testid=job-note] button")
    stage.at("note-text").get_by_role("textbox").fill(stage.summary)
    stage.press("[data-testid=note-send] button")
    stage.go("/outbox", "outbox-waiting")
    stage.press("[data-testid=retry] button")
    stage.page.locator("[data-testid=strip][data-state=offline]").wait_for(timeout=WAIT_MS)


def phone_me(stage: Stage) -> None:
    stage.page.context.set_offline(False)
    stage.go("/me", "language")


def phone_leave(stage: Stage) -> None:
    stage.go("/me", "sign-out")
    pressing("[data-testid=sign-out] button")(stage)


PHONE = (
    Shot("sign-in", phone_sign_in, is_needed=True),
    Shot("join", to("/join", "join")),
    Shot("sign-in-again", phone_sign_in, is_needed=True),
    Shot("today", phone_today, is_main=True, is_needed=True),
    Shot("search", phone_search),
    Shot("job", to("/job/:job", "visit-state"), is_main=True),
    Shot("job-more", on_job("[data-testid=job-more] button")),
    Shot("job-note", on_job("[data-testid=job-note] button")),
    Shot("job-navigate", on_job("[data-testid=navigate] button")),
    Shot("job-fact", on_job("[data-testid=fact]")),
    Shot("job-use", behind_more("use")),
    Shot("job-decline", behind_more("decline")),
    Shot("arrive", to("/job/:job/arrive", "arrive-slab")),
    Shot("camera", to("/job/:job/camera", "camera")),
    Shot("report", to("/job/:job/report", "strip")),
    Shot("order", phone_order),
    Shot("place", phone_place),
    Shot("scan", to("/scan", "scan-view")),
    Shot("checklist", to("/job/:job/checklist", "strip")),
    Shot("asset", phone_asset),
    Shot("complete", phone_complete),
    Shot("sign", phone_sign),
    Shot("certificate", to("/job/:job/certificate", "certificate")),
    Shot("outbox", phone_outbox, is_main=True),
    Shot("receipt-waiting", to("/receipt", "receipt")),
    Shot("me", phone_me, is_needed=True),
    Shot("receipt", to("/receipt", "receipt")),
    Shot("location", to("/me/location", "location-page")),
    Shot("me-leave", phone_leave),
    Shot("missing", to("/nowhere", "strip")),
)
