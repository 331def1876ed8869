"""Kinds of job that only tests queue."""

from collections.abc import Callable

from publishing import jobs

words: list[str] = []
troubles: list[str | Callable[[], object]] = []


@jobs.job("Write a word down")
def write_down(word: str) -> None:
    words.append(word)


@jobs.job("Stumble over every trouble there is")
def stumble(word: str) -> None:
    if troubles:
        trouble = troubles.pop(0)
        raise OSError(trouble() if callable(trouble) else trouble)
    words.append(word)
