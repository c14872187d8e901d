"""Deeds in a sentence: each verb or noun that names an action, with who does it and to whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rantau.evidence.findings.clauses import (
    Coordinated,
    VerbGroup,
    agent_after,
    object_after,
    stands_before_nouns,
    stated_as_fact,
    subject_before,
    verb_group,
)
from rantau.evidence.findings.lexicon import Entry, Row, finding_lexicon
from rantau.evidence.findings.naming import deed_by_noun
from rantau.evidence.findings.phrases import (
    PEOPLE,
    Deed,
    actor_class,
    count_follows,
    first_class,
    leftmost,
    money_follows,
    owner,
    pick,
    quantified,
    span_of,
)
from rantau.evidence.findings.sentence import Noun, Sentence
from rantau.evidence.findings.words import ADVERBS, BE, DENIAL, DENIED_AFTER, HAVE

__all__ = ["Deed", "deeds_of"]

_PRONOUNS = frozenset(("they", "he", "she", "mereka", "ia", "dia", "we", "i", "saya", "kami"))
_PARTICLES = frozenset(
    ("to", "into", "as", "with", "away", "back", "up", "out", "in", "against", "of", "home", "from")
)


@dataclass(frozen=True, slots=True)
class _Before:
    """What a coordinated verb takes from the verb before it."""

    subject: Noun | None
    passive: bool
    at: int
    stated: bool
    agent: Noun | None = None


def deeds_of(sentence: Sentence, *, told: bool = False) -> list[Deed]:
    """Every deed that a sentence states or denies, in order; each action once for each actor.

    Args:
        sentence: The sentence.
        told: Whether a speaker tells it, so that a pronoun may act and nothing is a claim for being counted.
    """
    lexicon = finding_lexicon()
    found: list[Deed] = []
    before: _Before | None = None
    for at, word in enumerate(sentence.words):
        entries = lexicon.verbs.get(word)
        if entries is not None:
            deed, before = _by_verb(sentence, at, entries, before, told=told)
            if deed is not None:
                found.append(deed)
        nominals = lexicon.nominals.get(word)
        if nominals is not None:
            for phrase, row in nominals:
                if sentence.words[at : at + len(phrase)] == phrase:
                    named = deed_by_noun(sentence, at, len(phrase), row, told=told)
                    if named is not None:
                        found.append(named)
                        break
    return _distinct(sentence, found)


def _distinct(sentence: Sentence, found: list[Deed]) -> list[Deed]:
    seen: dict[tuple[str, tuple[int, int] | None], Deed] = {}
    for deed in found:
        same_action = [key for key in seen if key[0] == deed.row.action.id]
        if deed.nominal and same_action:
            continue
        seen.setdefault((deed.row.action.id, deed.actor), deed)
    lowered = sentence.text.lower()
    after = DENIED_AFTER.search(lowered)
    deeds = []
    for deed in seen.values():
        before = DENIAL.search(lowered, 0, deed.first)
        denied = before is not None and not any(mark in lowered[before.end() : deed.first] for mark in ";:")
        denied = denied or (after is not None and deed.action[1] <= after.start())
        # "no evidence that employers do not pay" is a rarity that is left to a person.
        deeds.append(replace(deed, denied=deed.denied or denied))
    return deeds


def _by_verb(
    sentence: Sentence,
    at: int,
    entries: tuple[Entry, ...],
    before: _Before | None,
    *,
    told: bool,
) -> tuple[Deed | None, _Before | None]:
    """The best reading of a verb, and what the next verb may take from it."""
    best: tuple[tuple[int, ...], Deed] | None = None
    carried = before
    groups: dict[str, tuple[VerbGroup, Noun | Coordinated | None, bool]] = {}
    for entry in entries:
        if entry.rest and entry.rest[0] not in sentence.words:
            continue
        reach = _rest(sentence, at, entry)
        if reach is None:
            continue
        kind = f"{entry.form.kind} {entry.row.does} {entry.malay}"
        read = groups.get(kind)
        if read is None:
            group = verb_group(sentence, at, entry)
            fact = group.stated and stated_as_fact(sentence, group.first)
            subject = subject_before(sentence, group, malay=entry.malay)
            read = groups[kind] = group, subject, fact
        group, subject, fact = read
        if entry.row.negated != (group.negated and entry.row.negated):
            continue
        deed, this = _reading(sentence, at, entry, reach, group, subject, before, fact=fact, told=told)
        if this is not None and (carried is before or deed is not None):
            carried = this
        if deed is not None:
            rank = (
                len(entry.rest),
                int(entry.row.negated),
                int(bool(entry.row.objects)),
                -len(entry.row.objects),
                -entry.order,
            )
            if best is None or rank > best[0]:
                best = (rank, deed)
    return (best[1] if best else None), carried


def _rest(sentence: Sentence, at: int, entry: Entry) -> tuple[int, int] | None:
    """Where the words of a wording end that follow its verb, and where what they enclose ends; None: not there."""
    rest = entry.rest
    if not rest:
        return at + 1, at + 1
    words, after = sentence.words, at + 1
    if words[after : after + len(rest)] == rest and not any(sentence.hard[after : after + len(rest)]):
        return after + len(rest), after + len(rest)
    while after < len(words) and words[after] in ADVERBS and not sentence.hard[after]:
        after += 1
    end = after + len(rest)
    if words[after:end] == rest and not any(sentence.hard[after:end]):
        return end, end
    if rest[0] not in _PARTICLES or words[at] in ("is", "are", "was", "were", "be", "been"):
        return None
    for start in range(at + 2, min(len(words) - len(rest) + 1, at + 8)):
        if sentence.hard[start] or sentence.comma[start]:
            return None
        if words[start : start + len(rest)] == rest:
            return at + 1, start + len(rest)
    return None


def _reading(
    sentence: Sentence,
    at: int,
    entry: Entry,
    reach: tuple[int, int],
    group: VerbGroup,
    subject: Noun | Coordinated | None,
    before: _Before | None,
    *,
    fact: bool,
    told: bool,
) -> tuple[Deed | None, _Before | None]:
    row, kind = entry.row, entry.form.kind
    passive = group.passive
    agent: Noun | None = None
    through = "TP.act" in row.action.codes
    if isinstance(subject, Coordinated):
        if before is None or before.subject is None or any(sentence.hard[before.at : at + 1]):
            subject = leftmost(sentence, group.first)
        else:
            subject = before.subject
            bare = not any(word in BE or word in HAVE for word in sentence.words[group.first : at])
            if kind == "participle" and before.passive and bare:
                passive, agent = True, before.agent
            if kind == "ing" and not before.stated:
                return None, None
    if kind in ("participle", "past") and not passive and not row.does:
        reduced = _reduced(sentence, at, reach[1], subject, row, group)
        if kind == "participle" and not reduced and group.first == at:
            return None, None
        passive = reduced and kind == "participle"
        if reduced and kind == "past":
            return None, None
    if passive and kind in ("participle", "passive", "state"):
        agent = agent_after(sentence, reach[1], malay=entry.malay, through=through) or agent
    if passive and agent is None and _only_describes(sentence, group, subject):
        return None, None
    this = _Before(subject if isinstance(subject, Noun) else None, passive, at, group.stated, agent)
    if not fact:
        return None, this
    if subject is not None and isinstance(subject, Noun) and subject.classes == {"lawbreaker"}:
        return None, this
    if row.does or row.undergone:
        deed = _migrants_do(sentence, at, reach, row, group, subject, told=told)
        return deed, this
    actor, target = (agent, subject) if passive else (subject, None)
    if not passive:
        if row.objects:
            end = reach[1] if reach[1] > reach[0] else None
            target, counted = object_after(sentence, reach[0], row.objects, end=end)
            if target is None or (counted and not told):
                return None, this
        else:
            target, _ = object_after(sentence, reach[0], PEOPLE)
    elif row.objects and not isinstance(target, Noun):
        return None, this
    elif row.objects and isinstance(target, Noun) and not target.classes & row.objects:
        # "Women are promised jobs": what is given stands after the verb, the subject is whom it is given to.
        given, counted = object_after(sentence, reach[1], row.objects)
        if not target.classes & PEOPLE or given is None or (counted and not told):
            return None, this
    actor_noun = actor if isinstance(actor, Noun) else None
    target_noun = target if isinstance(target, Noun) else None
    doer = actor_class(actor_noun, row)
    if doer is None:
        return None, this
    pronoun = False
    if not passive and actor_noun is None:
        if stands_before_nouns(sentence, group):
            return None, this
        pronoun = group.first > 0 and sentence.words[group.first - 1] in _PRONOUNS
        known_object = bool(row.objects) and not row.objects & PEOPLE
        if not told and not (pronoun or (known_object and group.first > 0 and kind != "base")):
            return None, this
        if row.actors and "unknown" not in row.actors and not told:
            return None, this
    if not told and any(noun and quantified(sentence, noun) for noun in (actor_noun, target_noun)):
        return None, this
    if not told and (
        money_follows(sentence, at) or (target_noun is not None and count_follows(sentence, target_noun))
    ):
        return None, this
    holder = owner(sentence, target_noun)
    if not told and holder is not None and holder is not target_noun and quantified(sentence, holder):
        return None, this
    return (
        Deed(
            row=row,
            first=sentence.starts[group.first],
            action=_action_span(
                sentence, group.first if row.negated else at, reach, target_noun, passive=passive
            ),
            actor=span_of(sentence, actor_noun, agent=passive),
            actor_class=doer,
            target=span_of(sentence, holder, 0 if passive else reach[0]),
            target_class=first_class(holder),
            denied=group.negated and not row.negated,
            modal=group.modal,
            alleged=group.alleged,
            pronoun=pronoun,
        ),
        this,
    )


def _only_describes(sentence: Sentence, group: VerbGroup, subject: Noun | Coordinated | None) -> bool:
    """A relative clause that says which people are meant, not what is done: *victims who are identified are few*."""
    at = group.first - 1
    relative = at > 0 and sentence.words[at] in ("who", "that", "yang") and not sentence.comma[at]
    return relative and isinstance(subject, Noun) and bool(subject.classes & PEOPLE)


def _reduced(
    sentence: Sentence, at: int, after: int, subject: Noun | Coordinated | None, row: Row, group: VerbGroup
) -> bool:
    """A participle without an auxiliary that is passive: *women recruited by relatives*, *had their wages withheld*."""
    if group.first != at:
        return False
    words = sentence.words
    directly = isinstance(subject, Noun) and subject.last == at - 1
    if directly and isinstance(subject, Noun):
        fits = not row.objects or bool(subject.classes & row.objects)
        holder = words[subject.first - 1] if subject.first else ""
        holder = (
            words[subject.first - 2]
            if holder in ("their", "his", "her", "its", "the") and subject.first > 1
            else holder
        )
        if fits and holder in ("have", "had", "has", "having", "with", "getting", "get", "got"):
            return True
        following = [
            word for word in words[after : after + 3] if not word.endswith("ly") and word not in ADVERBS
        ]
        return fits and bool(following) and following[0] in ("by", "through", "via")
    return False


def _migrants_do(
    sentence: Sentence,
    at: int,
    reach: tuple[int, int],
    row: Row,
    group: VerbGroup,
    subject: Noun | Coordinated | None,
    *,
    told: bool,
) -> Deed | None:
    """Deeds of migrants themselves, and what they undergo in the active: *victims fear arrest*."""
    noun = subject if isinstance(subject, Noun) else None
    pronoun = noun is None and group.first > 0 and sentence.words[group.first - 1] in _PRONOUNS
    if noun is None and not pronoun:
        return None
    allowed = (row.actors - {"fear"}) or PEOPLE
    if noun is not None and not noun.classes & allowed and not (row.action.id.startswith("not_prosecuted")):
        return None
    target: Noun | None = None
    if row.objects:
        target, counted = object_after(sentence, reach[0], row.objects)
        if target is None or (counted and not told):
            return None
    if not told and noun is not None and quantified(sentence, noun):
        return None
    doer = "migrant" if noun is None else pick(noun.classes & allowed) or first_class(noun)
    span = span_of(sentence, noun)
    end = target.last if target is not None else max(reach[1], at + 1) - 1
    return Deed(
        row=row,
        first=sentence.starts[group.first],
        action=(sentence.starts[group.first], sentence.ends[end]),
        actor=None if row.undergone else span,
        actor_class="unknown" if row.undergone else doer,
        target=span if row.undergone else span_of(sentence, target, reach[0]),
        target_class=doer if row.undergone else first_class(target),
        denied=group.negated and not row.negated,
        modal=group.modal,
        alleged=group.alleged,
        pronoun=pronoun,
    )


def _action_span(
    sentence: Sentence, at: int, reach: tuple[int, int], target: Noun | None, *, passive: bool
) -> tuple[int, int]:
    end = max(reach[1], at + 1) - 1
    if not passive and target is not None and not target.classes & PEOPLE and target.last > end:
        end = target.last
    return sentence.starts[at], sentence.ends[end]
