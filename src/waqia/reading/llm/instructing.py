"""Sentences that speak to a model instead of telling of something; they are not sent to one.

Hidden or open, such words are put into pages to have a model report what its author wants. Those
that are worded in a usual way are known here. What is worded otherwise is still held to the rules
that every answer is held to: codes of the codebook, and words that stand in the text.
"""

from __future__ import annotations

import re
import unicodedata

_RANKS = (
    r"(?!s?[\ -](?:commissioner|sub|inspector|director|superintendent|professor|secretary|political"
    r"|commandant|attorney|prosecutor|registrar|engineer|chief|deputy|public|general|manager))"
)
"""What an assistant is in the news, as no model is: an Assistant Commissioner."""
_ADDRESSED = re.compile(
    rf"""
    \b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{{0,20}}
        \b(?:all|any|every|previous|prior|earlier|above|preceding|these|those|your)\b[^.!?]{{0,30}}
        \b(?:instructions?|prompts?|rules|directions|guidelines|guardrails)\b
    | \b(?:you\ are|act\ as|pretend\ to\ be)\b[^.!?]{{0,30}}
        \b(?:language\ model|a\.?i\.?(?:\ (?:model|assistant))?|chatbot|gpt|llm|assistant{_RANKS})\b
    | \b(?:dear|attention|note\ to|hey|hello)\b[^.!?]{{0,15}}
        \b(?:language\ model|a\.?i\.?|chatbot|gpt|llm|assistant{_RANKS})s?\b
    | \b(?:as|to)\ an?\ (?:ai|large)\ language\ model\b
    | \b(?:new|updated|your|system)\ (?:instructions?|prompt)\s*:
    | \bsystem\ (?:prompt|message)\b
    | <\|(?:im_start|im_end|system|user|assistant|endoftext)\|> | \[/?INST\] | <</?SYS>>
    | \b(?:respond|answer|reply|output)\ (?:only\ )?(?:with|in)\ (?:the\ following\ )?json\b
    | (?:پچھلی|سابقہ|اوپر\ کی|تمام)[^۔؟!]{{0,25}}ہدایات[^۔؟!]{{0,15}}(?:نظر\ ?انداز|بھول|چھوڑ)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def instructs(sentence: str) -> bool:
    """Whether a sentence speaks to a model that may read it."""
    plain = unicodedata.normalize("NFKC", sentence)
    # what nobody sees may part words as well as letters
    readings = {" ".join(_seen(plain, gap).split()) for gap in ("", " ")}
    return any(_ADDRESSED.search(reading) for reading in readings)


def _seen(text: str, gap: str) -> str:
    """A text with a gap for each of its characters that are not seen; marks are left out."""
    kinds = ((char, unicodedata.category(char)) for char in text)
    return "".join(gap if kind == "Cf" else "" if kind == "Mn" else char for char, kind in kinds)
