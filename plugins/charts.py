"""Charts of progress as values: where each dot stands. Their lines are the four stages, everyday at the top.

The width is that of a telephone's text, 308 px, so that no chart needs scaling down. A chart says in words all that it
shows; beside it stands a table that says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from plugins import addresses
from plugins.board import Board
from plugins.parts import Side
from plugins.standing import Chart, Dot, Label
from sociable.vocabulary import STAGES, Organisation, Principle, Since

TOP, STEP = 18, 34
"""The y of the first line and the way to the next."""
LEFT, RIGHT, APART = 84, 300, 21
"""The x of the first dot, the last that one may have, and the way between two."""
MIDDLE = 188
"""The x of the wall: five columns before it, five after."""
NUMBERS = TOP + STEP * 3 + 28
"""The y of the columns' numbers."""


def _y(stage: int) -> int:
    return TOP + STEP * (len(STAGES) - 1 - stage)


def _x(principle: Principle) -> int:
    start = LEFT if principle.side == "outside" else MIDDLE + 19
    return start + APART * (principle.number - 1)


def _lines() -> tuple[Label, ...]:
    return tuple(Label(name.capitalize(), 0, _y(number)) for number, name in enumerate(STAGES))


def _columns(principles: Sequence[Principle]) -> tuple[Label, ...]:
    numbers = tuple(Label(str(one.number), _x(one), NUMBERS) for one in principles)
    sides = (Label("Outside", LEFT + 2 * APART, NUMBERS + 22), Label("Inside", MIDDLE + 19 + 2 * APART, NUMBERS + 22))
    return numbers + sides


def of_organisation(board: Board, organisation: Organisation, principles: Sequence[Principle]) -> Chart | None:
    """Where an organisation stands on every principle, and where it stood when it first said so."""
    dots: list[Dot] = []
    words: list[str] = []
    moved: list[Since] = []
    for one in principles:
        history = board.histories.get((one.id, organisation.id), ())
        if not history:
            continue
        then, now = history[0], history[-1]
        said = f"{one.side} {one.number} {STAGES[now.stage]}"
        if then.stage != now.stage:
            moved.append(then.since)
            dots.append(Dot(one.side, "was", _x(one), _y(then.stage), stem=_y(now.stage)))
            said += f", at first {STAGES[then.stage]}"
        dots.append(Dot(one.side, "now", _x(one), _y(now.stage)))
        words.append(said)
    if not dots:
        return None
    caption = "What has been said so far."
    if moved:
        first = addresses.when(min(moved, key=lambda since: since.first))
        caption = f"Filled: now. Open: what was said first, from {first} on."
    return Chart(
        title=f"How far {organisation.name} is with each principle",
        words=_sentence(words),
        caption=caption,
        height=NUMBERS + 36,
        lines=_lines(),
        dots=tuple(dots),
        labels=_columns(principles),
        wall=MIDDLE,
    )


def of_all(board: Board, principles: Sequence[Principle], organisations: Mapping[str, Organisation]) -> Chart | None:
    """How many organisations are at which stage of every principle."""
    dots: list[Dot] = []
    words: list[str] = []
    for one in principles:
        stages = _stages(board, one, organisations)
        dots += [Dot(one.side, "now", _x(one), _y(stage), str(count)) for stage, count in sorted(stages.items())]
        if stages:
            counts = ", ".join(f"{stages[stage]} {STAGES[stage]}" for stage in sorted(stages, reverse=True))
            words.append(f"{one.side} {one.number}: {counts}")
    if not dots:
        return None
    return Chart(
        title="How many organisations are how far with each principle",
        words=_sentence(words),
        caption="The number in a mark is how many organisations say that they are there.",
        height=NUMBERS + 36,
        lines=_lines(),
        dots=tuple(dots),
        labels=_columns(principles),
        wall=MIDDLE,
    )


def of_principle(board: Board, principle: Principle, organisations: Mapping[str, Organisation]) -> Chart | None:
    """How many organisations are at which stage of a principle: a mark for each."""
    stages = _stages(board, principle, organisations)
    if not stages:
        return None
    most = max(stages.values())
    apart = min(APART, (RIGHT - LEFT) // most)
    return Chart(
        title=f"How many organisations are how far with “{principle.title}”",
        words=_sentence([f"{stages[stage]} {STAGES[stage]}" for stage in sorted(stages, reverse=True)]),
        caption="A mark for each organisation that has said where it stands.",
        height=TOP + STEP * 3 + 18,
        lines=_lines(),
        dots=tuple(_row(principle.side, stages, apart)),
    )


def _row(side: Side, stages: Mapping[int, int], apart: int) -> list[Dot]:
    return [
        Dot(side, "now", LEFT + apart * place, _y(stage))
        for stage, count in sorted(stages.items())
        for place in range(count)
    ]


def _stages(board: Board, principle: Principle, organisations: Mapping[str, Organisation]) -> Counter[int]:
    said = (board.now(principle.id, name) for name in organisations)
    return Counter(statement.stage for statement in said if statement)


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}. The table says the same."
