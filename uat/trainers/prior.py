"""What a trainer took for granted of the parameters and the noise: how sure a prediction is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from uat.arrays import Array
from uat.core.datasets import Scaling
from uat.core.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """The spread of the parameters before any data were seen, and that of the noise.

    Parameters
    ----------
    deviations : shape (parameters,), laid out as `Network.to_vector`, in the network's units
    noise : shape (outputs,), output units
    """

    deviations: Array
    noise: Array

    def in_units(self, network: Network, scaling: Scaling) -> Prior:
        """Return it in the units that `Scaling.undo` brings that network to."""
        blocks = network.with_vector(self.deviations)
        scaled = replace(
            blocks,
            hidden_weights=blocks.hidden_weights / scaling.x_radius[:, None],
            output_weights=blocks.output_weights * scaling.t_radius,
            output_biases=blocks.output_biases * scaling.t_radius,
        )
        return Prior(scaled.to_vector(), self.noise * scaling.t_radius)
