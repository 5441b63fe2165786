"""The engine of `waqia read` that asks a language model at an OpenAI-compatible endpoint.

Offers the reader and the endpoint; what a model answers is taken only as far as its quotes stand
in the text and bear it out.
"""

from waqia.reading.llm.endpoint import Endpoint
from waqia.reading.llm.errors import EndpointError
from waqia.reading.llm.prompts import PROMPT_VERSION
from waqia.reading.llm.reader import LLMReader

__all__ = ["PROMPT_VERSION", "Endpoint", "EndpointError", "LLMReader"]
