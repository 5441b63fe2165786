"""What stands round English dates and tells what they are of."""

from __future__ import annotations

import re

from waqia.reading.proposing.dates.english_words import MONTHS, WEEKDAYS
from waqia.reading.proposing.dates.grammar import Cues, any_of

_TOLD = (
    "said|told|stated|announced|confirmed|claimed|condemned|denied|warned|disclosed|revealed|declared"
    "|vowed|informed|alleged|acknowledged|urged|reported(?!ly)|demanded|expressed|reiterated|spoke"
)
_SAID = (
    rf"(?:{_TOLD}|protested|referred|charged|promised|accused|blamed|rejected|critici[sz]ed|deplored"
    r"|mourned|lamented|pledged|registered|called|added|asked|paid|issued|released|published|read)"
)
_SAYING = (
    rf"(?:{_TOLD}|says?|speaking|talking|statement|communique|bulletin|conference|interview|briefing"
    r"|tweet|message|report)"
)
_HEARING = (
    r"(?:reporters?|journalists?|the|media|afp|ap|reuters|efe|acan-efe|dawn|in|a|an|his|her|their|its"
    r"|statement|news|press|conference|responsibility|here|late|early|on|by|telephone"
    r"|issued|released|this|it|was|were|has|have|had|been|parliament|session|to|of|afternoon|for)"
)
_TOLL = r"\b(?:toll|tally|deaths|fatalities|number\s+of\s+(?:dead|deaths|casualties|victims))\b"
_RISEN = (
    r"(?:ris(?:es?|en|ing)|rose|reach\w*|climb\w*|jump\w*|mount\w*|increas\w*|cross\w*|grown?|grew)"
)
CUES = Cues(
    bare=re.compile(
        r"(?:\b(?:in|during|of|since|by|until|till|throughout|between|from|through|before|after)"
        rf"|\b{any_of(MONTHS)}\s*(?:,|-|–|and|to|through|or|until))\s*$",
        re.IGNORECASE,
    ),
    verbs=frozenset({"may", "march"}),
    outside_before=re.compile(
        r"(?:(?<!-)\b(?:since|until|till|by|before|prior to|as of|up to|after|ahead of"
        r"|onwards? from)"
        r"\s+(?:at least\s+|the\s+|on\s+|early\s+|late\s+|around\s+)?"
        r"|\b(?:born|founded|established|formed|created|set up|enacted|elected|appointed|banned"
        r"|proscribed|signed|merged|outlawed)\s+(?:\w+\s+)?(?:in|on)\s+(?:the\s+)?"
        r"|\bsince\s+(?:[\w'’-]+\s+){1,6}(?:in|on)\s+)$",
        re.IGNORECASE,
    ),
    since_before=re.compile(r"\bsince\s+(?:early\s+|late\s+|last\s+|the\s+)?$", re.IGNORECASE),
    since_after=None,
    outside_after=re.compile(r"\s+onwards?\b", re.IGNORECASE),
    from_before=re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE),
    said_before=re.compile(
        rf"(?:\b{_SAYING}(?:\s+{_HEARING}){{0,6}}|\baccording\s+to(?:\s+[\w-]+){{1,4}}?"
        rf"|\b{_SAID}\s+by(?:\s+[\w'’-]+){{1,5}}?"
        rf"|{_TOLL}[^.;:]{{0,60}}?\b{_RISEN}\b(?:\s+[\w,'’-]+){{0,5}}?"
        r"|\b(?:concluded|completed|registered)\b(?:\s+[\w'’-]+){0,4}?)\s*$",
        re.IGNORECASE,
    ),
    said_after=re.compile(
        r"\s+(?:(?:morning|afternoon|evening|night|also|strongly|reportedly)\s+){0,2}"
        rf"{_SAID}\b(?!\s+(?:\d|(?:[\w-]+\s+){{1,2}}lives\b))",
        re.IGNORECASE,
    ),
    ahead_before=re.compile(
        r"\b(?:will|shall|would|scheduled|slated|set (?:for|to)|(?:is|are|was|were) due|expected"
        r"|planned|plans?|upcoming|going to|(?:is|are|was|were) to|to be held)"
        r"(?:\s+(?!was|were|after|had|who|that|which|killed)[\w'’-]+){0,6}\s*$",
        re.IGNORECASE,
    ),
    ahead_after=None,
    named_before=re.compile(
        r"(?:\b(?:the|that|this|its|their|his|an?)|['’]s)\s+(?:deadly\s+)?$", re.IGNORECASE
    ),
    named_after=re.compile(
        r"(?:,|['’]s?)?\s+(?:[\w'’-]+\s+){0,4}?(?:attacks?|bomb\w*|blasts?|explosions?|assaults?|raids?|ambush\w*"
        r"|kill\w*|murders?|massacres?|assassinations?|shootings?|sieges?|strikes?|airstrikes?"
        r"|abductions?|kidnapp\w*|hijack\w*|clash\w*|riots?|operations?|deaths?)\b",
        re.IGNORECASE,
    ),
    linked=re.compile(
        r"\s*(?:-|–|—|to|until|till|through|,?\s*(?P<and>and))\s*(?:the\s+)?", re.IGNORECASE
    ),
    between=re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE),
    closing=None,
    dateline=re.compile(
        rf"\s*(?!(?:on|in|at|by|from|{'|'.join(WEEKDAYS)})\b)[^\W\d_][^\d:;!?\n]{{1,60}}[,(–—-]\s*"
        rf"(?P<date>(?:(?P<d>\d\d?)\s+(?P<m>{any_of(MONTHS)})\.?(?:,?\s+(?P<y>(?:19|20)?\d\d)(?!\d))?"
        rf"|(?P<m2>{any_of(MONTHS)})\.?\s+(?P<d2>\d\d?)(?:,\s+(?P<y2>(?:19|20)\d\d))?))"
        r"\)?\s*(?:[(\[][^()\[\]\n]{1,60}[)\]]\s*)?(?:--|[–—:]|(?<=\s)-(?=\s))(?!\d)",
        re.IGNORECASE,
    ),
)
