"""The words for how long hot spots have lasted: sentences, table and map say them alike.

"Persistent" stays the word of the section on hot spots, where it means hot in two periods; here a hot spot lasts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.show import words

if TYPE_CHECKING:
    from pads_analysis.assess.result import PersistenceResult

PATTERNS = {
    "growing": "lasting and growing",
    "lasting": "lasting",
    "weakening": "lasting but weakening",
    "recent": "recent",
    "first": "in the last {step} only",
    "ended": "ended",
    "year_only": "in the whole period only",
    "on_off": "on and off",
}
LASTING = ("growing", "lasting", "weakening")
STATUS = {"new": "new", "persistent": "persistent", "former": "former", "": "not a hot spot"}


def step(result: PersistenceResult) -> str:
    """Return what a step is called: quarter or half-year."""
    return "quarter" if result.step_months == 3 else "half-year"


def pattern(result: PersistenceResult, name: str) -> str:
    """Return a pattern in words."""
    return PATTERNS[name].format(step=step(result))


def explained(result: PersistenceResult) -> dict[str, str]:
    """Return what each pattern means."""
    each = step(result)
    now = f"{words.small_number(result.n_now)} {each}{'' if result.n_now == 1 else 's'}"
    return {
        "lasting": f"hot in at least nine of ten {each}s, the last among them; growing or weakening where the "
        "statistic rises or falls by the Mann-Kendall test, all lasting hot spots allowed for",
        "recent": f"hot in the last {each} and in none before the last {now}, and new by the test of the whole period",
        "first": f"hot in the last {each} for the first time, and not by the test of the whole period: too soon to say",
        "ended": f"hot in at least half of the {each}s before the last {now}, and in none of these",
        "on_off": f"hot in some {each}s and not in others; an area near the line crosses it by chance, so that no "
        "change is to be read from it",
        "year_only": f"hot by the test of the whole period, but in no single {each}, which holds fewer events",
    }
