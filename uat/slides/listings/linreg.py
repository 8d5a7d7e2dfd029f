"""Gradient descent for y = alpha + beta x."""

import numpy as np
from rnorm import rnorm, set_seed  # R's numbers

set_seed(123)
x = rnorm(100)  # 100 points near the line 3 + 2 x
y = 3 + 2 * x + rnorm(100)
alpha, beta = 1, 1  # the descent starts here
eta = 0.01  # learning rate: how far a step goes
error = np.zeros(1000)

for step in range(1000):
    r = alpha + beta * x - y  # residuals
    error[step] = np.mean(r**2)  # E
    d_alpha = 2 * np.mean(r)  # dE/dalpha
    d_beta = 2 * np.mean(r * x)  # dE/dbeta
    alpha = alpha - eta * d_alpha
    beta = beta - eta * d_beta

print("alpha", alpha)
print("beta", beta)
print("error", error[0], error[-1])
print("least squares", *np.polyfit(x, y, 1)[::-1])
