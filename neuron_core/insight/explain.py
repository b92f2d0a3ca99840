"""How the numbers come about, as plain records that a reader can check by hand."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuron_core.checks import Array, counted
from neuron_core.engine.network import Network
from neuron_core.run.trace import losses_at

NUDGE = 1e-5
"""Near the cube root of the precision of a double, where the error of a central difference is
least (Press et al., Numerical Recipes, section 5.7)."""

CLOSER = NUDGE / 8
"""Where the two disagree, that is looked at again so much closer: a kink that is not nearer than
this has a slope on this side of it."""

LIMIT = 1e-7
"""The relative error below which formula and nudging agree: the one bound there is, here and in
tests. What nudging makes of an exact slope depends on the last digits of the loss, and so on the
processor: 2e-8 at most has been seen along trainings. The tutorial's slopes are above 1e-4."""


@dataclass(frozen=True)
class GradientCheck:
    """The slope of the loss by each parameter, found twice.

    Attributes
    ----------
    by_formula
        From the backward pass, shape (parameters,).
    by_nudging
        From the loss itself, each parameter moved by `NUDGE` up and down, or by `CLOSER`.
    noise
        What nudging cannot tell from 0: a distance between the two that says nothing.
    sides
        The slopes below and above, shape (2, parameters), where the loss has a kink within
        `CLOSER` and so no slope; elsewhere not numbers. Left out, there are no kinks. A ReLU whose
        sum is 0 for a row makes one for whatever moves that sum.
    """

    by_formula: Array
    by_nudging: Array
    noise: float = 0.0
    sides: Array = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.sides is None:
            object.__setattr__(self, "sides", np.full((2, len(self.by_formula)), np.nan))

    @property
    def kinks(self) -> NDArray[np.bool]:
        """At which parameters there is no slope, so that nothing is judged there."""
        below, above = self.sides
        return np.asarray(np.isfinite(below) & np.isfinite(above))

    @property
    def relative_error(self) -> float:
        """The distance between the two over the sum of their lengths: 0 agrees, 1 is opposite.

        It is 0 too where they are no farther apart than the noise, as at the bottom of a valley,
        where all slopes are 0. Kinks do not count.
        """
        formula, nudging = self.by_formula[~self.kinks], self.by_nudging[~self.kinks]
        with np.errstate(all="ignore"):  # after a divergence
            distance = float(np.linalg.norm(formula - nudging))
            lengths = float(np.linalg.norm(formula) + np.linalg.norm(nudging))
        return 0.0 if distance <= self.noise else distance / lengths

    @property
    def judged(self) -> bool:
        """Whether there is any slope to agree on."""
        return not self.kinks.all()

    @property
    def passed(self) -> bool:
        """Whether the two agree; numbers that are not finite do not, nor do kinks alone."""
        return self.judged and self.relative_error < LIMIT

    @property
    def verdict(self) -> str:
        """What comes of it, in words that a subject goes before."""
        if not self.judged:
            return "cannot be judged"
        return "passes: both agree" if self.passed else "fails: the two do not agree"

    @property
    def left_out(self) -> str:
        """A sentence about the parameters that are not judged, or nothing."""
        kinks = int(self.kinks.sum())
        if not kinks:
            return ""
        return (
            f"At {kinks} of {counted(len(self.by_formula), 'parameter')} the error has a kink, as "
            "it has where the sum of a ReLU is exactly 0: on its two sides the slopes differ, so "
            "that there is none to agree on, and nothing is judged there."
        )

    def plain(self) -> dict[str, Any]:
        """Return it as plain values: of each parameter the two slopes, or those beside a kink."""
        return {
            "parameters": [
                {"by_formula": formula, "by_nudging": nudging, "kink": sides if kink else None}
                for formula, nudging, kink, sides in zip(
                    self.by_formula.tolist(),
                    self.by_nudging.tolist(),
                    self.kinks.tolist(),
                    self.sides.T.tolist(),
                    strict=True,
                )
            ],
            "relative_error": self.relative_error,
            "limit": LIMIT,
            "passed": self.passed,
            "judged": self.judged,
            "verdict": self.verdict,
            "left_out": self.left_out,
        }

    def __str__(self) -> str:
        compared = f"Relative error {self.relative_error:.2g}, the limit is {LIMIT:g}."
        return f"The rule {self.verdict}. {compared} {self.left_out}".rstrip()


def gradient_check(
    network: Network, inputs: Array, targets: Array, by_formula: Array | None = None
) -> GradientCheck:
    """Return the slopes of what is descended (see `losses`), by formula and by nudging.

    A penalty is not part of it.

    Those by formula are the network's own `gradient`, unless others are to be judged. Where they do
    not agree, it may be that the loss has a kink within the nudge. So these parameters are looked
    at closer, on either side alone: if the two sides agree, that is the slope, else there is none.
    """

    def descended(stack: Array) -> Array:
        return network.output_loss.descended(losses_at(network, stack, inputs, targets), targets)

    def nudged(by: float, places: NDArray[np.intp]) -> Array:
        """Return the loss with each of some parameters moved by so much, shape (places,)."""
        moved = np.repeat(network.parameters[np.newaxis], len(places), axis=0)
        moved[np.arange(len(places)), places] += by
        return descended(moved)

    if by_formula is None:
        by_formula = network.gradient(inputs, targets)
    every = np.arange(network.parameters.size)
    with np.errstate(all="ignore"):  # after a divergence
        up, down = nudged(NUDGE, every), nudged(-NUDGE, every)
        # A sum is known to some 10 roundings of the numbers it is made of, which are around 1.
        rounding = 10 * np.finfo(float).eps * (1 + float(max(up.max(), down.max())))
        by_nudging, noise = (up - down) / (2 * NUDGE), float(rounding / NUDGE)  # of one
        check = GradientCheck(by_formula, by_nudging, noise * every.size**0.5)
        if check.passed:
            return check

        apart = np.flatnonzero(~(abs(by_formula - by_nudging) <= noise))
        here = descended(network.parameters[np.newaxis])
        below, above = (
            # The difference of one side that is right for a parabola.
            (4 * nudged(by / 2, apart) - nudged(by, apart) - 3 * here) / by
            for by in (-CLOSER, CLOSER)
        )
        slope, closer = (below + above) / 2, 4 * rounding / CLOSER
        moved = abs(slope - by_nudging[apart]) > closer
        by_nudging[apart[moved]] = slope[moved]
        is_kink, sides = abs(above - below) > closer, np.full((2, every.size), np.nan)
        sides[:, apart[is_kink]] = below[is_kink], above[is_kink]
        noise = float(np.hypot(check.noise, closer * len(apart) ** 0.5))
    return GradientCheck(by_formula, by_nudging, noise, sides)
