"""The script and the language of a text: counted letters and small words, nothing downloaded."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = (
    ("Latn", r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
    ("Arab", r"\u0620-\u065f\u066e-\u06d3\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufefc"),
    ("Cyrl", r"\u0400-\u052f"),
    ("Deva", r"\u0900-\u0963\u0970-\u097f"),
    ("Beng", r"\u0980-\u09e5\u09f0-\u09ff"),
    ("Hebr", r"\u0590-\u05ff"),
    ("Grek", r"\u0370-\u03ff"),
    ("Hira", r"\u3040-\u30ff"),
    ("Hang", r"\uac00-\ud7af"),
    ("Hani", r"\u4e00-\u9fff"),
)  # fmt: skip
_LETTERS = [(script, re.compile(f"[{letters}]")) for script, letters in _SCRIPTS]
_ALONE = {"Beng": "bn", "Hebr": "he", "Grek": "el", "Hira": "ja", "Hang": "ko", "Hani": "zh"}
_WORDS = {
    "en": "the of and to in that was were by for with on at from had has have said is are it as",
    "fr": "le la les des et en un une du que est dans pour par sur au qui avec ont été pas aux",
    "es": "el la los las de y en que del se por con un una para fue al su es lo más como",
    "pt": "o a os as de e em que do da no na dos das um uma para foi com por não ao se",
    "de": "der die das und in den von zu mit im ist des auf für ein eine dem nicht wurde bei nach",
    "it": "il la di che e un una del della in per con sono è le gli dei nel al da si",
    "tr": "ve bir bu da de için ile olarak olan çok daha ise kadar gibi sonra oldu",
    "id": "yang dan di dari untuk dengan pada ini itu dalam tidak akan oleh telah juga",
    "ur": "کے کی میں کا سے اور کو نے ہے پر کہ یہ ہیں تھا تھے ہوئے گیا ایک جبکہ بھی",
    "fa": "و در به از که این را با است برای آن یک شد های می کرد بود تا شده",
    "ar": "في من على إلى أن عن التي الذي مع هذا هذه كان ما بعد قال وقد لم بين",
    "ps": "د په او چې کې ته له سره نه دي شوي دغه هم یې یو وو کړي",
    "sd": "جي ۾ ۽ جو کي جا کان تي آهي ته هن ان سان جي لاءِ ويو آهن",
    "ru": "и в на что не с по из был для это как от за его после при были",
    "uk": "і в на що не з по та був для це як від за його після при були",
    "hi": "के की में का से और को ने है पर कि यह हैं था थे एक भी",
    "mr": "आणि या च्या आहे ते होते मध्ये त्या एक हा की",
}
_BY_WORD: dict[str, list[str]] = {}
for _code, _listed in _WORDS.items():
    for _word in dict.fromkeys(_listed.split()):
        _BY_WORD.setdefault(_word, []).append(_code)
_OWN_LETTERS = {"ur": "ٹڈڑںےھہ", "ps": "ځڅږښۍېړټډ", "sd": "ٻڀٺٿڦڄڃڇڏڌڊڍڙڳڱڻڪ", "uk": "іїєґ"}
_SAMPLE = 20_000
_FEWEST = 3


def script_of(text: str) -> str | None:
    """The ISO 15924 code of the script most letters of a text are in; None without letters."""
    sample = _sample(text)
    counted = {script: len(letters.findall(sample)) for script, letters in _LETTERS}
    script, most = max(counted.items(), key=lambda pair: pair[1])
    return script if most else None


def language_of(text: str) -> str | None:
    """The ISO 639 code of the language most of a text is in.

    The language whose small words cover most of the words, where letters do not settle it: two
    short phrases in different languages of one script can be confused. None where fewer than
    three of its words are known.
    """
    script = script_of(text)
    if script is None or script in _ALONE:
        return _ALONE.get(script or "")
    sample = _sample(text).lower()
    counted = Counter(
        code for word in re.findall(r"[^\W\d_]+", sample) for code in _BY_WORD.get(word, ())
    )
    for code, letters in _OWN_LETTERS.items():
        if code in counted:
            counted[code] += sum(sample.count(letter) for letter in letters) // 3
    best = counted.most_common(1)
    return best[0][0] if best and best[0][1] >= _FEWEST else None


def _sample(text: str) -> str:
    """The beginning and the middle of a long text."""
    if len(text) <= 2 * _SAMPLE:
        return text
    half = len(text) // 2
    return text[:_SAMPLE] + text[half : half + _SAMPLE]
