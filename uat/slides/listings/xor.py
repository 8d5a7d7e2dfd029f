"""XOR: two hidden units and backpropagation."""

import numpy as np

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
d = np.array([[0], [1], [1], [0]])  # x1 xor x2
w = np.array([[0.1, 0.5], [0.2, 0.9]])  # w_ij
c = np.array([[0.9], [0.9]])  # c_j
eta = 0.1  # learning rate
error = np.zeros(100000)

for epoch in range(100000):
    h = 1 / (1 + np.exp(-(x @ w)))  # phi(x w)
    y = 1 / (1 + np.exp(-(h @ c)))  # phi(h c)
    error[epoch] = np.sum((y - d) ** 2) / 2  # E
    delta = (y - d) * y * (1 - y)  # backward
    c = c - eta * h.T @ delta  # c moves first
    back = delta @ c.T * h * (1 - h)
    w = w - eta * x.T @ back

print("w11 w12 w21 w22", *w.flat)
print("c1 c2", *c.flat)
print("error", error[0], error[-1])
print("y", *y.flat)  # of the last forward pass
