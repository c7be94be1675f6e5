"""Templates are published by administrators and judged by the server's trial of them."""

from server.gateway.authorise import NOT_FOUND, role, system_only
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.schema import Role
from server.papers import rules
from server.papers.schema import (
    JudgeTemplate,
    PaperTemplate,
    PublishTemplate,
    TemplateState,
)
from sync.outcomes import Accepted, Verdict

NUMBERS = "paper_template"


def publish(tx: Tx, args: PublishTemplate, call: Call) -> Verdict:
    """A new version, which nothing is printed with until it has been tried."""
    refusal = rules.check_template(args)
    if refusal is not None:
        return refusal
    tx.insert(
        PaperTemplate(
            id=call.born(0),
            number=tx.count_up(NUMBERS),
            logo=args.logo,
            texts=rules.pack(args.texts),
            sections=rules.pack(args.sections),
            author_id=call.author_id,
            published_ms=call.now_ms,
            state=TemplateState.WAITING,
            problem="",
        )
    )
    return Accepted()


def judge(tx: Tx, args: JudgeTemplate, call: Call) -> Verdict:
    """The first verdict counts: two servers may have tried the same template."""
    template = tx.get(PaperTemplate, args.template_id)
    if template is None:
        return NOT_FOUND
    if template.state is TemplateState.WAITING:
        state = TemplateState.REFUSED if args.problem else TemplateState.GOOD
        tx.update(template, state=state, problem=args.problem)
    return Accepted()


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(PublishTemplate, role(Role.ADMINISTRATOR), publish),
    Mutation(JudgeTemplate, system_only(), judge),
)
