"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.results import Goal


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with a head."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))


def goal_table(goals: Iterable[Goal]) -> str:
    """Return the goals, what was measured of them, and whether they are reached."""
    return table(("", "measured", "to reach", ""), map(_goal, goals))


def _goal(goal: Goal) -> Sequence[str]:
    limit = f"{'at least' if goal.at_least else 'at most'} {goal.limit:g}{goal.unit}"
    return goal.text, f"{goal.value:.3g}{goal.unit}", limit, "reached" if goal.reached else "**not reached**"
