"""How hard a text is to read: the Flesch-Kincaid grade and a reading age.

Syllables are counted by rule, without a dictionary of sounds. Such rules are wrong for some words ("every", "business"
and "somewhere" get one too many). At 1.5 syllables a word, five in a hundred too many or too few move the grade by
11.8 x 1.5 x 0.05 = 0.9, so the age is a guide of about one year either way and no test of a text. A formula sees
neither the order nor the sense of words.

References
----------
Kincaid JP, Fishburne RP, Rogers RL, Chissom BS (1975). Derivation of new readability formulas for Navy enlisted
personnel. Research Branch Report 8-75, Naval Technical Training Command.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: A grade of American schools is begun at the age of the grade and five.
AGE_AT_GRADE_0 = 5
#: A sentence of more words than this is counted as long.
LONG_SENTENCE = 25
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d[\d,.]*\d|\d")
_END = re.compile(r"(?<=[.!?])[\"'’”)\]]*\s+(?=[\"'‘“(\[]*[A-Z0-9])")
_GROUPS = re.compile(r"[aeiouy]+")
#: What is written and not spoken: an e at the end, of a plural, of a past form, or before an ending.
_SILENT = re.compile(
    r"(?<=[^aeiouy])(?<![^aeiouy]l)(?:e|es(?<!ses)(?<!xes)(?<!zes)(?<!ches)(?<!shes)(?<!ces)(?<!ges)|ed(?<!ted)(?<!ded))$"
    r"|(?<=[aeiouy][^aeiouyl])e(?=(?:ment|ly|ness|ful|less)s?$)"
)
#: Neighbouring vowels that are spoken apart.
_APART = re.compile(
    r"(?<![tcsgx])i(?:a(?!n)|o(?!u)|ou(?!r))|(?<![tc])ien[ct]|(?<=^sc)ie|iet|iu|ea$|eo(?!u)|(?<=cr)ea(?=t(?:e|i|or))|oe[mt]"
    r"|ua(?!r)|[aeoy]ing|ism$"
)
#: Vowels that look like those and are spoken together.
_TOGETHER = re.compile(r"people|george|[qg]ua")


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a text is.

    Attributes
    ----------
    words, sentences, syllables : int
    grade : float
        Flesch-Kincaid grade (years at an American school).
    long_sentences : int
        Sentences of more than `LONG_SENTENCE` words.
    hardest : tuple of (float, str)
        The three sentences of the highest grade, hardest first.
    """

    words: int
    sentences: int
    syllables: int
    grade: float
    long_sentences: int
    hardest: tuple[tuple[float, str], ...]

    @property
    def age(self) -> float:
        """The age at which the grade is usually reached, in years."""
        return self.grade + AGE_AT_GRADE_0

    @property
    def long_share(self) -> float:
        """The share of sentences that are long, 0 to 1."""
        return self.long_sentences / self.sentences

    def words_on_it(self) -> str:
        """Return the measure in words, with the hardest sentences."""
        many = self.long_sentences
        listed = "\n".join(f"  - {text}" for _, text in self.hardest)
        return (
            f"Reading age: about {self.age:.0f} (Flesch-Kincaid grade {self.grade:.1f}; syllables are counted by rule, "
            f"so give or take a year).\n{many} of {self.sentences} sentences {'is' if many == 1 else 'are'} long: more "
            f"than {LONG_SENTENCE} words ({self.long_share:.0%}).\nHardest to read:\n{listed}"
        )


def grade(words: int, sentences: int, syllables: int) -> float:
    """Return the Flesch-Kincaid grade of a text with these counts.

    0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid and others 1975).
    """
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def reading(paragraphs: Sequence[str], most: int = 3) -> Reading:
    """Measure the paragraphs of a text; a paragraph without a full stop is one sentence.

    Raises
    ------
    ValueError
        When there is no word in it.
    """
    found = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
    counted = [(len(_words(sentence)), syllables_of(sentence), sentence) for sentence in found]
    counted = [entry for entry in counted if entry[0]]
    if not counted:
        raise ValueError("A text without a word has no reading age.")
    words, spoken = (sum(entry[at] for entry in counted) for at in (0, 1))
    graded = [(grade(number, 1, sounds), text) for number, sounds, text in counted]
    graded.sort(key=lambda entry: -entry[0])
    return Reading(
        words=words,
        sentences=len(counted),
        syllables=spoken,
        grade=grade(words, len(counted), spoken),
        long_sentences=sum(number > LONG_SENTENCE for number, _, _ in counted),
        hardest=tuple(graded[:most]),
    )


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph: a full stop, question or exclamation mark before a capital or a figure."""
    return [part.strip() for part in _END.split(paragraph) if part.strip()]


def syllables_of(text: str) -> int:
    """Return the syllables of every word together."""
    return sum(syllables(word) for word in _words(text))


def syllables(word: str) -> int:
    """Return the syllables of one word, by rule. A number counts as one, and so does a word without a vowel."""
    spoken = re.sub(r"['’].*$", "", word.casefold())
    groups = len(_GROUPS.findall(spoken))
    apart = len(_APART.findall(_TOGETHER.sub("", spoken))) if groups else 0
    return max(1, groups + apart - len(_SILENT.findall(spoken)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
