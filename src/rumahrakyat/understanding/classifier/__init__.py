"""Classifiers that learn from an installation's own history and say which words they rest on.

`train(texts, labels, seed=...)` makes a `Classifier` and a report on what it can do; `Classifier.read(text)` ranks the
labels for a text. Training needs scikit-learn, reading needs numpy only.
"""

from rumahrakyat.understanding.classifier.errors import (
    BadModel,
    BadTable,
    ClassifierProblem,
    MissingColumn,
    NothingToLearn,
)
from rumahrakyat.understanding.classifier.model import Classifier, Scored
from rumahrakyat.understanding.classifier.report import PerLabel, Report
from rumahrakyat.understanding.classifier.training import Trained, train

__all__ = [
    "BadModel",
    "BadTable",
    "Classifier",
    "ClassifierProblem",
    "MissingColumn",
    "NothingToLearn",
    "PerLabel",
    "Report",
    "Scored",
    "Trained",
    "train",
]
