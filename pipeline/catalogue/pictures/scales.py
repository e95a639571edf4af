"""Where amounts stand on an axis: linear from zero for bars, logarithmic for marks, with ticks that read well."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """An axis between two amounts, drawn between two places."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool
    ticks: tuple[float, ...]

    def __call__(self, amount: float) -> float:
        """The place of an amount, to a tenth; amounts outside of the axis stand at its ends."""
        amount = min(max(amount, self.low), self.high)
        if self.logarithmic:
            share = math.log(amount / self.low) / math.log(self.high / self.low)
        else:
            share = (amount - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def logarithmic(amounts: Sequence[float], start: float, end: float) -> Scale:
    """A logarithmic axis from the power of ten (or its half) below the smallest to the one above the largest amount."""
    low = 10.0 ** math.floor(math.log10(min(amounts)))
    high = 10.0 ** math.ceil(math.log10(max(amounts) * 1.001))
    powers = range(round(math.log10(low)), round(math.log10(high)) + 1)
    return Scale(low, high, start, end, True, tuple(10.0**power for power in powers))


def linear(largest: float, start: float, end: float) -> Scale:
    """A linear axis from zero to a round amount above the largest, with four to six ticks."""
    step = 10.0 ** math.floor(math.log10(largest))
    step = next(size for size in (step / 5, step / 2, step, step * 2) if largest / size <= 6)
    count = math.ceil(largest / step)
    return Scale(0, step * count, start, end, False, tuple(step * number for number in range(count + 1)))
