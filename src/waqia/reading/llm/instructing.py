"""Sentences that speak to a model instead of telling of something; they are not sent to one.

Hidden or open, such words are put into pages to have a model report what its author wants. Those
that are worded in a usual way are known here. What is worded otherwise is still held to the rules
that every answer is held to: codes of the codebook, and words that stand in the text.
"""

from __future__ import annotations

import re

_ADDRESSED = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,20}
        \b(?:all|any|every|previous|prior|earlier|above|preceding|these|those|your)\b[^.!?]{0,30}
        \b(?:instructions?|prompts?|rules|directions|guidelines|guardrails)\b
    | \b(?:you\ are|act\ as|pretend\ to\ be)\b[^.!?]{0,30}
        \b(?:language\ model|a\.?i\.?(?:\ (?:model|assistant))?|chatbot|gpt|llm|assistant)\b
    | \b(?:dear|attention|note\ to|hey|hello)\b[^.!?]{0,15}
        \b(?:language\ model|a\.?i\.?|chatbot|gpt|llm|assistant)s?\b
    | \b(?:as|to)\ an?\ (?:ai|large)\ language\ model\b
    | \b(?:new|updated|your|system)\ (?:instructions?|prompt)\s*:
    | \bsystem\ (?:prompt|message)\b
    | <\|(?:im_start|im_end|system|user|assistant|endoftext)\|> | \[/?INST\] | <</?SYS>>
    | \b(?:respond|answer|reply|output)\ (?:only\ )?(?:with|in)\ (?:the\ following\ )?json\b
    | (?:پچھلی|سابقہ|اوپر\ کی|تمام)[^۔؟!]{0,25}ہدایات[^۔؟!]{0,15}(?:نظر\ ?انداز|بھول|چھوڑ)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def instructs(sentence: str) -> bool:
    """Whether a sentence speaks to a model that may read it."""
    return _ADDRESSED.search(sentence) is not None
