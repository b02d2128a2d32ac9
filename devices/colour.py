"""The conversions of colours, where families look for them; the law of the house needs them too."""

from rules.light.colour import (
    Hs,
    Rgb,
    hs_of_kelvin,
    hs_of_rgb,
    kelvin_of_mired,
    kelvin_of_rgb,
    mired_of_kelvin,
    rgb_of_hs,
    rgb_of_kelvin,
    rgb_of_xy,
    xy_of_rgb,
)

__all__ = [
    "Hs",
    "Rgb",
    "hs_of_kelvin",
    "hs_of_rgb",
    "kelvin_of_mired",
    "kelvin_of_rgb",
    "mired_of_kelvin",
    "rgb_of_hs",
    "rgb_of_kelvin",
    "rgb_of_xy",
    "xy_of_rgb",
]
