"""All mutations of signatures: facts of whoever held the visit."""

from server.gateway.authorise import fact_on
from server.gateway.call import Mutation
from server.signatures import landing
from server.signatures.schema import TakeRefusal, TakeSignature

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(TakeSignature, fact_on("appointment_id"), landing.sign),
    Mutation(TakeRefusal, fact_on("appointment_id"), landing.refuse),
)
