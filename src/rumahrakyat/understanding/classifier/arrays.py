"""Kinds of arrays that go between the parts of a classifier."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Wide = npt.NDArray[np.float64]
