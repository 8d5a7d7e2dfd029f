"""Steep units make a staircase, untrained."""

import numpy as np

x = np.linspace(0, 1, 1001)
f = x**2  # the target
w = 700  # steep: a unit is nearly a step

for n in [1, 4, 9]:  # n hidden units
    stair = 1 / (n + 1)  # the height of a stair
    y = stair / 2
    for j in range(1, n + 1):
        t = np.sqrt(j * stair)  # f rose j stairs
        z = w * (x - t)
        y = y + stair / (1 + np.exp(-z))  # phi(z)
    error = np.max(np.abs(y - f))
    print("width", n, "error", error)
    print("guarantee", stair / 2)
