"""The privacy notice, made answerable: `load` it, `judge` a message, `answer` a topic.

Pure: no Slack, no database, no network. What is said is quoted; what is learned is two softmax
regressions, one on what people want (any notice), one on where this notice speaks to it.
"""

from knowledge.arrays import StaleBuild
from knowledge.base import (
    DEFAULT,
    INTENTS,
    KnowledgeBase,
    build,
    build_intents,
    check,
    load,
    officers_papers,
)
from knowledge.casework import Papers
from knowledge.entries import Answer, NoSuchTopic, Quote, Silence
from knowledge.faults import Fault, KnowledgeFaults, NoNotice
from knowledge.saying import verdict_json

__all__ = [
    "DEFAULT",
    "INTENTS",
    "Answer",
    "Fault",
    "KnowledgeBase",
    "KnowledgeFaults",
    "NoNotice",
    "NoSuchTopic",
    "Papers",
    "Quote",
    "Silence",
    "StaleBuild",
    "build",
    "build_intents",
    "check",
    "load",
    "officers_papers",
    "verdict_json",
]
