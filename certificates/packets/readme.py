"""The first file anybody opens: what lies here, and what still has to be added."""

from collections.abc import Iterator
from textwrap import fill

from certificates.packets import rules
from certificates.packets.queries import Packet

_HOLDS = {
    rules.PLAN: "goal, objectives, outline with times, methods, references",
    rules.HOURS: "objectives in order, hours, and what the state gave so far",
    rules.INSTRUCTORS: "who wrote the course, in their own words",
    rules.BLUEPRINT: "what the exam asks by area; no question and no key",
    rules.EVALUATION: "what officers are asked about the course",
    rules.SAMPLE: "a sample for nobody: not signed, on no record",
    rules.CHECKLIST: "what the state asks, what is enclosed, what is missing",
}
_WIDTH = 88


def readme(packet: Packet) -> str:
    """The words, in lines that any editor shows well."""
    content, board = packet.plan.content, packet.profile.board if packet.profile else packet.state_code
    head = f"{content.title} ({content.code}), version {packet.plan.line.number}"
    made = f"Packet for {board}, made by PSP Academy for {packet.place}"
    files = "\n".join(f"  {name:28} {words}" for name, words in _HOLDS.items())
    end = "The packet asks for approval; it is none. The same version, state and words make the same file."
    return "\n\n".join((f"{head}\n{made}", files, *_missing(packet), fill(end, _WIDTH))) + "\n"


def _missing(packet: Packet) -> Iterator[str]:
    if packet.profile is None:
        yield f"What {packet.state_code} asks is not written down here: ask your POST which papers it wants."
        return
    gaps = [_gap(one) for one in packet.items if not one.is_enclosed]
    head = "MISSING: add it yourself before you send this." if gaps else "Nothing we know of is missing."
    yield "\n".join((head, *gaps))
    yield fill(f"Who approves: {packet.profile.approval.value}", _WIDTH)


def _gap(item: rules.Item) -> str:
    return fill(f"{item.words} {item.missing}", _WIDTH, initial_indent="  - ", subsequent_indent="    ")
