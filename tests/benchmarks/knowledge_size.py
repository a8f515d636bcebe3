"""What a knowledge folder costs by its size, printed by `poe bench`; nothing is asserted.

The larger folders are Next Connex's with more entries in invented words, and are read, learned and
judged as any other. Only the weights are found in a shorter way (`by_means`): the regression over
thousands of topics would take hours, and what its weights are costs nothing at run time.
"""

import argparse
import asyncio
import shutil
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final
from unittest.mock import patch

import aiohttp
import numpy as np
import yaml

import knowledge
from knowledge import matcher
from knowledge.classifier import Features, Softmax
from knowledge.ngrams import BUCKETS, Floats
from knowledge.notice import parse
from knowledge.verdict import Audience
from tests.benchmarks.bots import Bot, set_up
from tests.benchmarks.figures import say, spread
from tests.benchmarks.people import QUESTIONS, People, one_by_one
from tests.benchmarks.quick_slack import quick_slack

_SYLLABLES: Final = ("ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "ze")
_PHRASINGS: Final = (
    "what do you do with {0}",
    "who sees the {0} of {1}",
    "do you keep {0} and {1}",
    "how do I object to {0} for {1}",
    "where does my {1} go",
    "is {1} shared with {0}",
)
_SHARPNESS: Final = 20.0
"""What makes of a cosine a score that tells thousands of topics apart."""
_VERDICTS: Final = 500
_STEPS: Final = 127


def write(folder: Path, *, entries: int) -> None:
    """Write Next Connex's folder with more entries, so many in all, and build it."""
    shutil.copytree(knowledge.DEFAULT, folder)
    more = list(_more(entries - len(knowledge.load().topics)))
    file = folder / "notice.txt"
    notice = parse(file.read_bytes().decode())
    last = notice.sections[-1]
    said = "".join(f"\n\n{entry['quotes'][0]}" for entry in more)
    text = f"{notice.text[: last.body]}{said}{notice.text[last.body :]}"
    file.write_text(text, encoding="utf-8")
    content = {"section": last.number, "entries": more}
    (folder / "entries" / "99-more.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with patch.object(matcher, "fit_softmax", by_means):
        knowledge.build(folder)


def _more(count: int) -> Iterator[dict[str, str | list[str]]]:
    invented = ["".join(syllables) for syllables in product(_SYLLABLES, repeat=4)]
    Random(7).shuffle(invented)  # noqa: S311 - the same words each time
    for number in range(count):
        words = invented[4 * number : 4 * number + 4]
        yield {
            "topic": f"more.m{number}",
            "title": f"About {words[0]}",
            "lead": f"We use {words[0]} for {words[1]}.",
            "quotes": [f"We use {words[0]} for {words[1]}, and keep {words[2]} with {words[3]}."],
            "phrasings": [phrasing.format(*words) for phrasing in _PHRASINGS],
        }


def by_means(
    messages: Sequence[Features], labels: Sequence[str], *, weights: Floats, decay: float
) -> Softmax:
    """Return a regression whose weights are the means of each label's phrasings."""
    del weights, decay
    names = sorted(set(labels))
    used = np.unique(np.concatenate([message.grams.buckets for message in messages]))
    rows = np.full(BUCKETS, -1, dtype=np.int32)
    rows[used] = np.arange(len(used), dtype=np.int32)
    counted = np.zeros((len(used), len(names)), dtype=np.int8)
    steps = np.ones(len(names), dtype=np.float32)
    of_label: dict[str, list[Features]] = {name: [] for name in names}
    for message, label in zip(messages, labels, strict=True):
        of_label[label].append(message)
    for place, mine in enumerate(of_label.values()):
        mean = np.zeros(len(used), dtype=np.float32)
        for message in mine:
            mean[rows[message.grams.buckets]] += message.grams.weights / len(mine)
        steps[place] = mean.max() / _STEPS
        counted[:, place] = np.round(mean / steps[place])
    return Softmax(
        labels=tuple(names),
        rows=rows,
        weights=counted,
        steps=steps * _SHARPNESS,
        sense_weights=_mean_senses(list(of_label.values())),
        biases=np.zeros(len(names), dtype=np.float32),
    )


def _mean_senses(of_labels: Sequence[Sequence[Features]]) -> Floats | None:
    senses = [[one.sense for one in mine if one.sense is not None] for mine in of_labels]
    if not all(senses):
        return None
    means: Floats = np.stack([np.mean(mine, axis=0) for mine in senses], axis=1)
    return (means * _SHARPNESS).astype(np.float32)


def tell_verdicts(folder: Path | None) -> None:
    """Print how long a message takes to be judged, on one core."""
    base = knowledge.load(folder)
    took = []
    for number in range(_VERDICTS):
        text = f"{QUESTIONS[number % len(QUESTIONS)]} {number}"
        began = perf_counter()
        base.judge(text, Audience.EVERYONE)
        took.append((perf_counter() - began) * 1000)
    say(f"{len(base.topics):,} entries: question to verdict", spread(took, "ms"))


async def tell_bot(folder: Path | None, data: Path) -> None:
    """Print what a bot with this knowledge costs, read from outside."""
    url = f"sqlite:///{data / 'helpdesk.sqlite'}"
    async with quick_slack() as slack, aiohttp.ClientSession() as session:
        bot = Bot(slack, url, data, set_up(url), folder)
        say("  start to ready", f"{await bot.start(session):.1f} s")
        people = People(session, slack, [bot.door])
        replies = await one_by_one(people.ask, _VERDICTS // 5)
        say("  event to visible reply", spread([it * 1000 for it in replies], "ms"))
        say("  resident", f"{bot.resident():.0f} MB")
        await bot.close()


def main() -> None:
    """Print the figures of Next Connex's entries, and of as many as are wished."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[500, 5_000])
    with TemporaryDirectory(prefix="helpdesk-knowledge-") as name:
        sizes = [(None, 0), *((Path(name) / str(it), it) for it in parser.parse_args().entries)]
        for folder, entries in sizes:
            if folder is not None:
                began = perf_counter()
                write(folder, entries=entries)
                say(f"{entries:,} entries", f"made and read in {perf_counter() - began:.0f} s")
            tell_verdicts(folder)
            data = Path(name) / f"data-{entries}"
            data.mkdir()
            asyncio.run(tell_bot(folder, data))


if __name__ == "__main__":
    main()
