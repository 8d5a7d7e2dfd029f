"""A neuron learns to repeat its first input."""

import numpy as np

x1 = np.array([0, 0, 1, 1])
x2 = np.array([0, 1, 0, 1])
d = np.array([0, 0, 1, 1])  # the desired outputs
w1, w2 = 0.1, 0.5  # the descent starts here
eta = 0.1  # learning rate
error = np.zeros(10000)

for epoch in range(10000):
    z = w1 * x1 + w2 * x2 - 3  # forward
    y = 1 / (1 + np.exp(-z))  # phi, logistic
    error[epoch] = np.mean((y - d) ** 2) / 2  # E
    delta = (y - d) * y * (1 - y)  # phi' = y(1 - y)
    w1 = w1 - eta * np.mean(delta * x1)  # dE/dw1
    w2 = w2 - eta * np.mean(delta * x2)  # dE/dw2

print("w1 w2", w1, w2)
print("error", error[0], error[-1])
print("y", *y)  # of the last forward pass
