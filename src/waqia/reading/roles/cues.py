"""Words that tell of incidents, and words that only join others: what the tagger looks out for."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.resources import files


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


_TRIGGERS = {
    "kill": """kill kills killed killing killings murder murders murdered murdering assassinate
        assassinated assassination assassinations assassinating massacre massacred massacres slain
        executed execution shot shoot shooting died dead death deaths die machinegunned gunned
        strafed crime crimes riddled perished homicide slaughter beheaded""",
    "hurt": "wounded injured injuries injuring wounding hurt seriously",
    "kidnap": """kidnap kidnapped kidnapping kidnappings kidnaped kidnaping abducted abduct
        abduction hostage hostages captured seized disappeared held detained kidnappers captive
        ransom arrested""",
    "bomb": """bomb bombs bombed bombing bombings explosion explosions exploded explode explodes
        blast blasts blew blown dynamite dynamited dynamiting detonated detonate detonation placed
        planted hurled threw thrown explosive explosives""",
    "attack": """attack attacks attacked attacking assault assaulted assaults ambush ambushed
        raid raided raids fired firing opened stormed machine-gunned strafing offensive harassed
        harassment intercepted combat clash clashes""",
    "burn": """burned burning burn burnt arson set fire torched destroyed destroy destroying
        destruction damaged damage damages damaging sabotage sabotaged destroys affected""",
    "rob": "robbed robbery stole stolen robbing theft looted occupied took seizure takeover",
    "claim": """claimed claim responsibility responsible blamed accused attributed perpetrated
        perpetrators authors suspected carried committed guilty""",
    "threat": "threat threatened threats threatening attempt attempted",
}
TRIGGERS = {word: kind for kind, words in _TRIGGERS.items() for word in words.split()}
"""The kind of deed that a word tells of."""

KINDS = tuple(_TRIGGERS)

AUXILIARIES = words("is are was were be been being has have had")

FUNCTION_WORDS = words(
    """the a an this that these those of in on at by for from with to into onto near against
    between during after before since until while when where who whom whose which what how why
    and or but nor if because as than then there here it its it's he she they them him her his
    their we us our you your i me my is are was were be been being has have had do does did will
    would shall should can could may might must not no also only just still yet about over under
    through within without upon toward towards along around behind according said reported
    added"""
)

TITLES = words(
    """mr mrs ms dr gen general col colonel lt lieutenant maj major capt captain priest father
    msgr monsignor president minister senator deputy mayor judge leader candidate director
    journalist ambassador reverend bishop archbishop former secretary rector businessman citizen
    peasant brigadier inspector constable maulana mufti malik"""
)

DETERMINERS = frozenset(("the", "a", "an", "his", "her", "their", "its", "this", "'s"))


def _lexicon() -> dict[str, tuple[str, ...]]:
    lists = json.loads((files("waqia.reading.roles") / "lexicon.json").read_text("utf-8"))
    found: dict[str, set[str]] = defaultdict(set)
    for kind, text in lists.items():
        for word in text.split():
            found[word].add(kind)
    return {word: tuple(sorted(kinds)) for word, kinds in found.items()}


LEXICON = _lexicon()
"""What a word is usually the name of: weapon, vehicle, firstname and other lists of our own."""


def stem(word: str) -> str:
    """A word without the ending of its plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
