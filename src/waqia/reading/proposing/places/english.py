"""Phrases of place in English."""

from __future__ import annotations

import re

from waqia.reading.proposing.places.grammar import PlaceGrammar

_ADJECTIVES = (
    r"(?:(?:the|a|an|this|its|their|same|restive|volatile|troubled|tribal|remote|mountainous|border"
    r"|bordering|neighbou?ring|adjoining|adjacent|nearby|coastal|port|garrison|capital|provincial"
    r"|historic|bustling|busy|crowded|main|entire|whole|lawless|rugged|semi-autonomous|populous"
    r"|industrial|former|erstwhile|greater|central|far-flung|insurgency-hit|militancy-hit"
    r"|(?:north|south)?-?(?:east|west|north|south)(?:ern)?|(?:upper|lower)|Pakistani?(?:['’]s)?"
    r"|eastern|western|northern|southern|oil-rich|gas-rich|mineral-rich|militant-infested)\s+)*"
)
_UNIT = (
    r"(?:tribal\s+|frontier\s+|border\s+)?(?P<unit>districts?|agency|agencies|tehsils?|sub-?divisions?"
    r"|sub-?tehsils?|talukas?|divisions?|provinces?|cities|city|towns?|villages?|areas?|region"
    r"|regions|valley|localit(?:y|ies)|cantonment|cantt|suburbs?|neighbou?rhood|department"
    r"|departments|sector|subdistrict|colony|territory)"
)
_LEVELS = {
    "district": ("district",),
    "districts": ("district",),
    "agency": ("district",),
    "agencies": ("district",),
    "department": ("district",),
    "departments": ("district",),
    "city": ("city",),
    "cities": ("city",),
    "town": ("city",),
    "towns": ("city",),
    "village": ("city",),
    "villages": ("city",),
    "tehsil": ("city",),
    "tehsils": ("city",),
    "cantonment": ("city",),
    "cantt": ("city",),
    "division": ("division",),
    "divisions": ("division",),
    "province": ("province",),
    "provinces": ("province",),
}
_KIND = (
    r"(?:areas?|villages?|localit(?:y|ies)|tehsil|sub-?division|taluka|town|township|neighbou?rhood"
    r"|suburbs?|sector|colony|bazaa?r|market|chowk|square|crossing|mosque"
    r"|imambargah|shrine|church|temple|school|college|university|madrassa|hospital|airport"
    r"|(?:railway|bus|police)\s+station|station|consulate|embassy|hotel|check-?\s?(?:post|point)|post|camp"
    r"|base|cantonment|cantt|fort|jail|prison|court|courts|stadium|park|club|office|headquarters"
    r"|institute|building|compound|rally|gathering|plaza|mall|bridge|dam|mine|mines|coalfield"
    r"|forest|hills|mountains?|valley|pass|port|terminal|toll plaza|training cent(?:re|er)|house"
    r"|lines|complex|seminary|convention)"
)
_ROAD = r"(?:road|highway|bypass|motorway|expressway)"
_PROPER = r"[A-Z0-9][\w.'’-]{0,30}"
_CARE = (
    r"(?:(?:the|an?|in|of|at|to|local|nearby|district|civil|combined|military|tertiary|main|medical|lady"
    r"|reading|agency|trauma|teaching|cmh|dhq|thq|headquarters?|hospitals?|cent(?:re|er)|facility"
    r"|facilities|complex)\s+)*"
)
_AT = (
    r"(?:in|at|near|inside|outside|around|within|across|throughout|along|off|over|beside|behind"
    r"|opposite|close to|next to|adjacent to|not far from|outskirts of|suburbs of|vicinity of"
    r"|parts? of|areas? of|localit(?:y|ies) of|town of|towns of|city of|cities of|village of"
    r"|villages of|districts? of|region of|regions of|province of|provinces of|agency of"
    r"|tehsils? of|valley of|capital of|heart of|centre of|center of"
    r"|(?:north|south)?-?(?:east|west) of"
    r"|north of|south of|kms? (?:from|of)|kilomet(?:er|re)s? (?:from|of)|miles? (?:from|of)"
    r"|rocks?|rocked|hits?|struck|strikes|jolts|jolted|shook|shakes|raided|stormed|bombed|shelled"
    r"|attacked)"
)
_SCENE = (
    r"(?:attacks?|blasts?|bomb(?:ing)?s?|explosions?|clash(?:es)?|incidents?|sieges?|operations?"
    r"|carnage|massacres?|assaults?|raids?|ambush(?:es)?|encounters?|violence|tragedy|shootings?"
    r"|shootout|firing|killings?|strikes?|airstrikes?|gun\s?battle|gunfight|IBO|kidnappings?"
    r"|abductions?)"
)
_SAID = (
    r"police|government|govt|administration|authorities|chief minister|cm|governor|home minister"
    r"|high court|assembly|cabinet|ministers?|(?:dpo|rpo|igp?|dig|ssp|sp|ccpo|commissioner|deputy"
    r"commissioner)\b|correspondent|bureau|chapter|tribes?(?:men)?|elders|residents?|people|taliban"
    r"|officials?|government['’]s|spokes\w+|chief|leaders?|lawmakers?|foreign|army|military|media"
    r"|newspapers?|high|team|zalmi|gladiators|kings|united|sultans|qalandars|border|side|based|born"
    r"|origin|bound|led|backed|nationals?|soil"
)
_VERBS = (
    r"(?:has\s+|had\s+|have\s+|also\s+|strongly\s+|will\s+|would\s+|is\s+|was\s+)*(?:said|says|say"
    r"|condemn\w*|accus\w+|blam\w+|den(?:y|ies|ied)|reject\w*|urg\w+|want\w*|ask\w*|demand\w*"
    r"|warn\w*|call\w*|summon\w*|claim\w*|launched|conducted|carried\s+out|retaliat\w+|arrested"
    r"|must|should|and\s+(?:Kabul|Tehran|New\s+Delhi|Washington|Islamabad))"
)

