"""Activations phi: the one nonlinearity of a hidden unit, each with all that is known of it.

An activation acts entry by entry on pre-activations z = w . x + b of any shape. One row holds
everything about one (`rows`); a formula in the letter t is read into one (`formula`), and
`register_activation` adds a row of the user's own.
"""

from uat.core.activations.activation import Activation, ActivationTexts
from uat.core.activations.naming import ACTIVATIONS, activation_named
from uat.core.activations.registration import register_activation

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "ActivationTexts",
    "activation_named",
    "register_activation",
]
