"""What can be wrong with what people hand to the classifier: each with a sentence that says what to do."""

from collections.abc import Sequence


class ClassifierProblem(ValueError):
    """Nothing can be learned or read from what was given."""


class BadModel(ClassifierProblem):
    """A file that is not a classifier of ours, is damaged, or was written by a version this one does not know."""


class NothingToLearn(ClassifierProblem):
    """The examples cannot make a classifier: none at all, or all under one label."""


class BadTable(ClassifierProblem):
    """A file of examples that cannot be read."""


class MissingColumn(BadTable):
    """The file has no column of this name; `known` are those it has."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no column {name!r}; the file has: {', '.join(known)}")
        self.name = name
        self.known = tuple(known)