ENGLISH = PlaceGrammar(
    levels=_LEVELS,
    unit_before=re.compile(
        rf"\b{_UNIT}\s+(?:of\s+)?{_ADJECTIVES}$|\b(?P<way>(?:(?:north|south)?-?(?:east|west|north"
        r"|south)(?:ern)?|upper|lower|central|greater|downtown|old)\s+)$",
        re.IGNORECASE,
    ),
    unit_behind=re.compile(rf"\s+{_UNIT}\b(?!\s+(?:court|headquarters?|hospital|police))", re.I),
    inner=re.compile(
        rf"(?:\s*,\s*(?:(?:in|near|of)\s+)?|\s*\(\s*|\s*['’]s\s+|\s+(?:in|of|near|outside)\s+)"
        rf"{_ADJECTIVES}(?:{_UNIT}\s+of\s+{_ADJECTIVES})?",
        re.IGNORECASE,
    ),
    outer=re.compile(rf"\s*['’]s\s+{_ADJECTIVES}(?:(?:city|town|district)\s+of\s+)?", re.I),
    listed=re.compile(
        r"(?:\s+\w+)?\s*(?:,|\band\b|,\s*and\b|&|\bor\b|\bas well as\b)\s*(?:in\s+)?"
        rf"{_ADJECTIVES}$",
        re.IGNORECASE,
    ),
    last_of_list=re.compile(r"\band\b|&|\bor\b|\bas well as\b", re.IGNORECASE),
    locality_before=re.compile(
        rf"(?P<name>(?:{_PROPER}\s+){{1,4}}?(?:(?i:{_KIND}|{_ROAD})|,\s*(?:{_PROPER}\s+){{1,3}}(?i:{_KIND})))"
        rf"\s*(?:,|of|in|near|at|outside)\s*{_ADJECTIVES}$"
        rf"|(?:^|\b(?:[Ii]n|[Aa]t|[Nn]ear)\s+)(?P<bare>(?:{_PROPER}\s?){{1,3}}"
        rf"(?:,\s*(?:{_PROPER}\s?){{1,3}})?),\s*$"
    ),
    locality_behind=re.compile(
        rf"(?:\s*['’]s)?\s+(?P<name>(?:(?!\d)[A-Z][\w.'’-]{{0,30}}\s+){{0,4}}?)(?P<kind>(?i:{_KIND}))\b"
    ),
    building=re.compile(
        r"\b(?:the|an?|two|three|some)\s+(?P<name>(?:(?!(?:an?|the|in|at|on|of|near|to|for|with|from|and)\s)"
        rf"[\w.'’-]+\s+){{0,4}}?{_KIND}\s+(?:in|of|at|near|outside)\s+{_ADJECTIVES})$",
        re.IGNORECASE,
    ),
    at=re.compile(
        rf"(?<![\w-])(?:{_AT}|{_SCENE}\s+(?:on|against|of))\s+{_ADJECTIVES}$|\b(?:arrest|abduct|kidnap|captur|apprehend|recover|"
        r"report|seiz|nabb|missing|whisk|pick|detain|held|found)\w*\b[^.;:]{0,50}\sfrom\s+"
        rf"{_ADJECTIVES}$",
        re.IGNORECASE,
    ),
    near=re.compile(
        rf"\b(?:near|close\s+to|bordering|adjoining|adjacent\s+to)\s+{_ADJECTIVES}"
        r"(?:(?:areas?|district|agency|border)\s+of\s+)?$",
        re.IGNORECASE,
    ),
    at_behind=re.compile(r"(?!)"),
    incident=re.compile(
        r"(?:\s*['’]s)?(?:\s+(?!(?:sa(?:id|ys?)|claim|condemn|den(?:y|ie)|reject|blame|foil|carr|launch"
        rf"|conduct|retaliat|vow|probe|investigat|government|and|over|after|on|in))[\w-]+){{0,2}}?"
        rf"\s+{_SCENE}\b",
        re.IGNORECASE,
    ),
    not_at=re.compile(
        r"\b(?:residents?|natives?|people|citizens?|inhabitants?|governor|ministers?|government"
        r"|police|chief|administration|capital|borders?|assembly|leaders?|emir|ameer|head"
        r"|corps commander|consul general|ambassador|president|university|bank|state|parliament"
        rf"|forces|army|high court|bar)\s+(?:of|to|for|from|with|between)\s+{_ADJECTIVES}$"
        r"|\b(?:hail(?:s|ed|ing)|belong(?:s|ed|ing)|came|come|coming|return(?:ed|ing)?|travel\w*"
        r"|bound|heading|headed|going|went|fled|flee|fleeing|escaped?|crossed|infiltrat\w+"
        r"|deported|driving|way|route|shifted|rushed|moved|taken|transferred|airlifted|flown"
        r"|brought|evacuated|transported|referred|convoy|train|bus|operating)\s+(?:[\w-]+\s+){0,5}?"
        rf"(?:to|from|for|towards?|into|between)\s+{_CARE}$"
        r"|\b(?:told|briefed|addressing|talking to|speaking to|informed)\b[^.;,]{0,40}\s"
        r"(?:in|at|from)\s+$"
        r"|\b(?:treated|treatment|admitted|hospitali[sz]ed|succumbed|expired|pronounced|transferred)\b"
        rf"[^.;,]{{0,30}}\s(?:in|at|to)\s+{_CARE}$"
        r"|\b(?:based|hiding|hidden|living|born|residing|settled|exiled?|sanctuar\w+|safe havens?"
        r"|trained|training|studying|educated|leadership|presence|headquartered|press conference"
        r"|news conference|statement|talks|interview|sheltering|refuge|jailed"
        rf"|imprisoned)\s+(?:issued\s+|held\s+|here\s+)?(?:in|at|inside|from|across)\s+{_ADJECTIVES}$"
        rf"|\b(?:border|frontier)\s+(?:with|between|of)\s+{_ADJECTIVES}$",
        re.IGNORECASE,
    ),
    happening=re.compile(
        r"\s+(?:was|were|is|has been)\s+(?:\w+\s+)?(?:rocked|hit|shaken|attacked|bombed|struck"
        r"|jolted|targeted)|\s+(?:witness\w+|saw|reels)\b",
        re.IGNORECASE,
    ),
    attribute=re.compile(
        rf"-(?:based|born|origin|bound|backed|led|like)\b|\s+(?:{_SAID})\b|\s*['’]s\s+(?:{_SAID}|\w+"
        r"\s+(?:minister|government|police|chief))\b|\s*[-–—]\s*[A-Z][a-z]+|\s+(?:and|,)\s+\w+\s+"
        rf"(?:border|governments?|police)\b|\s+{_VERBS}",
        re.IGNORECASE,
    ),
    longer_name=re.compile(r"\s+(?!(?:In|On|At|By|And|The|District|Agency)\b)[A-Z][\w'’-]+"),
    road=re.compile(rf"\s+{_ROAD}\b", re.IGNORECASE),
    on_road=re.compile(rf"\bon\s+{_ADJECTIVES}$", re.IGNORECASE),
    dateline=re.compile(
        r"(?:\s*,\s*[^\W\d_][\w. ]{1,24}?)?(?:\s*,?\s*(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+"
        r"[A-Za-z]{3,9})(?:,?\s+\d{2,4})?)?\s*(?:\([^()\n]{1,40}\)|\[[^\]\n]{1,40}\])?\s*"
        r"(?:[:—–]|--|-(?=\s)|(?<=[)\]])(?=\s))"
    ),
    here=re.compile(
        r"(?<!reporters )(?<!media )(?<!journalists )(?<!newsmen )(?<!conference )(?<!told )\b"
        rf"(?P<name>(?:{_PROPER}\s+){{0,3}})(?i:here)\b(?!\s+(?:to|for|that)\b)"
    ),
    there=re.compile(
        r"\b(?:in|of|across) (?:the|this) (?:city|town|provincial capital|metropolis|port city)\b",
        re.IGNORECASE,
    ),
)
