# A neuron learns to repeat its first input
options(digits = 15)  # print all digits
x1 <- c(0, 0, 1, 1)
x2 <- c(0, 1, 0, 1)
d <- c(0, 0, 1, 1)  # the desired outputs
phi <- function(z) 1 / (1 + exp(-z))  # logistic

w1 <- 0.1  # the descent starts here
w2 <- 0.5
eta <- 0.1  # learning rate
error <- numeric(10000)

for (epoch in 1:10000) {
  y <- phi(w1 * x1 + w2 * x2 - 3)  # forward
  error[epoch] <- mean((y - d)^2) / 2  # E
  delta <- (y - d) * y * (1 - y)  # phi' = y(1 - y)
  w1 <- w1 - eta * mean(delta * x1)  # dE/dw1
  w2 <- w2 - eta * mean(delta * x2)  # dE/dw2
}

cat("w1 w2", w1, w2, "\n")
cat("error", error[1], error[10000], "\n")
cat("y", y, "\n")  # of the last forward pass
